/** A page that slept, was stopped or was kept busy for longer than this has not heard what was said meanwhile. */
const TICK_MS = 1_000;

/**
 * Calls after so much time in which the page was awake, and returns what calls it off. The time is counted in ticks of a
 * second, unless another length is given; `counts` is asked after each whether it is one that counts.
 */
export function afterAwake(ms: number, act: () => void, counts = (): boolean => true, tickMs = TICK_MS): () => void {
  let leftMs = ms;
  const wait = (): ReturnType<typeof setTimeout> => setTimeout(tick, Math.min(leftMs, tickMs));
  const tick = (): void => {
    if (counts()) leftMs -= tickMs;
    if (leftMs > 0) timer = wait();
    else act();
  };
  let timer = wait();
  return () => {
    clearTimeout(timer);
  };
}
