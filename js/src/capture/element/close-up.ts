import type { Review } from '../types.js';
import type { CloseUpParts } from './close-up-parts.js';
import { matrixOf, placeCutout } from './cutout.js';
import type { Cutout } from './cutout.js';
import type { marksOf } from './marks.js';
import type { Texts } from './strings.js';

export { css } from './styles/close-up.css';

/** Text is easy to judge where a pixel of the photo is one of the page; less than this is no zoom, and more is a blur. */
const [LEAST, MOST] = [2, 4];

/** The document of the photo under review, cut out and seen straight. It can be enlarged and moved about. */
export class CloseUp {
  /** Draws what the photo is warned of. From a file of its own, which is loaded beside this one. */
  static marksOf: typeof marksOf;
  readonly node: HTMLElement;
  readonly #window: HTMLElement;
  readonly #sheet: HTMLElement;
  /** The photo, and what is marked in it. */
  readonly #layers: readonly (HTMLElement | SVGElement)[];
  readonly #button: HTMLButtonElement;
  readonly #cutout: Cutout;
  #isLarge = false;

  /** Shows the photo under review, and marks what it is warned of. `alt` says what it shows. */
  constructor(parts: CloseUpParts, review: Review, { alt = '', strings }: { alt: string | undefined; strings: Texts }) {
    const { h, iconButton } = parts;
    const label = strings.zoom;
    const { url, width, height, corners } = review;
    this.#cutout = placeCutout({ width, height }, corners);
    const image = h('img', { src: url, alt, class: 'raw', draggable: 'false' });
    Object.assign(image, { width, height });
    this.#layers = [image, ...CloseUp.marksOf(parts, review, this.#cutout, strings)];
    this.#sheet = h('div', { class: 'sheet' }, ...this.#layers);
    this.#window = h('div', { class: 'window', role: 'group', 'aria-label': label, click: this.#onClick }, this.#sheet);
    const toggle = (): void => {
      this.#enlarge(0.5, 0.5);
    };
    this.#button = iconButton(label, toggle, 'round magnify', 'zoom');
    const fit = h('div', { class: 'fit' }, this.#window, this.#button);
    fit.style.setProperty('--ratio', String(this.#cutout.width / this.#cutout.height));
    this.node = h('div', { class: 'frame' }, fit);
    new ResizeObserver(this.#layOut).observe(this.#window);
    this.#layOut();
  }

  readonly #onClick = (event: Event): void => {
    const { clientX, clientY } = event as MouseEvent;
    const { left, top, width, height } = this.#sheet.getBoundingClientRect();
    this.#enlarge((clientX - left) / width, (clientY - top) / height);
  };

  /** Makes it large, or small again; the point at these parts of its sides comes to the middle. */
  #enlarge(across: number, down: number): void {
    this.#isLarge = !this.#isLarge;
    this.#layOut();
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = this.#window;
    this.#window.scrollTo(scrollWidth * across - clientWidth / 2, scrollHeight * down - clientHeight / 2);
  }

  readonly #layOut = (): void => {
    const { offsetWidth } = this.#window;
    const fitting = offsetWidth / this.#cutout.width;
    const scale = this.#isLarge ? Math.min(Math.max(1, fitting * LEAST), fitting * MOST) : fitting;
    this.#sheet.style.inlineSize = `${this.#cutout.width * scale}px`;
    this.#sheet.style.blockSize = `${this.#cutout.height * scale}px`;
    for (const { style } of this.#layers) style.transform = `matrix3d(${matrixOf(this.#cutout, scale).join()})`;
    this.#window.classList.toggle('large', this.#isLarge);
    // Keys move what is large.
    if (this.#isLarge) this.#window.tabIndex = 0;
    else this.#window.removeAttribute('tabindex');
    this.#button.setAttribute('aria-pressed', String(this.#isLarge));
  };
}
