import type { Point, Quad } from '../analysis.js';
import type { Review } from '../types.js';
import type { ViewContext } from './context.js';
import { clampPoint, CORNERS, insetQuad, isConvex, LABELS } from './corner-geometry.js';
import type { EditorParts } from './editor-parts.js';

export { css } from './styles/corners.css';

/** An arrow key moves a corner by this part of the picture's longer side; with Shift by ten times as much. */
const STEP = 1 / 400;
const LARGE_STEP_FACTOR = 10;
/** How much larger than in the photo the surroundings of a corner are seen under a finger. */
const LOUPE_SCALE = 2.5;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Lets a person drag the four corners of the document, or move them by keys. */
export class CornerEditor {
  readonly node: HTMLElement;
  readonly #parts: EditorParts;
  readonly #context: ViewContext;
  readonly #close: () => void;
  readonly #picture: Review;
  readonly #fit: HTMLElement;
  readonly #handles = new Map<keyof Quad, HTMLElement>();
  readonly #magnified: HTMLImageElement;
  readonly #loupe: HTMLElement;
  #quad: Quad;

  /** Edits the corners of the picture under review; `close` is called at the end. */
  constructor(parts: EditorParts, context: ViewContext, close: () => void) {
    const { review, strings } = context;
    const { h, button, photo, text, title, withPhoto } = parts;
    const picture = review as Review;
    this.#parts = parts;
    this.#context = context;
    this.#close = close;
    this.#picture = picture;
    this.#quad = picture.corners ?? insetQuad(picture);
    const frame = photo(picture);
    this.#fit = frame.firstElementChild as HTMLElement;
    this.#magnified = h('img', { src: picture.url, alt: '' });
    this.#loupe = h('div', { class: 'loupe', hidden: true }, this.#magnified);
    this.#fit.append(...CORNERS.map((name) => this.#handle(name)));
    frame.append(this.#loupe);
    const help = text(strings.corners_help);
    help.id = 'help';
    const apply = button(strings.apply, this.#apply, 'primary');
    const cancel = button(strings.cancel, close, '');
    this.node = withPhoto(frame, title(strings.adjust), help, h('div', { class: 'actions' }, apply, cancel));
    this.#draw();
  }

  #handle(name: keyof Quad): HTMLElement {
    const node = this.#parts.h('div', {
      class: 'handle',
      role: 'slider',
      tabindex: '0',
      'aria-label': this.#context.strings[LABELS[name]],
      'aria-describedby': 'help',
      keydown: (event) => {
        this.#onKey(name, event as KeyboardEvent);
      },
      pointerdown: (event) => {
        node.setPointerCapture((event as PointerEvent).pointerId);
        this.#magnify(name);
      },
      pointermove: (event) => {
        const pointer = event as PointerEvent;
        if (node.hasPointerCapture(pointer.pointerId)) this.#move(name, this.#pointAt(pointer));
      },
      lostpointercapture: this.#hideLoupe,
      blur: this.#hideLoupe,
    });
    this.#handles.set(name, node);
    return node;
  }

  #onKey(name: keyof Quad, event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const { width, height } = this.#picture;
      const step = Math.max(width, height) * STEP * (event.shiftKey ? LARGE_STEP_FACTOR : 1);
      const { x, y } = this.#quad[name];
      this.#move(name, { x: x + arrow[0] * step, y: y + arrow[1] * step });
    } else if (event.key === 'Enter') this.#apply();
    else if (event.key === 'Escape') this.#close();
    else return;
    event.preventDefault();
  }

  /** A move that would fold the outline is left out. */
  #move(name: keyof Quad, to: Point): void {
    const moved = { ...this.#quad, [name]: clampPoint(to, this.#picture) };
    if (!isConvex(moved)) return;
    this.#quad = moved;
    this.#draw();
    this.#magnify(name);
  }

  #pointAt({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width } = this.#fit.getBoundingClientRect();
    const scale = this.#picture.width / width;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale };
  }

  #draw(): void {
    const { width, height } = this.#picture;
    this.#fit.querySelector('polygon')?.setAttribute('points', this.#parts.pointsOf(this.#quad));
    for (const [name, node] of this.#handles) {
      const x = (this.#quad[name].x / width) * 100;
      const y = (this.#quad[name].y / height) * 100;
      Object.assign(node.style, { left: `${x}%`, top: `${y}%` });
      node.setAttribute('aria-valuenow', x.toFixed());
      node.setAttribute('aria-valuetext', `${x.toFixed()} %, ${y.toFixed()} %`);
    }
  }

  /** Shows the surroundings of a corner, on the side that the finger does not hide. */
  #magnify(name: keyof Quad): void {
    this.#loupe.hidden = false;
    const { width } = this.#picture;
    const { x, y } = this.#quad[name];
    const scale = (this.#fit.clientWidth / width) * LOUPE_SCALE;
    const middle = this.#loupe.clientWidth / 2;
    Object.assign(this.#magnified.style, {
      width: `${width * scale}px`,
      translate: `${middle - x * scale}px ${middle - y * scale}px`,
    });
    const isLeft = x < width / 2;
    Object.assign(this.#loupe.style, { left: isLeft ? 'auto' : 0, right: isLeft ? 0 : 'auto' });
  }

  #hideLoupe = (): void => {
    this.#loupe.hidden = true;
  };

  #apply = (): void => {
    this.#context.capture.setCorners(this.#quad);
    this.#close();
  };
}
