import { Announcer } from './announcer.js';
import type { Actions, ViewContext } from './context.js';
import { CornerEditor } from './corner-editor.js';
import { h, setText, show } from './dom.js';
import { createPickers, listenForDrops } from './files.js';
import type { Pick } from './files.js';
import { errorText, hintText, screenOf, sideText, stepText, toneOf } from './model.js';
import { panelOf } from './panels.js';
import { iconButton, Stage } from './stage.js';

/** Everything inside the shadow root. */
export class View {
  readonly node: HTMLElement;
  readonly #actions: Actions;
  readonly #stage: Stage;
  readonly #announcer = new Announcer();
  readonly #side = h('div', { class: 'side', part: 'side' });
  readonly #close: HTMLButtonElement;
  readonly #light: HTMLButtonElement;
  readonly #drop = h('div', { class: 'drop', part: 'drop', hidden: true });
  readonly #pick: Pick;
  readonly #resized = new ResizeObserver(() => {
    if (this.#context) this.#stage.layOut(this.#context);
  });
  #context: ViewContext | undefined;
  #panel: HTMLElement | undefined;
  #panelKey: readonly unknown[] = [];
  #isEditing = false;

  constructor(actions: Actions) {
    this.#actions = actions;
    const { nodes, pick } = createPickers(actions.useFile);
    this.#pick = pick;
    this.#stage = new Stage(actions, pick);
    this.#close = iconButton('close', 'close', actions.cancel);
    this.#light = iconButton('light', 'light', () => {
      actions.setTorch(this.#context?.state.torch === false);
    });
    const header = h('header', { part: 'header' }, this.#close, this.#side, h('div', {}, this.#light));
    const live = [this.#stage.video, header, this.#stage.node];
    this.node = h('div', { class: 'root', tabindex: '-1' }, ...live, this.#drop, ...nodes, ...this.#announcer.nodes);
    listenForDrops(this.node, actions.useFile, (isOver) => {
      show(this.#drop, isOver);
    });
  }

  /** The video that shows the camera. */
  get video(): HTMLVideoElement {
    return this.#stage.video;
  }

  /** Begins to follow the size of the element. */
  connect(): void {
    this.#resized.observe(this.node);
  }

  /** Leaves nothing running. */
  disconnect(): void {
    this.#resized.disconnect();
    this.#announcer.stop();
  }

  /** Shows a state. */
  update(given: Omit<ViewContext, 'pick' | 'actions'>): void {
    const context = { ...given, pick: this.#pick, actions: this.#actions };
    this.#context = context;
    const screen = screenOf(context.state);
    const isDark = screen === 'live' || screen === 'busy';
    this.node.className = isDark ? 'root dark' : 'root';
    this.node.dataset.screen = screen;
    this.node.dataset.tone = toneOf(context.state);
    show(this.#stage.video, isDark);
    this.#stage.update(context);
    this.#updateHeader(context);
    if (screen !== 'review') this.#isEditing = false;
    this.#updatePanel(context);
    this.#announcer.hint(screen === 'live' ? hintText(context.state, context.strings) : '');
    this.#announcer.alert(errorText(context.state, context.strings));
  }

  #updateHeader({ state, strings, settings }: ViewContext): void {
    this.#close.setAttribute('aria-label', strings.close);
    show(this.#light, state.torch !== undefined && screenOf(state) === 'live');
    this.#light.setAttribute('aria-label', strings.light);
    this.#light.setAttribute('aria-pressed', String(state.torch === true));
    setText(this.#drop, strings.drop);
    const [name, step] = [sideText(state, settings.document, strings), stepText(state, strings)];
    show(this.#side, state.phase !== 'done');
    if (this.#side.dataset.text === name + step) return;
    this.#side.dataset.text = name + step;
    const bars = Array.from({ length: state.steps }, (_, index) =>
      h('i', { class: index <= state.step ? 'past' : '' }),
    );
    const progress = step !== '' && h('div', { class: 'steps', 'aria-hidden': 'true' }, ...bars);
    this.#side.replaceChildren(name, ...(step ? [h('small', {}, step)] : []), ...(progress ? [progress] : []));
  }

  /** Builds the panel anew when what it shows is another, and takes the focus along. */
  #updatePanel(context: ViewContext): void {
    const { state, strings, settings } = context;
    const { phase, rung, reason, review, error, step, results } = state;
    const screen = screenOf(state);
    const shown = screen === 'live' ? [] : [phase, rung, reason, review, error, step, results, strings, settings.crops];
    const key = [screen, this.#isEditing, ...shown];
    if (key.length === this.#panelKey.length && key.every((part, index) => part === this.#panelKey[index])) return;
    this.#panelKey = key;
    const hadFocus = (this.node.getRootNode() as ShadowRoot).activeElement !== null;
    this.#panel?.remove();
    this.#panel = this.#isEditing ? this.#editor(context) : panelOf(context, this.#openEditor);
    show(this.#stage.node, this.#panel === undefined);
    if (this.#panel) this.#drop.before(this.#panel);
    if (hadFocus) (this.#panel?.querySelector<HTMLElement>('[tabindex]') ?? this.#stage.node).focus();
  }

  #editor({ state: { review }, strings }: ViewContext): HTMLElement | undefined {
    if (!review) return undefined;
    const close = (): void => {
      this.#isEditing = false;
      if (this.#context) this.#updatePanel(this.#context);
    };
    const onApply: Actions['setCorners'] = (corners) => {
      this.#actions.setCorners(corners);
      close();
    };
    return new CornerEditor({ picture: review, corners: review.corners, strings, onApply, onCancel: close }).node;
  }

  #openEditor = (): void => {
    this.#isEditing = true;
    if (this.#context) this.#updatePanel(this.#context);
  };
}
