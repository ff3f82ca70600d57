/** What heeds the signal has so long to tell what it found until then. */
const LAST_WORD_MS = 50;

/** Does work whose signal is aborted when the time is over. Gives nothing where it then tells nothing. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      controller.abort();
      timer = setTimeout(resolve, LAST_WORD_MS, undefined);
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

/** Gives work a time. */
export type Within = typeof within;
