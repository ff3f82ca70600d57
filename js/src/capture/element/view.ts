import { Lazy } from '../parts/lazy.js';
import { Announcer } from './announcer.js';
import type { Commands, ViewContext } from './context.js';
import type { CloseUp } from './close-up.js';
import type * as editor from './corner-editor.js';
import { iconButton } from './controls.js';
import { adopt, h, setText } from './dom.js';
import { PARTS } from './editor-parts.js';
import { createPickers, listenForDrops } from './files.js';
import type { OnFile } from './files.js';
import { LiveView } from './live.js';
import { canSetCorners, errorText, hintText, isSameModel, modelOf, sideText, stepText, toneOf } from './model.js';
import type { Given, ViewModel } from './model.js';
import { PANELS } from './panels.js';

type Editor = typeof editor;

/** Everything inside the shadow root. Its structure is built anew when it changes; what moves is brought up to date. */
export class View {
  /** The video that shows the camera; it outlives every structure. */
  readonly video = h('video', { class: 'video', playsinline: true, tabindex: '-1', 'aria-hidden': 'true' });
  readonly node: HTMLElement;
  readonly #commands: Commands;
  readonly #announcer = new Announcer();
  readonly #drop = h('div', { class: 'drop', hidden: true });
  readonly #content = h('div', { class: 'content' });
  readonly #resized = new ResizeObserver(() => {
    if (this.#given) this.#live?.layOut(this.#given.capture.state);
  });
  #given: Given | undefined;
  #live: LiveView | undefined;
  #model: ViewModel | undefined;
  /** Loaded as soon as the corners may have to be set. */
  readonly #editors = new Lazy(() => import('./corner-editor.js'));
  #editor: Editor | undefined;
  /** Loaded as soon as there is a photo. */
  readonly #closeUps = new Lazy(() => import('./close-up.js'));
  #CloseUp: typeof CloseUp | undefined;
  #isEditing = false;
  #isIncomplete = false;

  constructor(commands: Pick<Commands, 'start' | 'reset'>) {
    const onFile: OnFile = (file, from) => void this.#given?.capture.useFile(file, from);
    const { inputs, pick } = createPickers(onFile);
    const editCorners = (): void => void this.#edit();
    this.#commands = { ...commands, pick, editCorners };
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
    listenForDrops(this.node, this.#drop, onFile);
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

  /** Shows the capture as it is now. */
  update(given: Given): void {
    this.#given = given;
    const { capture, strings } = given;
    const { state } = capture;
    if (state.phase !== 'review') this.#isEditing = this.#isIncomplete = false;
    const CloseUp = state.phase === 'review' ? this.#CloseUp : undefined;
    const model = modelOf(given, { isEditing: this.#isEditing, isIncomplete: this.#isIncomplete, CloseUp });
    const { screen } = model;
    const isDark = screen === 'live' || screen === 'busy';
    this.node.className = isDark ? 'root dark' : 'root';
    this.node.dataset.tone = toneOf(state);
    // Not `hidden`: a video that is not laid out may stop to play.
    this.video.style.setProperty('visibility', isDark ? 'visible' : 'hidden');
    if ((screen === 'live' || screen === 'review') && canSetCorners(model)) void this.#editors.prefetch();
    if (!this.#CloseUp && screen !== 'intro' && screen !== 'choice') void this.#loadCloseUp();
    this.#build(model);
    this.#live?.update(state, strings);
    setText(this.#drop, strings.upload);
    this.#announcer.hint(screen === 'live' ? hintText(state, strings) : '');
    this.#announcer.alert(errorText(model));
  }

  /** Builds the structure where it is another, and takes the focus along. */
  #build(model: ViewModel): void {
    const before = this.#model;
    if (isSameModel(model, before)) return;
    const focused = (this.node.getRootNode() as ShadowRoot).activeElement;
    const isSameScreen = model.phase === before?.phase && model.isEditing === before.isEditing;
    this.#model = model;
    const context = { ...model, ...this.#commands };
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
    const { screen } = context;
    if (this.#isEditing && this.#editor) return new this.#editor.CornerEditor(PARTS, context, this.#close).node;
    if (screen !== 'live') return PANELS[screen](context);
    this.#live = new LiveView(this.video, context);
    return this.#live.node;
  }

  async #edit(): Promise<void> {
    const editor = await this.#editors.get();
    if (editor && !this.#editor) adopt(this.node.getRootNode() as ShadowRoot, editor.css);
    this.#editor = editor;
    this.#isEditing = editor !== undefined;
    this.#isIncomplete = editor === undefined;
    this.#refresh();
  }

  async #loadCloseUp(): Promise<void> {
    const code = await this.#closeUps.prefetch();
    if (!code || this.#CloseUp) return;
    adopt(this.node.getRootNode() as ShadowRoot, code.css);
    this.#CloseUp = code.CloseUp;
    this.#refresh();
  }

  readonly #close = (): void => {
    this.#isEditing = false;
    this.#refresh();
  };

  #refresh(): void {
    if (this.#given) this.update(this.#given);
  }
}

/** Closing, which side, and light: above every screen. */
function header(context: ViewContext): HTMLElement {
  const { capture, strings, document, side, step, steps, torch, phase } = context;
  const toggle = (): void => void capture.setTorch(torch === false);
  const cancel = (): void => {
    capture.cancel();
  };
  const light = torch !== undefined && phase === 'live' && iconButton(strings.light, toggle, 'round light', 'light');
  if (light) light.setAttribute('aria-pressed', String(torch));
  const bars = Array.from({ length: steps }, (_, index) => h('i', { class: index > step ? 'bar' : 'bar past' }));
  return h(
    'header',
    { class: 'header' },
    iconButton(strings.cancel, cancel, 'round close', 'close'),
    phase !== 'done' &&
      h(
        'div',
        { class: 'side' },
        sideText(side, document, strings),
        steps > 1 && h('small', {}, stepText(context, strings)),
        steps > 1 && h('div', { class: 'steps' }, ...bars),
      ),
    light,
  );
}
