import type { ViewContext } from '../context.js';
import { isHandheld } from '../files.js';
import { takeLink } from './link.js';
import type { HandoverScreens } from './seen.js';

export { css } from '../styles/handover.css';

/** Which end of a handover this element is, if any; what it shows is loaded then. */
export class HandoverEnd {
  readonly #content: HTMLElement;
  #context: ViewContext | undefined;
  #screens: HandoverScreens | undefined;
  #isBegun = false;

  /** `content` holds what the element shows. */
  constructor(content: HTMLElement) {
    this.#content = content;
  }

  /** Looks at what the element shows now. */
  see(context: ViewContext): void {
    this.#context = context;
    if (!this.#isBegun) void this.#begin();
    this.#screens?.see(context, this.#content);
  }

  /** The element is reset, or gone. */
  disconnect(): void {
    this.#screens?.disconnect();
  }

  async #begin(): Promise<void> {
    this.#isBegun = true;
    const link = takeLink();
    try {
      if (link !== undefined) this.#screens = (await import('./phone.js')).screens(link);
      else if (!isHandheld()) this.#screens = (await import('./computer.js')).screens();
    } catch {
      // Without this code the camera and files are as they always are; the next look tries again.
      this.#isBegun = false;
    }
    if (this.#context) this.#screens?.see(this.#context, this.#content);
  }
}
