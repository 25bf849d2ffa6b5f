// Events: the log of what happened, read page by page or followed as it happens.

import { answered, following, pause } from "./connection.js";
import type { CallOptions, Connection } from "./connection.js";
import { OnwardError } from "./errors.js";
import * as sdk from "./generated/sdk.gen.js";
import type * as types from "./types.js";

export interface FollowOptions extends CallOptions {
  /** The id of the last event that you have; when left out, what happens from now on is told. */
  after?: string;
  /** Called when the place to go on from is not known any more: what you have may be old, read it again. */
  onReset?: () => void;
}

const LONGEST_WAIT_SECONDS = 30;

export class EventApi {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Oldest first. */
  listEvents = (query: types.EventFilters = {}, options: CallOptions = {}): Promise<types.EventPage> =>
    answered(sdk.listEvents({ ...this.#connection.reading(options), query }));

  /** All events that the filters let through, fetched page after page. */
  eachEvent = (query: types.EventFilters = {}, options: CallOptions = {}): AsyncGenerator<types.Event, void> =>
    following((cursor) => this.listEvents({ ...query, cursor: cursor ?? query.cursor }, options));

  /**
   * Every event as it happens, until the signal aborts. A broken connection is made anew and goes on where it was;
   * what cannot be mended by trying again (no right, no such tenant) is thrown.
   */
  async *followEvents({ after, onReset, signal }: FollowOptions = {}): AsyncGenerator<types.Event, void> {
    let last = after;
    for (let failures = 0; !signal?.aborted; failures += 1) {
      const attempt = new Attempt(this.#connection.send);
      const { stream } = await sdk.followEvents({
        ...this.#connection.reading({ signal }),
        ...attempt.options(last),
      });
      for await (const told of stream) {
        failures = 0;
        last = attempt.last ?? last;
        if (attempt.kind === undefined) yield told as unknown as types.Event;
        if (attempt.kind === "reset") onReset?.();
      }
      if (attempt.refusal !== null) throw attempt.refusal;
      await pause(Math.min(0.25 * 2 ** failures, LONGEST_WAIT_SECONDS), signal);
    }
  }
}

/** One connection: what it said last, and why it was refused. */
class Attempt {
  kind: string | undefined;
  last: string | undefined;
  refusal: unknown = null;
  readonly #send: typeof globalThis.fetch;

  constructor(send: typeof globalThis.fetch) {
    this.#send = send;
  }

  options(last: string | undefined) {
    return {
      headers: { "Last-Event-ID": last ?? null },
      sseMaxRetryAttempts: 1,
      onSseEvent: (said: { event?: string; id?: string }) => {
        this.kind = said.event;
        this.last = said.id;
      },
      fetch: this.#fetch,
    };
  }

  #fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const response = await this.#send(input, init);
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      this.refusal = OnwardError.of(await response.clone().json().catch(() => null), response);
    }
    return response;
  };
}
