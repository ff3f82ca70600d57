import type { Capture, CaptureState } from '../types.js';
import type { ViewContext } from './context.js';
import type { Extent, Placement } from './geometry.js';
import type { LiveParts } from './live-parts.js';
import { insets, place, shownIn } from './placement.js';
import type { Texts } from './strings.js';

/** The guide keeps so far from the edge of a video that ends inside the element, so that the document is seen whole. */
const GUIDE_GAP_PX = 8;

/** The live view: frame, the document that was found, hint and controls. */
export class LiveView {
  readonly node: HTMLElement;
  readonly #parts: LiveParts;
  readonly #video: HTMLVideoElement;
  readonly #outline: SVGPolygonElement;
  readonly #layer: SVGSVGElement;
  readonly #hint: HTMLElement;
  readonly #zoom: HTMLInputElement;
  readonly #capture: Capture;
  readonly #frame: HTMLElement;
  readonly #guide: HTMLElement;
  readonly #ratio: number;
  /** The view that was told last, as text. */
  #told = '';
  /** What decides where everything stands, as text, and where the video stood by it. */
  #layout = '';
  #placement: Placement | undefined;

  constructor(parts: LiveParts, video: HTMLVideoElement, context: ViewContext) {
    const { capture, side, strings, document, shutter, hasOtherCameras } = context;
    const { h, shape, svg, iconButton, uploadButton, silhouette, ratioOf } = parts;
    this.#parts = parts;
    this.#video = video;
    this.#outline = shape('polygon', {});
    this.#layer = svg('outline', this.#outline);
    this.#hint = h('p', { class: 'hint' });
    const zoom = zoomSlider(parts, context);
    this.#zoom = zoom;
    const shoot = (): void => void capture.shoot();
    const change = (): void => void capture.switchCamera();
    this.#capture = capture;
    const guide = h('div', { class: 'fit guide' }, silhouette(side === 'back'));
    this.#guide = guide;
    this.#frame = h('div', { class: 'frame' }, guide);
    this.#ratio = ratioOf(document);
    guide.style.setProperty('--ratio', String(this.#ratio));
    this.#follow(this.#frame);
    this.node = h(
      'div',
      { class: 'live', role: 'group', tabindex: '-1', 'aria-label': strings.title },
      this.#hint,
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

  /** What changes from frame to frame. */
  update(state: CaptureState, strings: Texts): void {
    const { setText, hintText } = this.#parts;
    setText(this.#hint, hintText(state, strings));
    this.#hint.dataset.to = state.direction ?? '';
    const { zoom } = state;
    if (zoom && this.#zoom.valueAsNumber !== zoom.value) {
      Object.assign(this.#zoom, { min: zoom.min, max: zoom.max, step: zoom.step, value: zoom.value });
    }
    // To ask for sizes after a change has the browser lay out the page at once, so it is done where they may be others.
    const layout = JSON.stringify([state.camera, zoom?.max, hintText(state, strings), state.direction]);
    if (layout === this.#layout) this.#drawOutline(state);
    else this.layOut(state);
    this.#layout = this.#placement ? layout : '';
  }

  /** Puts everything in its place by the sizes that there are now. */
  layOut(state: CaptureState): void {
    const { camera } = state;
    const { clientWidth: width, clientHeight: height } = this.#video;
    if (!camera || width === 0) return;
    const placement = place(camera, { width, height });
    this.#placement = placement;
    this.#video.classList.toggle('contain', placement.fit === 'contain');
    for (const node of [this.#video, this.#layer]) node.classList.toggle('mirrored', camera.facesUser);
    this.#drawOutline(state);
    this.#placeGuide(camera, { width, height }, placement);
  }

  /** Puts the outline where the video shows the document. */
  #drawOutline({ corners }: CaptureState): void {
    this.node.classList.toggle('found', corners !== undefined);
    const points = corners && this.#placement ? this.#parts.pointsOf(corners, this.#placement) : '';
    this.#outline.setAttribute('points', points);
  }

  /** Fonts that come late and styles of the page move the guide too. */
  #follow(frame: HTMLElement): void {
    if (typeof ResizeObserver === 'undefined') return;
    const resized = new ResizeObserver(() => {
      if (this.node.isConnected) this.layOut(this.#capture.state);
    });
    // What is set here is the padding.
    resized.observe(frame, { box: 'border-box' });
  }

  /** The size of the guide; of the one that would fit, where the page hides it. */
  #guideSize(frame: Extent): Extent {
    const { width, height } = this.#guide.getBoundingClientRect();
    if (width > 0) return { width, height };
    const most = Math.min(frame.width, frame.height * this.#ratio);
    return { width: most, height: most / this.#ratio };
  }

  /** Keeps the guide inside the video, and tells the capture what the person sees. */
  #placeGuide(camera: Extent, box: Extent, placement: Placement): void {
    const shown = shownIn(camera, box, placement);
    const { left, top } = this.#video.getBoundingClientRect();
    const frame = this.#frame.getBoundingClientRect();
    const at = { left: frame.left - left, top: frame.top - top, width: frame.width, height: frame.height };
    const gap = placement.fit === 'contain' ? GUIDE_GAP_PX : 0;
    this.#frame.style.padding = insets(at, shown, gap)
      .map((length) => `${length}px`)
      .join(' ');
    const { scale } = placement;
    const guide = this.#guideSize(frame);
    const view = {
      left: (shown.left - placement.left) / scale,
      top: (shown.top - placement.top) / scale,
      width: shown.width / scale,
      height: shown.height / scale,
      guide: { width: guide.width / scale, height: guide.height / scale },
    };
    const told = JSON.stringify(view);
    if (told !== this.#told) this.#capture.setView(view);
    this.#told = told;
  }
}

/** The zoom of the camera; hidden where it has none. */
function zoomSlider({ h }: LiveParts, { capture, strings, maxZoom }: ViewContext): HTMLInputElement {
  const label = strings.zoom;
  const zoom = h('input', { type: 'range', class: 'zoom', 'aria-label': label, hidden: maxZoom === undefined });
  zoom.addEventListener('input', () => {
    void capture.setZoom(zoom.valueAsNumber);
  });
  return zoom;
}

/** Why the camera helps less than it could, and the way around it. */
function offer(parts: LiveParts, context: ViewContext): HTMLElement | undefined {
  const { h, cameraAppButton, reasonText } = parts;
  const { reason, rung } = context;
  const app = rung === 'tap' ? undefined : cameraAppButton(context, '');
  // It may have to be scrolled where the text is large.
  return reason && h('div', { class: 'offer', tabindex: '0' }, reasonText(reason, context.strings), app);
}
