import { isIdSnapError, localError } from '../errors.js';
import type { EngineReason } from '../errors.js';
import { scoped } from './scope.js';

/** Nobody sees the bytes of code come, so it may take long. */
const CODE_MS = 30_000;

/**
 * Code that is fetched now, and what it does at once. A service worker fetches none.
 *
 * @throws `engine_unavailable` where it does not come, or not in time: within 30 seconds, unless less is given.
 */
export async function onDemand<T>(load: () => Promise<T>, ms = CODE_MS): Promise<T> {
  try {
    return await scoped(undefined, load, { ms, late: () => new Error(`none within ${ms} ms`) });
  } catch (cause) {
    if (isIdSnapError(cause)) throw cause;
    const [message, reason]: [string, EngineReason] =
      'skipWaiting' in globalThis
        ? ['a service worker loads no code: call the SDK from a page', 'wrong_setup']
        : ['code could not be loaded', 'unreachable'];
    throw localError('engine_unavailable', message, cause, reason);
  }
}
