import { handoverError } from './errors.js';

/** No session lives longer, whatever a relay says, in milliseconds. */
export const LONGEST_LIFE_MS = 3_600_000;

/** How long something goes on: until it expires, or somebody ends it. What waits for it ends with its reason. */
export class Life {
  readonly #controller = new AbortController();
  readonly #given: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(given?: AbortSignal) {
    this.#given = given;
    given?.addEventListener('abort', this.#aborted, { once: true });
    if (given?.aborted === true) this.#aborted();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Has it expire, after an hour at most: a timer of more than 2^31 ms would fire at once. */
  expireIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.end(handoverError('handover_expired', 'the time of the handover is over'));
      },
      Math.min(ms, LONGEST_LIFE_MS),
    );
  }

  /** Ends it; without a reason as aborts do. Only the first end counts. */
  end(reason?: unknown): void {
    this.settle();
    this.#controller.abort(reason);
  }

  /** Has it neither expire nor follow the caller's signal any more: it ended well. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => {
    this.end(this.#given?.reason);
  };
}

/** Settles after `ms`, and after an hour at most; rejects with the reason of `signal` when it aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      },
      Math.min(ms, LONGEST_LIFE_MS),
    );
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
  });
}

/** What `promise` gives, unless `signal` aborts first. What it does afterwards is not waited for. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
