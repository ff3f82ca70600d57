import type { CaptureState } from '../types.js';
import type { ViewContext } from './context.js';
import type { Extent, Placement } from './geometry.js';
import type { LiveParts } from './live-parts.js';
import { insets, place, shownIn } from './placement.js';
import type { Box } from './placement.js';
import type { Texts } from './strings.js';

/** The guide keeps so far from the edge of a video that ends inside the element, so that the document is seen whole. */
const GUIDE_GAP_PX = 8;

/** For so many of the longest hints there is room, whichever of them takes most lines. */
const ROOMY = 4;

/** What the structure is built from. */
const STRUCTURAL = [
  'capture',
  'strings',
  'document',
  'side',
  'shutter',
  'reason',
  'rung',
  'hasOtherCameras',
  'error',
] as const;

/** The video and the guide as large as they are, and the frame where it stands over the video. */
interface Sizes {
  readonly video: Extent;
  readonly frame: Box;
  readonly guide: Extent;
}

/** The live view: frame, the document that was found, hint and controls. */
export class LiveView {
  readonly node: HTMLElement;
  readonly #parts: LiveParts;
  readonly #context: ViewContext;
  readonly #video: HTMLVideoElement;
  readonly #outline: SVGPolygonElement;
  readonly #layer: SVGSVGElement;
  readonly #hint: HTMLElement;
  readonly #zoom: HTMLInputElement;
  readonly #frame: HTMLElement;
  readonly #guide: HTMLElement;
  readonly #ratio: number;
  /** The view that was told last, as text. */
  #told = '';
  /** How everything lay when the browser had laid it out last, and where the video shows its picture by it. */
  #sizes: Sizes | undefined;
  #placement: Placement | undefined;
  #camera: CaptureState['camera'];

  constructor(parts: LiveParts, video: HTMLVideoElement, context: ViewContext) {
    const { capture, side, strings, document, shutter, hasOtherCameras } = context;
    const { h, shape, svg, iconButton, uploadButton, silhouette, ratioOf } = parts;
    this.#parts = parts;
    this.#context = context;
    this.#video = video;
    this.#outline = shape('polygon', {});
    this.#layer = svg('outline', this.#outline);
    this.#hint = h('p', { class: 'hint' });
    const zoom = zoomSlider(parts, context);
    this.#zoom = zoom;
    const shoot = (): void => void capture.shoot();
    const change = (): void => void capture.switchCamera();
    const guide = h('div', { class: 'fit guide' }, silhouette(side === 'back'));
    this.#guide = guide;
    this.#frame = h('div', { class: 'frame' }, guide);
    this.#ratio = ratioOf(document);
    guide.style.setProperty('--ratio', String(this.#ratio));
    this.#follow();
    this.node = h(
      'div',
      { class: 'live', role: 'group', tabindex: '-1', 'aria-label': strings.title },
      h('div', { class: 'words' }, this.#hint, ...roomFor(parts, strings)),
      this.#frame,
      this.#layer,
      h(
        'div',
        { class: 'controls' },
        offer(parts, context),
        zoom,
        uploadButton(context, 'upload'),
        shutter ? iconButton(strings.take_photo, shoot, 'shutter') : h('p', { class: 'auto' }, strings.auto),
        hasOtherCameras && iconButton(strings.switch_camera, change, 'round switch', 'switch'),
      ),
    );
  }

  /** Whether the same would be built of this. */
  fits(context: ViewContext): boolean {
    return STRUCTURAL.every((name) => this.#context[name] === context[name]);
  }

  /** What changes from frame to frame. */
  update(state: CaptureState, strings: Texts): void {
    const { setText, hintText } = this.#parts;
    setText(this.#hint, hintText(state, strings));
    this.#hint.dataset.to = state.direction ?? '';
    const { zoom, camera } = state;
    this.#zoom.hidden = zoom === undefined;
    if (zoom && this.#zoom.valueAsNumber !== zoom.value) {
      Object.assign(this.#zoom, { min: zoom.min, max: zoom.max, step: zoom.step, value: zoom.value });
    }
    if (camera !== this.#camera) this.#place(state);
    else this.#drawOutline(state);
  }

  /** Puts everything in its place by the sizes that there are; asked for only once the browser has laid everything out. */
  #layOut(): void {
    const { clientWidth: width, clientHeight: height } = this.#video;
    if (width === 0) return;
    const { left, top } = this.#video.getBoundingClientRect();
    const frame = this.#frame.getBoundingClientRect();
    const at = { left: frame.left - left, top: frame.top - top, width: frame.width, height: frame.height };
    this.#sizes = { video: { width, height }, frame: at, guide: this.#guideSize(at) };
    this.#place(this.#context.capture.state);
  }

  /** Puts everything in its place by the sizes that are known. */
  #place(state: CaptureState): void {
    const { camera } = state;
    this.#camera = camera;
    if (!camera || !this.#sizes) return;
    const placement = place(camera, this.#sizes.video, this.#context.document === 'id3');
    this.#placement = placement;
    this.#video.classList.toggle('contain', placement.fit === 'contain');
    for (const node of [this.#video, this.#layer]) node.classList.toggle('mirrored', camera.facesUser);
    this.#drawOutline(state);
    this.#placeGuide(camera, this.#sizes, placement);
  }

  /** Puts the outline where the video shows the document. */
  #drawOutline({ corners }: CaptureState): void {
    this.node.classList.toggle('found', corners !== undefined);
    const points = corners && this.#placement ? this.#parts.pointsOf(corners, this.#placement) : '';
    this.#outline.setAttribute('points', points);
  }

  /** The page, texts, controls and fonts that come late move the guide. Pages that are only simulated have no layout. */
  #follow(): void {
    if (typeof ResizeObserver === 'undefined') return;
    const resized = new ResizeObserver(() => {
      // The video outlives this view, and would keep it.
      if (this.node.isConnected) this.#layOut();
      else resized.disconnect();
    });
    resized.observe(this.#video);
    resized.observe(this.#guide);
    // What is set here is its padding, which moves the guide in turn.
    resized.observe(this.#frame, { box: 'border-box' });
  }

  /** The size of the guide; of the one that would fit, where the page hides it. */
  #guideSize(frame: Extent): Extent {
    const { width, height } = this.#guide.getBoundingClientRect();
    if (width > 0) return { width, height };
    const most = Math.min(frame.width, frame.height * this.#ratio);
    return { width: most, height: most / this.#ratio };
  }

  /** Keeps the guide inside the video, and tells the capture what the person sees. */
  #placeGuide(camera: Extent, { video, frame, guide }: Sizes, placement: Placement): void {
    const shown = shownIn(camera, video, placement);
    const gap = placement.fit === 'contain' ? GUIDE_GAP_PX : 0;
    this.#frame.style.padding = insets(frame, shown, gap)
      .map((length) => `${length}px`)
      .join(' ');
    const { scale } = placement;
    const view = {
      left: (shown.left - placement.left) / scale,
      top: (shown.top - placement.top) / scale,
      width: shown.width / scale,
      height: shown.height / scale,
      guide: { width: guide.width / scale, height: guide.height / scale },
    };
    const told = JSON.stringify(view);
    if (told !== this.#told) this.#context.capture.setView(view);
    this.#told = told;
  }
}

/** Keeps the room that the longest hints take, so that the guide stays where and as large as it is, whatever is said. */
function roomFor({ h }: LiveParts, strings: Texts): HTMLElement[] {
  const hints = Object.entries(strings).filter(([key]) => key.startsWith('hint_'));
  const longest = hints.sort(([, one], [, other]) => other.length - one.length).slice(0, ROOMY);
  // An arrow takes room as well. The text is written by the style sheet: to the page it is not there.
  return longest.map(([key, text]) => {
    const room = h('div', { class: 'room', 'data-to': /[a-z]+$/.exec(key)?.[0] ?? '', 'data-text': text });
    // A page that styles the hints styles their room.
    room.setAttribute('part', 'hint');
    return room;
  });
}

/** The zoom of the camera; hidden where it has none. */
function zoomSlider({ h }: LiveParts, { capture, strings }: ViewContext): HTMLInputElement {
  const zoom = h('input', { type: 'range', class: 'zoom', 'aria-label': strings.zoom, hidden: true });
  zoom.addEventListener('input', () => {
    void capture.setZoom(zoom.valueAsNumber);
  });
  return zoom;
}

/** What was wrong with a file, why the camera helps less than it could, and the way around it. */
function offer(parts: LiveParts, context: ViewContext): HTMLElement | undefined {
  const { h, cameraAppButton, errorText, reasonText } = parts;
  const { error, reason, rung, strings } = context;
  const fault = error?.category === 'image' && h('p', { class: 'error' }, errorText(context));
  const app = reason && rung !== 'tap' ? cameraAppButton(context, '') : undefined;
  if (!fault && !reason) return undefined;
  // It may have to be scrolled where the text is large.
  return h('div', { class: 'offer', tabindex: '0' }, fault, reason && reasonText(reason, strings), app);
}
