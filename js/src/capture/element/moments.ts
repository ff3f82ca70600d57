import type { ViewModel } from './model.js';
import type { MomentParts } from './moment-parts.js';

export { css } from './styles/moments.css';

/** How long the tick stands over a good photo: long enough to be seen, and gone before the person reads. */
const TICK_MS = 1200;
/** How long the document is seen to turn over. */
const TURN_MS = 1800;
const FLASH_MS = 400;
/** A short buzz that says that the photo is taken. */
const VIBRATION_MS = 60;
const SOUND = { hertz: 880, seconds: 0.12, volume: 0.15 };

/** Shows that a photo was taken, that it is good, and that the document is to be turned over. Nothing waits for it. */
export class Moments {
  readonly node: HTMLElement;
  readonly #parts: MomentParts;
  #before: ViewModel | undefined;
  /** The side that the camera was pointed at last. */
  #side: ViewModel['side'] | undefined;

  constructor(parts: MomentParts) {
    this.#parts = parts;
    this.node = parts.h('div', { class: 'moments', 'aria-hidden': 'true' });
  }

  /** Takes part in what has changed; `content` is what the model was built to. */
  see(model: ViewModel, content: HTMLElement): void {
    const { phase, screen, side, taking, review, capture } = model;
    const before = this.#before?.phase;
    this.#before = model;
    const isByCamera = taking === 'live' || taking === 'tap';
    // Light from the screen would fall on a document that is held before it.
    const isLit = isByCamera && capture.state.camera?.facesUser === false;
    if (before === 'live' && phase === 'capturing' && isLit)
      this.#show(this.#parts.h('div', { class: 'flash' }), FLASH_MS);
    if (before === 'capturing' && phase === 'review') {
      if (isByCamera) tell(model.feedback);
      if (review?.warnings.length === 0) this.#tick(content);
    }
    if (screen === 'live' && this.#side !== undefined && this.#side !== side) this.#turnOver(content);
    if (screen === 'live' || screen === 'intro') this.#side = screen === 'live' ? side : undefined;
  }

  #tick(content: HTMLElement): void {
    const { h, icon } = this.#parts;
    this.#showOver(content.querySelector('.fit'), h('div', { class: 'tick' }, icon('check')), TICK_MS);
  }

  #turnOver(content: HTMLElement): void {
    const { h, silhouette } = this.#parts;
    const [front, back] = [false, true].map((isBack) => h('div', { class: 'face' }, silhouette(isBack)));
    this.#showOver(content.querySelector('.guide'), h('div', { class: 'turn' }, front, back), TURN_MS);
  }

  /** Shows a node in the middle of another, and as wide. */
  #showOver(under: Element | null, node: HTMLElement, ms: number): void {
    if (!under || typeof ResizeObserver === 'undefined') return;
    // Once it is laid out: to ask before has the browser do that at once.
    const seen = new ResizeObserver(() => {
      seen.disconnect();
      const [{ left, top }, box] = [this.node, under].map((one) => one.getBoundingClientRect()) as [DOMRect, DOMRect];
      const [x, y] = [box.left - left + box.width / 2, box.top - top + box.height / 2];
      Object.assign(node.style, { left: `${x}px`, top: `${y}px`, width: `${box.width}px`, height: `${box.height}px` });
      this.#show(node, ms);
    });
    seen.observe(under);
  }

  #show(node: HTMLElement, ms: number): void {
    this.node.replaceChildren(node);
    setTimeout(() => {
      node.remove();
    }, ms);
  }
}

/** Tells without the screen that a photo is taken: by then nothing shakes the camera any more. */
function tell(feedback: string): void {
  const page = navigator as Partial<Navigator>;
  // Before the person has touched the page, browsers refuse and complain.
  const mayVibrate = page.userActivation?.hasBeenActive !== false;
  if (feedback.includes('vibration') && mayVibrate) page.vibrate?.(VIBRATION_MS);
  if (feedback.includes('sound')) sound();
}

function sound(): void {
  const context = new AudioContext();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = SOUND.hertz;
  volume.gain.value = SOUND.volume;
  tone.connect(volume).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + SOUND.seconds);
}
