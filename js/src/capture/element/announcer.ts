import { h, setText } from './dom.js';

/** How long a hint stands before it is read out, so that passing ones stay unsaid. */
const STEADY_MS = 1500;
/** While hints pass, nothing is said for no longer than this: then the one that is there is. */
const SILENCE_MS = 6000;
/** How long a text stays to be read once more by hand; after a pause it is said again, if it is still true. */
const SAID_MS = 6500;

/** Tells a screen reader what changed: hints once they are steady, and again at a calm pace; errors at once. */
export class Announcer {
  readonly #polite = h('div', { class: 'quiet', role: 'status' });
  readonly #assertive = h('div', { class: 'quiet', role: 'alert' });
  readonly nodes = [this.#polite, this.#assertive];
  #hint = '';
  #silentFromMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Reads a hint out when it has stood for a while. An empty one silences the one before. */
  hint(text = ''): void {
    if (text === this.#hint) return;
    if (this.#hint === '') this.#silentFromMs = performance.now();
    this.#hint = text;
    // What is not true any more is not to be found either.
    if (this.#polite.textContent !== '') this.#silence();
    else this.#await(Math.min(STEADY_MS, this.#silentFromMs + SILENCE_MS - performance.now()));
  }

  /** Reads a text out once. */
  readonly say = (text = ''): void => {
    setText(this.#polite, text);
  };

  /** Interrupts with an error; an empty text makes the same error heard again the next time. */
  alert(text?: string): void {
    setText(this.#assertive, text);
  }

  readonly #silence = (): void => {
    setText(this.#polite);
    this.#silentFromMs = performance.now();
    this.#await(STEADY_MS);
  };

  #await(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#hint !== '') this.#timer = setTimeout(this.#say, ms);
  }

  readonly #say = (): void => {
    setText(this.#polite, this.#hint);
    this.#timer = setTimeout(this.#silence, SAID_MS);
  };
}
