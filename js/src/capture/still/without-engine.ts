import { isIdSnapError, localError } from '../../errors.js';
import type { Platform } from '../platform/platform.js';

/** Longer than the engine takes to load on a slow line and to prepare a large photo on a slow phone. */
const ENGINE_MS = 30_000;

/** Does work by the engine; where that cannot be had, or takes for ever, by the browser's own means. */
export async function byEngineOr<T>(
  { after }: Pick<Platform, 'after'>,
  work: (signal: AbortSignal) => Promise<T>,
  instead: () => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = after(ENGINE_MS, () => {
    controller.abort(localError('engine_failed', 'the engine did not answer'));
  });
  try {
    return await work(controller.signal);
  } catch (cause) {
    if (!isIdSnapError(cause) || cause.category !== 'engine') throw cause;
    // Where the browser can do no more with the image, the engine's error tells what can be done about it.
    return await instead().catch(() => Promise.reject(cause));
  } finally {
    cancel();
  }
}
