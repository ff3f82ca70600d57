import { localError } from '../errors.js';

/** Above 2^31 - 1 a timer fires at once; the difference is room for what is added to a time. */
export const MAX_TIMER_MS = 2_000_000_000;

/** How long work may take, and how it then fails. */
export interface Limit {
  ms: number;
  late: () => Error;
}

/** A limit whose error says what did not come. */
export const limit = (ms: number, what: string): Limit => ({
  ms,
  late: () => localError('deadline_exceeded', `no ${what} within ${ms} ms`),
});

/**
 * Does work under a signal of its own, which is aborted with the outer one and when the time is over. It settles as soon
 * as that happens, also where the work takes no notice. `again` has the time begin anew.
 */
export async function scoped<T>(
  outer: AbortSignal | undefined,
  work: (controller: AbortController, again: () => void) => Promise<T>,
  most?: Limit,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => {
    controller.abort(outer?.reason);
  };
  outer?.addEventListener('abort', stop);
  const late = (): void => {
    controller.abort(most?.late());
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const again = (): void => {
    clearTimeout(timer);
    if (most && !isOver) timer = setTimeout(late, Math.min(most.ms, MAX_TIMER_MS));
  };
  again();
  const stopped = new Promise<never>((_, reject) => {
    signal.onabort = () => {
      reject(signal.reason as Error);
    };
  });
  try {
    return await Promise.race([work(controller, again), stopped]);
  } finally {
    isOver = true;
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}
