import { createCapture } from '../create.js';
import type { Capture, CaptureOptions, CaptureEvents, CaptureState, SideResult } from '../types.js';
import { ConfiguredElement } from './configured.js';
import type { Quad } from '../analysis.js';
import type { Actions } from './context.js';
import type { PickedFrom } from './files.js';
import type { IdCaptureEventMap, IdCaptureEvents } from './events.js';
import { pastedFile } from './files.js';
import { languageOf } from './language.js';
import { hintText } from './model.js';
import type { CaptureStrings } from './strings.js';
import { english, knownLocale, loadStrings } from './strings.js';
import { css } from './styles.css';
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

let sheet: CSSStyleSheet | undefined;

function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

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
  static readonly observedAttributes = [
    'document',
    'sides',
    'limits',
    'strictness',
    'auto',
    'crop',
    'camera',
    'draft',
    'shutter-after-ms',
    'max-warnings',
    'fallback-after-tries',
    'lang',
  ];

  readonly #view: View;
  #capture: Capture | undefined;
  #listeners = new AbortController();
  #strings: CaptureStrings = english;
  #overrides: Partial<CaptureStrings> = {};
  #languageRun = 0;
  #blocked: CaptureState['reason'];
  #isStale = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];
    this.#view = new View(this.#actions());
    root.append(this.#view.node);
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
    const capture = this.createCapture(this.captureOptions());
    this.#capture = capture;
    this.#listeners = new AbortController();
    this.#listen(capture, { signal: this.#listeners.signal });
    this.#view.connect();
    this.#update();
  }

  #listen(capture: Capture, options: AddEventListenerOptions): void {
    const on = <N extends keyof CaptureEvents>(name: N, tell: (detail: CaptureEvents[N]) => void): void => {
      const listener = ({ detail }: CustomEvent<CaptureEvents[N]>): void => {
        tell(detail);
      };
      capture.addEventListener(name, listener, options);
    };
    on('statechange', this.#update);
    on('ready', (camera) => {
      this.#emit('id-capture:ready', camera);
    });
    on('hint', (hint) => {
      this.#emit('id-capture:hint', { hint, text: hintText(capture.state, this.#strings) });
    });
    on('captured', (captured) => {
      this.#emit('id-capture:captured', captured);
    });
    on('error', (error) => {
      this.#emit('id-capture:error', { error });
    });
    on('cancel', () => {
      this.#emit('id-capture:cancel', undefined);
    });
    document.addEventListener('paste', this.#onPaste, options);
  }

  #close(): void {
    this.#listeners.abort();
    this.#capture?.dispose();
    this.#capture = undefined;
    this.#view.disconnect();
  }

  /** Several attributes set in a row make one new capture, and only one that has not begun is made anew. @internal */
  protected override optionsChanged(): void {
    if (!this.#capture || this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      const hasBegun = this.#capture?.state.phase !== 'idle' || this.results.length > 0;
      if (this.isConnected && !hasBegun) this.reset();
      else this.#update();
    });
  }

  #update = (): void => {
    const state = this.#capture?.state;
    if (!state) return;
    const crops = this.crop !== false;
    this.#view.update({ state, strings: this.#strings, document: this.document, crops });
    const { phase, reason } = state;
    const blocked = phase === 'blocked' ? reason : undefined;
    if (blocked && blocked !== this.#blocked) this.#emit('id-capture:error', { reason: blocked });
    this.#blocked = blocked;
  };

  /** The last language asked for wins, however long each takes to load. */
  async #loadLanguage(): Promise<void> {
    const tag = languageOf(this);
    const run = (this.#languageRun += 1);
    const strings = await loadStrings(tag);
    if (run !== this.#languageRun) return;
    this.#strings = { ...strings, ...this.#overrides };
    this.#view.node.lang = knownLocale(tag);
    this.#update();
  }

  #actions(): Actions {
    const run =
      <T extends unknown[]>(action: (capture: Capture, ...given: T) => unknown) =>
      (...given: T): void => {
        if (this.#capture) action(this.#capture, ...given);
      };
    return {
      start: () => void this.start(),
      shoot: run((capture) => capture.shoot()),
      useFile: run((capture, file: Blob, from: PickedFrom) => capture.useFile(file, from)),
      accept: run((capture) => capture.accept()),
      retake: run((capture) => {
        capture.retake();
      }),
      setCorners: run((capture, corners: Quad) => {
        capture.setCorners(corners);
      }),
      setTorch: run((capture, on: boolean) => capture.setTorch(on)),
      setZoom: run((capture, value: number) => capture.setZoom(value)),
      switchCamera: run((capture) => capture.switchCamera()),
      cancel: run((capture) => {
        capture.cancel();
      }),
      reset: () => {
        this.reset();
      },
    };
  }

  #onPaste = (event: ClipboardEvent): void => {
    const file = this.getClientRects().length > 0 ? pastedFile(event) : undefined;
    if (!file || !TAKES_FILES.includes(this.state?.phase)) return;
    event.preventDefault();
    void this.useFile(file);
  };

  #emit<N extends keyof IdCaptureEvents>(type: N, detail: IdCaptureEvents[N]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
