// Trying again where that cannot do anything twice: reads, and writes under an Idempotency-Key.

export type Fetch = typeof globalThis.fetch;

export interface Patience {
  /** How often to try again after the first time. */
  retries: number;
  /** How long to wait for one answer. */
  timeoutSeconds: number;
}

const LONGEST_WAIT_SECONDS = 30;
const PASSING_STATUSES = new Set([502, 503, 504]);

/** A fetch that sends again, under the same key, what may be sent again and was answered by a passing failure. */
export function retrying(send: Fetch, patience: Patience): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const mayRepeat = request.method === "GET" || request.headers.has("Idempotency-Key");
    const retries = mayRepeat ? patience.retries : 0;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await once(send, request, patience.timeoutSeconds, attempt < retries);
      const wait = waitSeconds(answer, attempt);
      if (answer !== null && (attempt >= retries || wait === null)) return answer;
      await answer?.body?.cancel();
      await pause(wait ?? 0, request.signal);
    }
  };
}

/** What waits for its answer. A request that nobody holds can be collected together with its signal, which then never
 * fires; so can the signals that `AbortSignal.any` and `AbortSignal.timeout` make. */
const underway = new Set<Request>();

/** One try; null where no answer came and another try may follow. */
async function once(send: Fetch, request: Request, timeoutSeconds: number, mayFail: boolean): Promise<Response | null> {
  const giveUp = new AbortController();
  const stop = () => giveUp.abort(request.signal.reason);
  const silent = () => giveUp.abort(new DOMException("The server did not answer in time.", "TimeoutError"));
  const timer = setTimeout(silent, timeoutSeconds * 1000);
  if (request.signal.aborted) stop();
  request.signal.addEventListener("abort", stop, { once: true });
  const asked = new Request(request.clone(), { signal: giveUp.signal });
  underway.add(asked);
  try {
    return await send(asked);
  } catch (error) {
    if (request.signal.aborted || !mayFail) throw error;
    return null;
  } finally {
    clearTimeout(timer);
    underway.delete(asked);
  }
}

/** How long to wait before the next try; null when the answer is to be taken as it is. */
function waitSeconds(answer: Response | null, attempt: number): number | null {
  const usual = 0.2 * 2 ** attempt * (0.5 + Math.random());
  if (answer === null) return usual;
  const asked = answer.headers.get("Retry-After");
  const isPassing = PASSING_STATUSES.has(answer.status) || (asked !== null && answer.status === 409);
  if (!isPassing) return null;
  const wait = asked === null ? usual : Number(asked);
  return wait <= LONGEST_WAIT_SECONDS ? wait : null;
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    function done() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    signal.addEventListener("abort", stop, { once: true });
  });
}
