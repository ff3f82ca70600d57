import { Lazy } from '../parts/lazy.js';
import { inTurn } from '../parts/turns.js';

/** What a part of the view that comes later brings: its style sheet, and its code. */
interface Styled {
  readonly css: string;
}

/** A part of the view that is loaded ahead of its use. */
export class Later<T extends Styled> {
  /** The part; nothing until it has come. */
  code: T | undefined;
  readonly #lazy: Lazy<T>;
  readonly #onCome: (css: string) => void;

  /** `onCome` is called once, when the part has come. */
  constructor(load: () => Promise<T>, onCome: (css: string) => void) {
    this.#lazy = new Lazy(load);
    this.#onCome = onCome;
  }

  /** Loads the part, unless that was begun before. */
  async prefetch(): Promise<void> {
    await this.#take(await this.#lazy.prefetch());
  }

  /** Loads the part, once more where that failed before; whether it has come. */
  async get(): Promise<boolean> {
    await this.#take(await this.#lazy.get());
    return this.code !== undefined;
  }

  /** To run a module that has come is a task, and to show what it brings is another. */
  async #take(code: T | undefined): Promise<void> {
    if (!code || this.code) return;
    await inTurn(() => {
      if (this.code) return;
      this.code = code;
      this.#onCome(code.css);
    });
  }
}
