import { tell } from '../progress.js';

/** Something that works, but worse than it could. It is told once. */
export interface Warning {
  /** `no_worker`: the engine runs in the page's own thread, which stands still while an image is prepared. */
  readonly code: 'no_worker';
  /** What was found, for the page's developer. */
  readonly message: string;
  /** What to change, for the page's developer. */
  readonly remedy: string;
}

/** Hears of warnings. What it throws is ignored. */
export type OnWarning = (warning: Warning) => void;

/** Tells each listener of the present warning once, also one that comes later. */
export class Warnings {
  #now: Warning | undefined;
  readonly #told = new WeakMap<OnWarning, string>();
  readonly #listeners = new Set<OnWarning>();

  /** Adds a listener. */
  listen(listener: OnWarning | undefined): void {
    if (listener === undefined) return;
    this.#listeners.add(listener);
    this.set(this.#now);
  }

  /** Tells every listener that has not heard the same; nothing is the end of what was. */
  set(warning: Warning | undefined): void {
    this.#now = warning;
    if (warning === undefined) return;
    for (const listener of this.#listeners) {
      if (this.#told.get(listener) === warning.message) continue;
      this.#told.set(listener, warning.message);
      tell(listener, warning);
    }
  }
}
