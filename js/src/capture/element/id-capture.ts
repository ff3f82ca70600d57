import { isIdSnapError } from '../../errors.js';
import { createCapture } from '../create.js';
import type { Capture, CaptureOptions, CaptureEvents, CaptureState, SideResult } from '../types.js';
import { ATTRIBUTES, ConfiguredElement } from './configured.js';
import { adopt } from './dom.js';
import type { IdCaptureEventMap, IdCaptureEvents } from './events.js';
import { pastedFile } from './files.js';
import { languageOf } from './language.js';
import { hintText } from './model.js';
import { labels } from '../locales/labels.js';
import { inTurn } from '../parts/turns.js';
import type { CaptureStrings, Texts } from './strings.js';
import { knownLocale, loadStrings } from './strings.js';
import { css } from './styles/index.css';
import { View } from './view.js';

/* eslint-disable @typescript-eslint/no-empty-object-type -- this is how a map of events grows */
declare global {
  interface HTMLElementTagNameMap {
    'id-capture': IdCaptureElement;
  }
  interface HTMLElementEventMap extends IdCaptureEventMap {}
  interface DocumentEventMap extends IdCaptureEventMap {}
}
/* eslint-enable @typescript-eslint/no-empty-object-type */

/** In these phases a pasted picture has a place to go; elsewhere it would throw away what is on the screen. */
const TAKES_FILES: readonly unknown[] = ['idle', 'live', 'blocked'] satisfies readonly CaptureState['phase'][];

const same = <T>(detail: T): T => detail;

/**
 * `<id-capture>`: photographs an identity document, with guidance, and takes a file just as well.
 *
 * Attributes and properties that describe the capture are read when it begins; what is set later counts from the next
 * {@link IdCaptureElement.reset | reset()}.
 *
 * @example
 * <id-capture document="id1" sides="front back" limits="zoloz"></id-capture>
 */
export class IdCaptureElement extends ConfiguredElement {
  static readonly observedAttributes = [...ATTRIBUTES, 'lang'];

  #made: View | undefined;
  #capture: Capture | undefined;
  #listeners = new AbortController();
  #strings: Texts = labels;
  #overrides: Partial<CaptureStrings> = {};
  #languageRun = 0;
  #blocked: CaptureState['reason'];
  #isStale = false;
  #isRefused = false;

  constructor() {
    super();
    // A server may make the element, and has nothing to show it with.
    if (typeof document === 'undefined') return;
    this.attachShadow({ mode: 'open' });
  }

  /** What is shown; it is built when it is first needed, at the latest in the task after the element was connected. */
  get #view(): View {
    if (this.#made) return this.#made;
    const view = new View({
      start: () => void this.start(),
      reset: () => {
        this.reset();
      },
    });
    const root = this.shadowRoot as ShadowRoot;
    adopt(root, css);
    root.append(view.node);
    return (this.#made = view);
  }

  /** Texts in place of the language's own; what is left out stays. No attribute. */
  get strings(): Partial<CaptureStrings> {
    return this.#overrides;
  }

  set strings(value: Partial<CaptureStrings>) {
    this.#overrides = value;
    void this.#loadLanguage();
  }

  /** What was captured, side by side. Complete once `id-capture:captured` says so. */
  get results(): readonly SideResult[] {
    return this.#capture?.state.results ?? [];
  }

  /** Everything the element knows of the capture; nothing while it stands in no page. */
  get state(): CaptureState | undefined {
    return this.#capture?.state;
  }

  /** Opens the camera. The browser may ask the person. */
  async start(): Promise<void> {
    // It may not have come before.
    void this.#loadLanguage();
    await this.#capture?.start(this.#view.video);
  }

  /** Turns the camera off. What was captured stays; {@link IdCaptureElement.start | start()} goes on. */
  stop(): void {
    this.#capture?.stop();
  }

  /** Forgets everything and begins anew, with the attributes as they are now. */
  reset(): void {
    this.#close();
    if (this.isConnected) this.#open();
  }

  /** Uses a file in place of the camera. */
  async useFile(file: Blob): Promise<void> {
    await this.#capture?.useFile(file);
  }

  /** @internal */
  connectedCallback(): void {
    this.upgradeProperties();
    if (!this.#capture) this.#open();
    void this.#loadLanguage();
  }

  /** A move within the page ends nothing: the element is connected again before the microtask runs. @internal */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  /** @internal */
  attributeChangedCallback(name: string): void {
    if (name === 'lang') void this.#loadLanguage();
    else this.optionsChanged();
  }

  /** The engine; a test gives one of its own. @internal */
  protected createCapture(options: CaptureOptions): Capture {
    return createCapture(options);
  }

  #open(): void {
    const capture = this.#create();
    this.#capture = capture;
    this.#listeners = new AbortController();
    this.#listen(capture, { signal: this.#listeners.signal });
    if (this.#made) this.#update();
    else for (const step of [() => this.#view, this.#update, this.#addVideo]) void inTurn<unknown>(step);
    if (this.autostart) void this.start();
  }

  /** A page hears of attributes that ask for what there is not, too, and may mend them. */
  #create(): Capture {
    this.#isRefused = true;
    try {
      const capture = this.createCapture(this.captureOptions());
      this.#isRefused = false;
      return capture;
    } catch (error) {
      if (isIdSnapError(error)) this.#emit('id-capture:error', { error });
      throw error;
    }
  }

  #listen(capture: Capture, options: AddEventListenerOptions): void {
    const tell = <N extends keyof CaptureEvents>(
      name: N,
      detailOf: (detail: CaptureEvents[N]) => IdCaptureEvents[`id-capture:${Exclude<N, 'statechange'>}`],
    ): void => {
      const emit = ({ detail }: CustomEvent<CaptureEvents[N]>): void => {
        this.#emit(`id-capture:${name as Exclude<N, 'statechange'>}`, detailOf(detail));
      };
      capture.addEventListener(name, emit, options);
    };
    capture.addEventListener('statechange', this.#update, options);
    tell('ready', same);
    tell('hint', (hint) => ({ hint, text: hintText(capture.state, this.#strings) ?? '' }));
    tell('captured', same);
    tell('error', (error) => ({ error }));
    tell('cancel', same);
    document.addEventListener('paste', this.#onPaste, options);
  }

  #close(): void {
    this.#listeners.abort();
    this.#capture?.dispose();
    this.#capture = undefined;
    this.#made?.disconnect();
  }

  /** Several attributes set in a row make one new capture, and only one that has not begun is made anew. @internal */
  protected override optionsChanged(): void {
    if (!(this.#capture ?? this.#isRefused) || this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      const hasBegun = !this.#isRefused && (this.#capture?.state.phase !== 'idle' || this.results.length > 0);
      if (this.isConnected && !hasBegun) this.reset();
      else this.#update();
    });
  }

  #update = (): void => {
    const capture = this.#capture;
    if (!capture) return;
    const { document, crop, feedback, handover } = this;
    this.#view.update({ capture, strings: this.#strings, document, crops: crop !== false, feedback, handover });
    const { phase, reason } = capture.state;
    const blocked = phase === 'blocked' ? reason : undefined;
    if (blocked && blocked !== this.#blocked) this.#emit('id-capture:error', { reason: blocked });
    this.#blocked = blocked;
  };

  readonly #addVideo = (): void => {
    this.#view.addVideo();
  };

  /** The last language asked for wins, however long each takes to load. */
  async #loadLanguage(): Promise<void> {
    // Once it is connected, it is loaded anew.
    if (!this.#capture) return;
    const tag = languageOf(this);
    const run = (this.#languageRun += 1);
    const strings = await loadStrings(tag);
    if (run !== this.#languageRun) return;
    this.#strings = { ...strings, ...this.#overrides };
    this.#view.node.lang = knownLocale(tag);
    this.#update();
  }

  #onPaste = (event: ClipboardEvent): void => {
    const file = this.getClientRects().length > 0 ? pastedFile(event) : undefined;
    if (!file || !TAKES_FILES.includes(this.state?.phase)) return;
    event.preventDefault();
    void this.useFile(file);
  };

  #emit<N extends keyof IdCaptureEvents>(type: N, detail: IdCaptureEvents[N]): void {
    for (const name of [type, type.replace(':', '-')]) {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }
  }
}
