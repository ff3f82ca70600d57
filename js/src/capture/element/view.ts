import { Announcer } from './announcer.js';
import type { Review } from '../types.js';
import type { Actions, ViewContext } from './context.js';
import { iconButton } from './controls.js';
import { CornerEditor } from './corner-editor.js';
import { h, setText } from './dom.js';
import { createPickers, listenForDrops } from './files.js';
import { LiveView } from './live.js';
import { errorText, hintText, screenOf, sideText, stepText, toneOf } from './model.js';
import { PANELS } from './panels.js';

type Given = Omit<ViewContext, 'pick' | 'actions' | 'editCorners'>;

/** Everything inside the shadow root. Its structure is built anew when it changes; what moves is brought up to date. */
export class View {
  /** The video that shows the camera; it outlives every structure. */
  readonly video = h('video', { class: 'video', playsinline: true, tabindex: '-1', 'aria-hidden': 'true' });
  readonly node: HTMLElement;
  readonly #fixed: Pick<ViewContext, 'pick' | 'actions' | 'editCorners'>;
  readonly #announcer = new Announcer();
  readonly #drop = h('div', { class: 'drop', hidden: true });
  readonly #content = h('div', { class: 'content' });
  readonly #resized = new ResizeObserver(() => {
    if (this.#context) this.#live?.layOut(this.#context.state);
  });
  #context: ViewContext | undefined;
  #live: LiveView | undefined;
  #key: readonly unknown[] = [];
  #isEditing = false;

  constructor(actions: Actions) {
    const { inputs, pick } = createPickers(actions.useFile);
    const editCorners = (): void => {
      this.#edit(true);
    };
    this.#fixed = { actions, pick, editCorners };
    this.video.muted = true;
    this.node = h(
      'div',
      { tabindex: '-1' },
      this.video,
      this.#content,
      this.#drop,
      ...inputs,
      ...this.#announcer.nodes,
    );
    listenForDrops(this.node, this.#drop, actions.useFile);
  }

  /** Begins to follow the size of the element. */
  connect(): void {
    this.#resized.observe(this.node);
  }

  /** Leaves nothing running. */
  disconnect(): void {
    this.#resized.disconnect();
    this.#announcer.hint('');
  }

  /** Shows a state. */
  update(given: Given): void {
    const context = { ...given, ...this.#fixed };
    this.#context = context;
    const { state, strings } = context;
    const screen = screenOf(state);
    const isDark = screen === 'live' || screen === 'busy';
    this.node.className = isDark ? 'root dark' : 'root';
    this.node.dataset.tone = toneOf(state);
    // Not `hidden`: a video that is not laid out may stop to play.
    this.video.style.setProperty('visibility', isDark ? 'visible' : 'hidden');
    this.#isEditing &&= screen === 'review';
    this.#build(context);
    this.#live?.update(context);
    setText(this.#drop, strings.upload);
    this.#announcer.hint(screen === 'live' ? hintText(state, strings) : '');
    this.#announcer.alert(errorText(state, strings));
  }

  /** Builds the structure where it is another, and takes the focus along. */
  #build(context: ViewContext): void {
    const { state, strings, document, crops } = context;
    const { phase, rung, reason, side, step, steps, shutter, torch, review, results, error } = state;
    const values = [phase, rung, reason, side, step, steps, shutter, torch, review, results, error];
    const key = [...values, strings, document, crops, state.cameras.length, state.zoom?.max, this.#isEditing];
    if (key.every((value, index) => value === this.#key[index])) return;
    const focused = (this.node.getRootNode() as ShadowRoot).activeElement;
    const isSameScreen = phase === this.#key[0] && this.#isEditing === this.#key.at(-1);
    this.#key = key;
    this.#content.replaceChildren(header(context), this.#body(context));
    if (focused) this.#focus(isSameScreen ? focused.className : '');
  }

  /** Puts the focus back on the same control, or on the title of what is new. */
  #focus(className: string): void {
    const same = className === '' ? null : this.#content.querySelector<HTMLElement>(`[class="${className}"]`);
    (same ?? this.#content.querySelector<HTMLElement>('[tabindex]'))?.focus();
  }

  #body(context: ViewContext): HTMLElement {
    this.#live = undefined;
    const screen = screenOf(context.state);
    if (screen !== 'live') return this.#isEditing ? this.#editor(context) : PANELS[screen](context);
    this.#live = new LiveView(this.video, context);
    return this.#live.node;
  }

  #editor({ state: { review }, strings, actions }: ViewContext): HTMLElement {
    const close = (): void => {
      this.#edit(false);
    };
    const onApply: Actions['setCorners'] = (corners) => {
      actions.setCorners(corners);
      close();
    };
    return new CornerEditor(review as Review, strings, { onApply, onCancel: close }).node;
  }

  #edit(isEditing: boolean): void {
    this.#isEditing = isEditing;
    if (this.#context) this.#build(this.#context);
  }
}

/** Closing, which side, and light: above every screen. */
function header({ state, strings, document, actions }: ViewContext): HTMLElement {
  const { side, step, steps, torch, phase } = state;
  const toggle = (): void => {
    actions.setTorch(torch === false);
  };
  const light = torch !== undefined && phase === 'live' && iconButton(strings.light, toggle, 'round light', 'light');
  if (light) light.setAttribute('aria-pressed', String(torch));
  const bars = Array.from({ length: steps }, (_, index) => h('i', { class: index > step ? 'bar' : 'bar past' }));
  return h(
    'header',
    { class: 'header' },
    iconButton(strings.cancel, actions.cancel, 'round close', 'close'),
    phase !== 'done' &&
      h(
        'div',
        { class: 'side' },
        sideText(side, document, strings),
        steps > 1 && h('small', {}, stepText(state, strings)),
        steps > 1 && h('div', { class: 'steps' }, ...bars),
      ),
    light,
  );
}
