import type { Phase } from '../../types.js';
import type { HandoverStrings } from '../../locales/handover/keys.js';
import type { ViewContext } from '../context.js';
import type { IdCaptureElement } from '../id-capture.js';

/** The element, as far as a handover has to do with it. */
export type Host = HTMLElement &
  Pick<IdCaptureElement, 'document' | 'sides' | 'results' | 'handover' | 'start' | 'stop'>;

/** What the screens of a handover are drawn from. */
export interface Seen {
  readonly context: ViewContext;
  readonly texts: HandoverStrings;
  /** Holds the header and, last, what fills the element. */
  readonly content: HTMLElement;
  readonly host: Host;
}

/** What one end of a handover shows. */
export interface HandoverScreens {
  /** Looks at what the element shows now, and draws over it. `content` holds what the element shows. */
  see(context: ViewContext, content: HTMLElement): void;
  /** The element is reset, or gone. */
  disconnect(): void;
}

/** The same, with everything that it is drawn from. */
export interface End {
  see(seen: Seen): void;
  disconnect(): void;
}

/** Three digits and three digits, as people read them to each other. */
export const codeText = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** In these phases nothing of the person's is on the screen that a handover would hide. */
export const AT_REST: readonly Phase[] = ['idle', 'blocked'];

/** Lies in the place of what fills the element, until it is taken away. */
export class Cover {
  #node: HTMLElement | undefined;
  #covered: Element | undefined;

  /** Shows a panel in the place of what is there; one that is new takes the focus to its title. */
  show(content: HTMLElement, node: HTMLElement): void {
    const isNew = node !== this.#node;
    const shown = content.lastElementChild;
    if (shown === node || !shown) return;
    if (shown !== this.#node) this.#covered = shown;
    const hadFocus = content.contains((content.getRootNode() as ShadowRoot).activeElement);
    shown.replaceWith(node);
    this.#node = node;
    if (isNew || hadFocus) node.querySelector<HTMLElement>('[tabindex]')?.focus();
  }

  /** Shows again what was covered, unless the element has built something else since. */
  remove(): void {
    if (this.#node?.isConnected === true && this.#covered) this.#node.replaceWith(this.#covered);
    this.#node = undefined;
    this.#covered = undefined;
  }
}
