import { h, setText, show, svg } from './dom.js';
import type { Actions, ViewContext } from './context.js';
import type { Pick } from './files.js';
import { isHandheld } from './files.js';
import { place, pointsOf } from './geometry.js';
import type { IconName } from './icons.js';
import { icon, silhouette } from './icons.js';
import { hintText, ratioOf } from './model.js';

/** The live view: video, frame, the document that was found, hint and controls. It stays, and is brought up to date. */
export class Stage {
  readonly video = h('video', { part: 'video', playsinline: true, tabindex: '-1', 'aria-hidden': 'true' });
  readonly #outline = svg('polygon', {});
  readonly #layer = svg('svg', { class: 'outline', part: 'outline', 'aria-hidden': 'true' }, this.#outline);
  readonly #hint = h('p', { class: 'hint', part: 'hint' });
  readonly #guide = h('div', { class: 'fit guide', part: 'guide' });
  readonly #offer: HTMLElement;
  readonly #zoom: HTMLInputElement;
  readonly #upload: HTMLButtonElement;
  readonly #shutter: HTMLButtonElement;
  readonly #auto = h('p', { class: 'auto' });
  readonly #cameraApp: HTMLButtonElement;
  readonly #turn: HTMLButtonElement;
  readonly node: HTMLElement;

  constructor(actions: Actions, pick: Pick) {
    this.video.muted = true;
    this.#zoom = h('input', { type: 'range', class: 'zoom', part: 'zoom' });
    this.#zoom.addEventListener('input', () => {
      actions.setZoom(this.#zoom.valueAsNumber);
    });
    this.#upload = labelled('upload', 'upload', () => {
      pick(false);
    });
    this.#cameraApp = labelled('camera', 'camera-app', () => {
      pick(true);
    });
    this.#offer = h('div', { class: 'offer' }, h('p'), this.#cameraApp);
    this.#shutter = h('button', { type: 'button', class: 'shutter', part: 'shutter', click: actions.shoot });
    this.#turn = iconButton('turn', 'switch', actions.switchCamera);
    const controls = h(
      'div',
      { class: 'controls', part: 'controls' },
      h('div', {}, this.#offer, this.#zoom),
      this.#upload,
      this.#shutter,
      this.#auto,
      this.#turn,
    );
    const frame = h('div', { class: 'frame' }, this.#guide);
    this.node = h('div', { class: 'live', role: 'group', tabindex: '-1' }, this.#layer, this.#hint, frame, controls);
  }

  /** Shows a state of the live view. */
  update(context: ViewContext): void {
    const { state, strings } = context;
    this.node.setAttribute('aria-label', strings.camera);
    setText(this.#hint, hintText(state, strings));
    this.#updateControls(context);
    this.#updateGuide(context);
    this.layOut(context);
  }

  /** Puts the outline where the video shows the document. */
  layOut({ state: { camera, corners } }: ViewContext): void {
    const box = { width: this.video.clientWidth, height: this.video.clientHeight };
    if (!camera || box.width === 0) return;
    const placement = place(camera, box);
    for (const node of [this.video, this.#layer]) node.classList.toggle('mirrored', camera.facesUser);
    this.video.classList.toggle('contain', placement.fit === 'contain');
    this.#outline.setAttribute('points', corners ? pointsOf(corners, placement) : '');
  }

  #updateControls({ state, strings }: ViewContext): void {
    const isOffer = state.rung === 'native' || state.rung === 'file';
    show(this.#offer, state.reason !== undefined);
    if (state.reason) setText(this.#offer.firstElementChild ?? this.#offer, strings[`reason_${state.reason}`]);
    show(this.#cameraApp, isOffer && isHandheld());
    show(this.#shutter, state.shutter);
    show(this.#auto, !state.shutter);
    show(this.#turn, state.cameras.length > 1);
    setText(this.#auto, strings.auto);
    setLabel(this.#upload, strings.upload);
    setLabel(this.#cameraApp, strings.camera_app);
    this.#shutter.setAttribute('aria-label', strings.shutter);
    this.#turn.setAttribute('aria-label', strings.switch_camera);
    this.#updateZoom(state.zoom, strings.zoom);
  }

  #updateZoom(zoom: ViewContext['state']['zoom'], label: string): void {
    show(this.#zoom, zoom !== undefined);
    if (!zoom) return;
    const { min, max, step, value } = zoom;
    Object.assign(this.#zoom, { min, max, step, ariaLabel: label });
    this.#zoom.valueAsNumber = value;
  }

  #updateGuide({ state, settings }: ViewContext): void {
    const key = `${settings.document} ${state.side}`;
    if (this.#guide.dataset.drawn === key) return;
    this.#guide.dataset.drawn = key;
    const ratio = ratioOf(settings.document);
    this.#guide.style.setProperty('--ratio', String(ratio));
    this.#guide.replaceChildren(silhouette(state.side === 'back', ratio));
  }
}

/** A button with an icon alone; its label is set with the language. */
export function iconButton(name: IconName, part: string, onClick: () => void): HTMLButtonElement {
  return h('button', { type: 'button', class: 'round', part, click: onClick }, icon(name));
}

function labelled(name: IconName, part: string, onClick: () => void): HTMLButtonElement {
  return h('button', { type: 'button', class: 'upload', part, click: onClick }, icon(name), h('span'));
}

function setLabel(button: HTMLButtonElement, text: string): void {
  if (button.lastElementChild) setText(button.lastElementChild, text);
}
