import type { Point, Quad } from '../analysis.js';
import type { Review } from '../types.js';
import { button } from './controls.js';
import { h } from './dom.js';
import type { Corner } from './geometry.js';
import { clampPoint, CORNERS, insetQuad, isConvex, pointsOf } from './geometry.js';
import { photo, text, title, withPhoto } from './panels.js';
import type { CaptureStrings } from './strings.js';

/** What the editor answers. */
export interface CornerEditorAnswers {
  readonly onApply: (corners: Quad) => void;
  readonly onCancel: () => void;
}

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
const LABELS = {
  topLeft: 'top_left',
  topRight: 'top_right',
  bottomRight: 'bottom_right',
  bottomLeft: 'bottom_left',
} as const;

/** Lets a person drag the four corners of the document, or move them by keys. */
export class CornerEditor {
  readonly node: HTMLElement;
  readonly #picture: Review;
  readonly #strings: CaptureStrings;
  readonly #answers: CornerEditorAnswers;
  readonly #fit: HTMLElement;
  readonly #handles = new Map<Corner, HTMLElement>();
  readonly #magnified: HTMLImageElement;
  readonly #loupe: HTMLElement;
  #quad: Quad;

  constructor(picture: Review, strings: CaptureStrings, answers: CornerEditorAnswers) {
    this.#picture = picture;
    this.#strings = strings;
    this.#answers = answers;
    this.#quad = picture.corners ?? insetQuad(picture);
    const frame = photo(picture.url, '', picture, '');
    this.#fit = frame.firstElementChild as HTMLElement;
    this.#magnified = h('img', { src: picture.url, alt: '' });
    this.#loupe = h('div', { class: 'loupe', hidden: true }, this.#magnified);
    this.#fit.append(...CORNERS.map((name) => this.#handle(name)));
    frame.append(this.#loupe);
    const help = text(strings.corners_help);
    help.id = 'help';
    const apply = button(strings.apply, this.#apply, 'primary');
    const cancel = button(strings.cancel, answers.onCancel, '');
    this.node = withPhoto(frame, title(strings.adjust), help, h('div', { class: 'actions' }, apply, cancel));
    this.#draw();
  }

  #handle(name: Corner): HTMLElement {
    const node = h('div', {
      class: 'handle',
      role: 'slider',
      tabindex: '0',
      'aria-label': this.#strings[LABELS[name]],
      'aria-describedby': 'help',
      keydown: (event) => {
        this.#onKey(name, event as KeyboardEvent);
      },
      pointerdown: (event) => {
        node.setPointerCapture((event as PointerEvent).pointerId);
        this.#magnify(name);
      },
      pointermove: (event) => {
        const { pointerId, clientX, clientY } = event as PointerEvent;
        if (node.hasPointerCapture(pointerId)) this.#move(name, this.#pointAt(clientX, clientY));
      },
      lostpointercapture: this.#hideLoupe,
      blur: this.#hideLoupe,
    });
    this.#handles.set(name, node);
    return node;
  }

  #onKey(name: Corner, event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const { width, height } = this.#picture;
      const step = Math.max(width, height) * STEP * (event.shiftKey ? LARGE_STEP_FACTOR : 1);
      const { x, y } = this.#quad[name];
      this.#move(name, { x: x + arrow[0] * step, y: y + arrow[1] * step });
    } else if (event.key === 'Enter') this.#apply();
    else if (event.key === 'Escape') this.#answers.onCancel();
    else return;
    event.preventDefault();
  }

  /** A move that would fold the outline is left out. */
  #move(name: Corner, to: Point): void {
    const moved = { ...this.#quad, [name]: clampPoint(to, this.#picture) };
    if (!isConvex(moved)) return;
    this.#quad = moved;
    this.#draw();
    this.#magnify(name);
  }

  #pointAt(clientX: number, clientY: number): Point {
    const box = this.#fit.getBoundingClientRect();
    const { width, height } = this.#picture;
    return { x: ((clientX - box.left) / box.width) * width, y: ((clientY - box.top) / box.height) * height };
  }

  #draw(): void {
    const { width, height } = this.#picture;
    this.#fit.querySelector('polygon')?.setAttribute('points', pointsOf(this.#quad));
    for (const [name, node] of this.#handles) {
      const x = (this.#quad[name].x / width) * 100;
      const y = (this.#quad[name].y / height) * 100;
      node.style.setProperty('left', `${x}%`);
      node.style.setProperty('top', `${y}%`);
      node.setAttribute('aria-valuenow', String(Math.round(x)));
      node.setAttribute('aria-valuetext', `${Math.round(x)} %, ${Math.round(y)} %`);
    }
  }

  /** Shows the surroundings of a corner, on the side that the finger does not hide. */
  #magnify(name: Corner): void {
    this.#loupe.hidden = false;
    const { width } = this.#picture;
    const { x, y } = this.#quad[name];
    const scale = (this.#fit.clientWidth / width) * LOUPE_SCALE;
    const middle = this.#loupe.clientWidth / 2;
    const { style } = this.#magnified;
    style.setProperty('width', `${width * scale}px`);
    style.setProperty('transform', `translate(${middle - x * scale}px, ${middle - y * scale}px)`);
    this.#loupe.style.setProperty(x < width / 2 ? 'right' : 'left', '0');
    this.#loupe.style.setProperty(x < width / 2 ? 'left' : 'right', 'auto');
  }

  #hideLoupe = (): void => {
    this.#loupe.hidden = true;
  };

  #apply = (): void => {
    this.#answers.onApply(this.#quad);
  };
}
