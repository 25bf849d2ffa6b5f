// What a refused, failed or unanswered call throws. Nothing else is thrown, save the caller's own abort.

import type { Fault, Problem } from "./generated/types.gen.js";

/** The stable word for what went wrong: the last part of the problem's `type`, or one of the client's own two. */
export type ErrorCode =
  | "malformed"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "method-not-allowed"
  | "merged"
  | "conflict"
  | "not-all"
  | "idempotency-key-in-flight"
  | "stale"
  | "too-large"
  | "unsupported-media"
  | "invalid"
  | "idempotency-key-reused"
  | "internal"
  | "unavailable"
  | "commit-unknown"
  /** No answer came: no connection, or not in time. `status` is 0. */
  | "unreachable"
  /** An answer came that Onward does not give, from something in between perhaps. */
  | "unreadable";

/** A thing as somebody else left it, the way its `get` answers it: `error.current?.of as Interaction`. */
export interface Current {
  readonly version: number;
  readonly of: Readonly<Record<string, unknown>>;
}

export class OnwardError extends Error {
  override readonly name = "OnwardError";
  /** The answer's HTTP status; 0 when none came. */
  readonly status: number;
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly detail: string;
  /** Each wrong field, where `code` is `invalid`. */
  readonly errors: Fault[];
  /** The version that `ifMatch` named, where the thing has changed since; null otherwise. */
  readonly seenVersion: number | null;
  /** The thing as it is now, where `code` is `stale` or `conflict` and it has versions; null otherwise. */
  readonly current: Current | null;
  /** What to look for in the server's log. */
  readonly requestId: string | null;
  /** Where the thing is instead, where `code` is `merged`: `/v1/customers/…`. */
  readonly location: string | null;

  constructor(
    status: number,
    code: ErrorCode,
    detail: string,
    more: Partial<Problem> & ErrorOptions & { location?: string | null } = {},
  ) {
    super(detail, "cause" in more ? { cause: more.cause } : undefined);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.seenVersion = more.seen_version ?? null;
    this.current = currentOf(more);
    this.requestId = more.request_id ?? null;
    this.location = more.location ?? null;
  }

  /** From what the generated client gives for a call that did not succeed. */
  static of(error: unknown, response: Response | undefined): unknown {
    if (response === undefined) return unanswered(error);
    if (isProblem(error)) {
      const more = { ...error, location: response.headers.get("Location") };
      return new OnwardError(response.status, codeOf(error), error.detail, more);
    }
    return new OnwardError(response.status, "unreadable", `The answer ${response.status} is not one of Onward's.`, {
      cause: error,
    });
  }
}

function unanswered(error: unknown): unknown {
  const isOwnAbort = error instanceof DOMException && error.name === "AbortError";
  return isOwnAbort ? error : new OnwardError(0, "unreachable", "The server did not answer.", { cause: error });
}

function currentOf({ current_version: version, current: of }: Partial<Problem>): Current | null {
  return version === undefined || of === undefined ? null : { version, of };
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "type" in error && "detail" in error;
}

function codeOf(problem: Problem): ErrorCode {
  return problem.type.slice(problem.type.lastIndexOf("/") + 1) as ErrorCode;
}
