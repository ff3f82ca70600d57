import type { HandoverStep } from './types.js';

/** The steps so far, and those to come: whoever iterates gets all of them. */
export class Steps implements AsyncIterable<HandoverStep> {
  readonly #steps: HandoverStep[] = [];
  #isOver = false;
  #changed: () => void = () => undefined;
  #change = this.#nextChange();

  add(step: HandoverStep): void {
    this.#steps.push(step);
    this.#wake();
  }

  /** There are no more. */
  close(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<HandoverStep> {
    for (let at = 0; ; at += 1) {
      while (at >= this.#steps.length) {
        if (this.#isOver) return;
        await this.#change;
      }
      const step = this.#steps[at];
      if (step !== undefined) yield step;
    }
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }

  #wake(): void {
    const changed = this.#changed;
    this.#change = this.#nextChange();
    changed();
  }
}
