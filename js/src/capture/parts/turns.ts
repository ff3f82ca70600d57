/** Lets the browser draw and hear the person; what follows is a task of its own. */
const pause = (): Promise<void> => {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return (
    scheduler?.yield?.() ??
    new Promise((resolve) => {
      setTimeout(resolve);
    })
  );
};

let last = Promise.resolve();

/**
 * Does work after all that was given before, each in a task of its own: together they would keep the page's thread busy for
 * longer than is felt. To begin to load a module counts as work.
 */
export const inTurn = <T>(work: () => T | Promise<T>): Promise<T> => (last = last.then(pause)).then(work);
