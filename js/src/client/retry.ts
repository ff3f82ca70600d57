import { isIdSnapError, localError } from '../errors.js';

/** How a request that failed is repeated. */
export interface RetryOptions {
  /** How often a request is made in all. 1 switches repeating off. Default 3. */
  attempts?: number;
  /** The wait before the second attempt, in milliseconds; it doubles with each further one. Default 500. */
  firstMs?: number;
  /** The longest wait, in milliseconds; also the longest `Retry-After` that is waited for. Default 10,000. */
  maxMs?: number;
}

/** How a result that takes time is asked for. Defaults as clients of the vendor found them to work. */
export interface PollOptions {
  /** The wait before the first question, in milliseconds. Default 4,000. */
  firstMs?: number;
  /** The wait between questions, in milliseconds. Default 3,000. */
  intervalMs?: number;
  /** When to give up, in milliseconds from the first wait on. Default 150,000. */
  deadlineMs?: number;
}

/** Waits; an abort ends the wait with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** A failure of a request that can be sent again, with what the server said of when. */
export class Retryable extends Error {
  constructor(
    readonly error: unknown,
    readonly retryAfter: string | undefined,
  ) {
    super();
  }
}

/** Makes a request, and makes it again while the failure is of a kind that may pass. */
export async function retrying<T>(
  attempt: () => Promise<T>,
  { attempts = 3, firstMs = 500, maxMs = 10_000 }: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof Retryable)) throw thrown;
      const { error, retryAfter } = thrown;
      if (made >= attempts || !isIdSnapError(error) || !error.retryable) throw error;
      const asked = retryAfterMs(retryAfter);
      if (asked !== undefined && asked > maxMs) throw error;
      // Half of the wait is random, so that clients that failed together do not come back together.
      const wait = Math.min(maxMs, firstMs * 2 ** (made - 1)) * (0.5 + Math.random() / 2);
      await sleep(asked ?? wait, signal);
    }
  }
}

/** RFC 9110 section 10.2.3: seconds or a date. */
export function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** Asks until there is an answer. */
export async function polling<T>(
  ask: (asked: number) => Promise<T | undefined>,
  { firstMs = 4_000, intervalMs = 3_000, deadlineMs = 150_000 }: PollOptions,
  signal: AbortSignal | undefined,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (let asked = 0; ; asked += 1) {
    const wait = asked === 0 ? firstMs : intervalMs;
    if (Date.now() + wait > end) throw localError('deadline_exceeded', `no answer within ${deadlineMs} ms`);
    await sleep(wait, signal);
    const answer = await ask(asked + 1);
    if (answer !== undefined) return answer;
  }
}
