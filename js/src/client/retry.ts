import { MAX_TIMER_MS, scoped } from '../engine/scope.js';
import { isIdSnapError, localError } from '../errors.js';
import { safely } from '../progress.js';

/** How a request that failed is repeated. */
export interface RetryOptions {
  /** How often a request is made in all. 1 switches repeating off. Default 3. */
  attempts?: number;
  /**
   * The longest wait before the second attempt, in milliseconds; it doubles with each further one. The wait is anything
   * up to that. Default 500; at least 1, at most `maxMs`.
   */
  firstMs?: number;
  /** The longest wait, in milliseconds; also the longest `Retry-After` that is waited for. Default 10,000. */
  maxMs?: number;
}

/** How a result that takes time is asked for. Defaults as clients of the vendor found them to work. */
export interface PollOptions {
  /** The wait before the first question, in milliseconds; at most half of the time that there is. Default 4,000. */
  firstMs?: number;
  /** The wait between questions, in milliseconds; longer while questions fail. Default 3,000. */
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
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      Math.min(ms, MAX_TIMER_MS),
    );
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** How long a network that the browser knows to be gone is waited for. */
const OFFLINE_MS = 30_000;

/** Waits until the browser has a network, where it knows that it has none; not for ever, for people want to know. */
export async function connected(signal: AbortSignal): Promise<void> {
  if ((globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine !== false) return;
  const online = (own: AbortController): Promise<unknown> =>
    new Promise((resolve) => {
      addEventListener('online', resolve, { once: true, signal: own.signal });
    });
  const late = (): Error => localError('network_unreachable', 'there is no network');
  await scoped(signal, online, { ms: OFFLINE_MS, late });
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

/**
 * Makes a request, and makes it again while the failure is of a kind that may pass. A session that has ended is begun
 * anew once, where `canRefresh` says that it can.
 */
export async function retrying<T>(
  attempt: (made: number) => Promise<T>,
  { attempts = 3, firstMs = 500, maxMs = 10_000 }: RetryOptions,
  signal: AbortSignal | undefined,
  canRefresh = false,
): Promise<T> {
  let refreshes = 0;
  for (let made = 1; ; made += 1) {
    try {
      return await attempt(made);
    } catch (thrown) {
      if (!(thrown instanceof Retryable)) throw thrown;
      const { error, retryAfter } = thrown;
      if (!isIdSnapError(error)) throw error;
      if (error.code === 'session_ended' && canRefresh && refreshes === 0) {
        refreshes = 1;
        continue;
      }
      if (made >= attempts + refreshes || !error.retryable) throw error;
      const asked = retryAfterMs(retryAfter);
      if (asked !== undefined && asked > maxMs) throw error;
      // All of the wait is random, so that clients that failed together do not come back together.
      const longest = Math.min(maxMs, Math.max(1, firstMs) * 2 ** (made - 1));
      await sleep(asked ?? longest * Math.random(), signal);
    }
  }
}

/** RFC 9110 section 10.2.3: seconds or a date. One that is not in the future says nothing. */
export function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^-?\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return wait > 0 && wait < Infinity ? wait : undefined;
}

/** How long a result is asked for where nothing else is said. */
export const DEFAULT_POLL_MS = 150_000;

/** What is asked for results with. Importing these where that is would divide the first bundle. */
export const POLL_TOOLS = { DEFAULT_POLL_MS, isIdSnapError, localError, safely, scoped, sleep };

/** What is asked for results with. */
export type PollTools = Readonly<typeof POLL_TOOLS>;
