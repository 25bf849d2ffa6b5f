// Where the server is and who calls it, and how one call's options become what the generated functions take.

import { OnwardError } from "./errors.js";
import { createClient, createConfig, type Client } from "./generated/client/index.js";
import { retrying, type Fetch } from "./retrying.js";

export interface OnwardOptions {
  /** The server's address; when left out, the page's own origin, outside of a browser http://127.0.0.1:8000. */
  baseUrl?: string;
  /** An API key, or a function that gives one. Not needed in local mode. */
  apiKey?: string | (() => string | Promise<string>);
  /** The tenant's id or slug. A key names its tenant already. */
  tenant?: string;
  /** What to send requests with instead of the global `fetch`. */
  fetch?: Fetch;
  /** Makes, of what sends a request with all its tries, what is called in its place; following events goes past it. */
  around?: (send: Fetch) => Fetch;
  /** How often a read or a POST is tried again after a passing failure, 2 when left out. A POST keeps its key. */
  retries?: number;
  /** How long to wait for one answer, 30 when left out. */
  timeoutSeconds?: number;
}

export interface CallOptions {
  /** Gives the call up; it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface WriteOptions extends CallOptions {
  /** The `version` (of a template: the `revision`) that you saw: the call is refused (`stale`) when the thing has changed since. */
  ifMatch?: number;
}

export interface PostOptions extends WriteOptions {
  /** Your own name for this act: sent again, it does nothing twice. Without one each call makes its own. */
  idempotencyKey?: string;
}

interface Outcome {
  data?: unknown;
  error?: unknown;
  response?: Response;
}

export class Connection {
  readonly #client: Client = createClient();
  /** What requests are sent with, once and without a time limit. */
  send: Fetch = globalThis.fetch;

  constructor(options: OnwardOptions = {}) {
    this.#client.interceptors.request.use(saying);
    this.configure(options);
  }

  /** Replaces all options; those left out get their usual values. */
  configure(options: OnwardOptions): void {
    const send: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.send = send;
    const around = options.around ?? ((tried: Fetch) => tried);
    const patience = { retries: options.retries ?? 2, timeoutSeconds: options.timeoutSeconds ?? 30 };
    this.#client.setConfig({
      ...createConfig(),
      baseUrl: options.baseUrl ?? globalThis.location?.origin ?? "http://127.0.0.1:8000",
      auth: options.apiKey,
      fetch: around(retrying(send, patience)),
      headers: { "X-Tenant-ID": options.tenant ?? null },
    });
  }

  /** A path on the server, for a browser to go to. */
  address(path: string): string {
    return this.#client.buildUrl({ url: path });
  }

  reading(options: CallOptions) {
    return { client: this.#client, signal: options.signal };
  }

  writing(options: WriteOptions) {
    return { client: this.#client, signal: options.signal, headers: { ...matching(options) } };
  }

  posting(options: PostOptions) {
    const key = { "Idempotency-Key": options.idempotencyKey ?? newKey() };
    return { client: this.#client, signal: options.signal, headers: { ...key, ...matching(options) } };
  }
}

/** The answer of a generated call; throws OnwardError where it did not succeed. */
export async function answered<R extends Outcome>(call: Promise<R>): Promise<Exclude<R["data"], undefined>> {
  const { data, error, response } = await call;
  if (error !== undefined || !response?.ok) throw OnwardError.of(error, response);
  return (response.status === 204 ? null : data) as Exclude<R["data"], undefined>;
}

/** All items of a list, page after page. */
export async function* following<T>(
  page: (cursor: string | undefined) => Promise<{ data: T[]; next_cursor: string | null }>,
): AsyncGenerator<T, void> {
  let found = await page(undefined);
  yield* found.data;
  while (found.next_cursor !== null) {
    found = await page(found.next_cursor);
    yield* found.data;
  }
}

/** Who is signed in by a cookie must call every body JSON, an empty one too: no form of a foreign page can say that. */
function saying(request: Request): Request {
  if (request.method === "POST" || request.method === "PUT") request.headers.set("Content-Type", "application/json");
  return request;
}

/** Resolves after so many seconds, or at once when the signal aborts. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}

function matching({ ifMatch }: WriteOptions): { "If-Match"?: string } {
  return ifMatch === undefined ? {} : { "If-Match": `"${ifMatch}"` };
}

/** Not crypto.randomUUID: browsers keep that from pages without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
