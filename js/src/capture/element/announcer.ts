import { h, setText } from './dom.js';

/** How long a hint stands before it is read out, so that passing ones stay unsaid. */
const STEADY_MS = 1500;

/** Tells a screen reader what changed: hints once they are steady, errors at once. */
export class Announcer {
  readonly #polite = h('div', { class: 'quiet', role: 'status' });
  readonly #assertive = h('div', { class: 'quiet', role: 'alert' });
  readonly nodes = [this.#polite, this.#assertive];
  #hint = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Reads a hint out when it has stood for a while. An empty one silences the one before. */
  hint(text = ''): void {
    if (text === this.#hint) return;
    this.#hint = text;
    clearTimeout(this.#timer);
    if (text) this.#timer = setTimeout(setText, STEADY_MS, this.#polite, text);
  }

  /** Interrupts with an error; an empty text makes the same error heard again the next time. */
  alert(text?: string): void {
    setText(this.#assertive, text);
  }
}
