import { Announcer } from './announcer.js';
import type * as CloseUpCode from './close-up.js';
import type { Commands, ViewContext } from './context.js';
import { iconButton } from './controls.js';
import { adopt, h, setText } from './dom.js';
import { PARTS } from './editor-parts.js';
import { createPickers, listenForDrops } from './files.js';
import type { OnFile } from './files.js';
import type { HandoverEnd } from './handover/index.js';
import { Later } from './later.js';
import { LIVE_PARTS } from './live-parts.js';
import type { LiveView } from './live-view.js';
import { MOMENT_PARTS } from './moment-parts.js';
import type { Moments } from './moments.js';
import { canSetCorners, errorText, hintText, isSameModel, modelOf, sideText, stepText, toneOf } from './model.js';
import type { Given, ViewModel } from './model.js';
import type { Phase } from '../types.js';
import { PANELS } from './panels.js';
import { inTurn } from '../parts/turns.js';

/** Everything inside the shadow root. Its structure is built anew when it changes; what moves is brought up to date. */
export class View {
  /** The video that shows the camera; it outlives every structure. */
  readonly video = h('video', { class: 'video', playsinline: true, tabindex: '-1', 'aria-hidden': 'true' });
  readonly node: HTMLElement;
  readonly #commands: Commands;
  readonly #announcer = new Announcer();
  readonly #drop = h('div', { class: 'drop', hidden: true });
  readonly #content = h('div', { class: 'content' });
  #given: Given | undefined;
  #live: LiveView | undefined;
  #model: ViewModel | undefined;
  /** Loaded as soon as the corners may have to be set. */
  readonly #editor = this.#later(() => inTurn(() => import('./corner-editor.js')));
  /** Loaded as soon as there is a photo. */
  readonly #closeUp = this.#later(loadCloseUp);
  /** Loaded as soon as the camera is asked for. */
  readonly #liveView = this.#later(loadLiveView);
  /** Loaded with the live view. */
  readonly #moment = this.#later(() => inTurn(() => import('./moments.js')));
  #moments: Moments | undefined;
  /** Loaded where a phone may be used, or is. */
  readonly #handover = this.#later(() => import('./handover/index.js'));
  #end: HandoverEnd | undefined;
  #isEditing = false;
  /** The phase in which it is said that code could not be loaded. */
  #incompleteIn: Phase | undefined;

  constructor(commands: Pick<Commands, 'start' | 'reset'>) {
    const onFile: OnFile = (file, from) => void this.#given?.capture.useFile(file, from);
    const { inputs, pick } = createPickers(onFile);
    const editCorners = (): void => void this.#edit();
    this.#commands = { ...commands, pick, editCorners, say: this.#announcer.say };
    this.video.muted = true;
    this.node = h('div', { tabindex: '-1' }, this.#content, this.#drop, ...inputs, ...this.#announcer.nodes);
    listenForDrops(this.node, this.#drop, onFile);
  }

  /** Puts the video in its place, where the browser reads its style sheet for videos, which takes a while. */
  addVideo(): void {
    if (!this.video.isConnected) this.node.prepend(this.video);
  }

  /** Leaves nothing running. */
  disconnect(): void {
    this.#end?.disconnect();
    this.#announcer.hint('');
  }

  /** Shows the capture as it is now. */
  update(given: Given): void {
    this.#given = given;
    const { capture, strings } = given;
    const { state } = capture;
    const { phase } = state;
    if (phase !== 'review') this.#isEditing = false;
    if (phase !== this.#incompleteIn) this.#incompleteIn = undefined;
    const model = modelOf(given, {
      isEditing: this.#isEditing,
      isIncomplete: this.#incompleteIn !== undefined,
      CloseUp: phase === 'review' ? this.#closeUp.code?.CloseUp : undefined,
      LiveView: this.#liveView.code?.LiveView,
    });
    const { screen } = model;
    const isDark = screen === 'live' || screen === 'busy';
    this.node.className = isDark ? 'root dark' : 'root';
    this.node.dataset.tone = toneOf(state);
    // Not `hidden`: a video that is not laid out may stop to play.
    this.video.style.setProperty('visibility', isDark ? 'visible' : 'hidden');
    if (isDark) this.addVideo();
    this.#prefetch(model);
    this.#build(model);
    this.#live?.update(state, strings);
    this.#showMoment(model);
    setText(this.#drop, strings.upload);
    this.#announcer.hint(screen === 'live' ? hintText(state, strings) : '');
    this.#announcer.alert(errorText(model));
    if (given.handover) this.#showHandover({ ...model, ...this.#commands });
  }

  /** Builds the structure where it is another, and takes the focus along. */
  #build(model: ViewModel): void {
    const before = this.#model;
    if (isSameModel(model, before)) return;
    const focused = (this.node.getRootNode() as ShadowRoot).activeElement;
    const isSameScreen = model.phase === before?.phase && model.isEditing === before.isEditing;
    this.#model = model;
    const context = { ...model, ...this.#commands };
    const bodies = this.#bodies(context);
    for (const node of [...this.#content.children]) if (!bodies.includes(node)) node.remove();
    this.#content.prepend(header(context));
    this.#content.append(...bodies.filter((node) => !node.parentNode));
    if (focused) this.#focus(isSameScreen ? focused.className : '');
    // Where text is large, it stands below what is in sight.
    this.#content.querySelector('.error')?.scrollIntoView({ block: 'nearest' });
  }

  /** Puts the focus back on the same control, or on the title of what is new. */
  #focus(className: string): void {
    const same = className === '' ? null : this.#content.querySelector<HTMLElement>(`[class="${className}"]`);
    (same ?? this.#content.querySelector<HTMLElement>('[tabindex]'))?.focus();
  }

  /** What stands below the header; while the camera opens, also the live view, which is laid out by then and not seen. */
  #bodies(context: ViewContext): Element[] {
    const { screen, phase, LiveView } = context;
    const { CornerEditor } = this.#editor.code ?? {};
    const isEarly = phase === 'starting';
    if (!LiveView || (screen !== 'live' && !isEarly)) this.#live = undefined;
    else if (this.#live?.fits(context) !== true) this.#live = new LiveView(LIVE_PARTS, this.video, context);
    const live = this.#live ? [this.#live.node] : [];
    live[0]?.classList.toggle('early', isEarly);
    if (this.#isEditing && CornerEditor) return [new CornerEditor(PARTS, context, this.#close).node];
    return screen === 'live' ? live : [PANELS[screen](context), ...live];
  }

  /** Loads what the screens after this one need. */
  #prefetch(model: ViewModel): void {
    const { screen, phase } = model;
    if ((screen === 'live' || screen === 'review') && canSetCorners(model)) void this.#editor.prefetch();
    if (screen !== 'intro' && screen !== 'choice') {
      void this.#closeUp.prefetch();
      void this.#moment.prefetch();
    }
    if (phase === 'starting') void this.#liveView.prefetch();
    if (phase === 'live' && screen !== 'live') void this.#showLive();
  }

  /** Without the live view a person sees nothing of the camera, so it is turned off, and a file can be chosen. */
  async #showLive(): Promise<void> {
    if (await this.#liveView.get()) return;
    const { capture } = this.#given ?? {};
    if (capture?.state.phase !== 'live') return;
    this.#incompleteIn = 'idle';
    capture.stop();
  }

  #showMoment(model: ViewModel): void {
    const { Moments } = this.#moment.code ?? {};
    if (!Moments) return;
    this.#moments ??= new Moments(MOMENT_PARTS);
    if (!this.#moments.node.isConnected) this.#content.after(this.#moments.node);
    this.#moments.see(model, this.#content);
  }

  #showHandover(context: ViewContext): void {
    void this.#handover.prefetch();
    const { HandoverEnd } = this.#handover.code ?? {};
    if (HandoverEnd) (this.#end ??= new HandoverEnd(this.#content)).see(context);
  }

  async #edit(): Promise<void> {
    this.#isEditing = await this.#editor.get();
    this.#incompleteIn = this.#isEditing ? undefined : 'review';
    this.#refresh();
  }

  #later<T extends { readonly css: string }>(load: () => Promise<T>): Later<T> {
    return new Later(load, (css) => {
      adopt(this.node.getRootNode() as ShadowRoot, css);
      this.#refresh();
    });
  }

  readonly #close = (): void => {
    this.#isEditing = false;
    this.#refresh();
  };

  #refresh(): void {
    if (this.#given) this.update(this.#given);
  }
}

/** The close-up and its marks are more than a file may hold. */
async function loadCloseUp(): Promise<typeof CloseUpCode> {
  const [closeUp, { marksOf }] = await Promise.all([
    inTurn(() => import('./close-up.js')),
    inTurn(() => import('./marks.js')),
  ]);
  closeUp.CloseUp.marksOf = marksOf;
  return closeUp;
}

/** The live view and its style sheet are more than a file may hold. */
async function loadLiveView(): Promise<{ readonly LiveView: typeof LiveView; readonly css: string }> {
  const [{ LiveView }, { css }] = await Promise.all([
    inTurn(() => import('./live-view.js')),
    inTurn(() => import('./styles/over-video.css')),
  ]);
  return { LiveView, css };
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
