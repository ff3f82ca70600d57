import { isIdSnapError, localError } from '../../errors.js';
import type { Quad } from '../analysis.js';
import { Attempts } from './tries.js';
import type { Camera } from '../camera/camera.js';
import type { Draft, DraftContent } from '../draft/draft.js';
import { lowestRung } from '../camera/failure.js';
import type { Findings } from '../guidance/guide.js';
import { Live } from '../camera/live.js';
import type { Environment } from '../parts/parts.js';
import type { Cancel, Platform, Snapshot } from '../platform/platform.js';
import { imageFiles } from '../still/image-files.js';
import type { ImageFiles } from '../still/image-files.js';
import { reportOf, warningsOf, withCorners } from './review.js';
import type { Reviewed } from './review.js';
import { Watcher } from '../guidance/watcher.js';
import { prepareOptions, settingsOf } from './settings.js';
import type { Settings } from './settings.js';
import { Sides } from '../sides/sides.js';
import { initialState, NO_CAMERA, Store, UNSEEN } from './store.js';
import type { Patch } from './store.js';
import type { Still } from '../still/image-files.js';
import type { Capture, CaptureOptions, Phase, Rung, SideResult, StepDownReason } from '../types.js';

const NO_DRAFT = Promise.resolve(undefined);

/** Makes a capture in an environment. */
export function createCaptureOn(environment: Environment, options: CaptureOptions = {}): Capture {
  // The listeners' types are told by the interface alone.
  const session: EventTarget = new CaptureSession(environment, settingsOf(options));
  return session as Capture;
}

class CaptureSession extends Store implements Omit<Capture, keyof EventTarget> {
  readonly #platform: Platform;
  readonly #settings: Settings;
  readonly #files: ImageFiles;
  readonly #live: Live;
  readonly #watcher: Watcher;
  readonly #draft: Promise<Draft | undefined>;
  readonly #restored: Promise<void>;
  readonly #sides: Sides;
  #attempts: Attempts;
  #reviewed: Reviewed | undefined;
  /** Changes with everything that makes the picture under way stale. */
  #job = 0;
  #starts = 0;
  /** Why there is no camera. */
  #blocked: StepDownReason | undefined;
  /** Why there is no guidance. */
  #tap: StepDownReason | undefined;
  #shutterTimer: Cancel | undefined;

  constructor(environment: Environment, settings: Settings) {
    const { platform, parts } = environment;
    const { document, strictness, thresholds, draft, signal } = settings;
    super(initialState(settings));
    this.#platform = platform;
    this.#settings = settings;
    const analysis = { document, strictness, thresholds };
    this.#files = imageFiles(platform.sdk, analysis);
    this.#attempts = new Attempts(settings);
    this.#live = this.#createLive(environment);
    this.#watcher = new Watcher(environment, analysis, this.#findings);
    this.#sides = new Sides(environment, settings.sides.length);
    this.#draft = draft === undefined ? NO_DRAFT : parts.openDraft(draft).catch(() => undefined);
    this.#restored = this.#draft.then(async (kept) => {
      this.#restore(await kept?.load(settings.sides));
    });
    if (signal?.aborted === true) this.dispose();
    signal?.addEventListener('abort', this.#onAbort);
  }

  async start(video: HTMLVideoElement): Promise<void> {
    const start = ++this.#starts;
    await this.#restored;
    if (this.isClosed || start !== this.#starts) return;
    if (this.#is('idle', 'blocked', 'starting', 'live')) await this.#open(video);
    else this.#live.video = video;
  }

  stop(): void {
    this.#job += 1;
    this.#starts += 1;
    this.#rest();
    this.#live.close();
    this.#live.video = undefined;
    const phase = this.#reviewed ? 'review' : 'idle';
    this.set({ ...NO_CAMERA, ...(this.#is('done') ? {} : { phase }) });
  }

  dispose(): void {
    if (this.isClosed) return;
    this.#drop();
    this.stop();
    this.close();
    this.#live.dispose();
    void this.#draft.then((draft) => draft?.dispose());
    this.#settings.signal?.removeEventListener('abort', this.#onAbort);
  }

  cancel(): void {
    if (this.isClosed) return;
    this.#drop();
    this.stop();
    this.#sides.prints.length = 0;
    this.#attempts = new Attempts(this.#settings);
    this.set({ phase: 'idle', results: [], ...this.#stepOf(0), error: undefined });
    void this.#save(false);
    this.fire('cancel', undefined);
  }

  async shoot(): Promise<void> {
    if (this.#is('live')) await this.#shoot();
  }

  async useFile(file: Blob, rung: 'native' | 'file' = 'file'): Promise<void> {
    if (!this.#is('idle', 'starting', 'live', 'review', 'blocked')) return;
    await this.#take(rung, () => this.#files.read(file));
  }

  async accept(): Promise<void> {
    const { review } = this.state;
    const reviewed = this.#reviewed;
    if (!this.#is('review') || reviewed === undefined || review?.acceptable !== true) return;
    const job = ++this.#job;
    this.set({ phase: 'preparing', error: undefined });
    try {
      const options = prepareOptions(this.#settings, review.corners);
      const image = await this.#platform.sdk.prepareImage(reviewed.file, options);
      if (job !== this.#job) return;
      this.#accepted({ side: this.state.side, image, report: reportOf(review, this.#settings) });
    } catch (error) {
      if (job === this.#job) this.#fail(error, 'review');
    }
  }

  retake(): void {
    if (!this.#is('review')) return;
    this.#attempts.retakes += 1;
    this.#drop();
    void this.#save();
    this.#resume();
  }

  setCorners(corners: Quad): void {
    const { review } = this.state;
    if (this.#is('review') && review) this.set({ review: withCorners(review, corners) });
  }

  async setTorch(on: boolean): Promise<void> {
    await this.#live.camera?.setTorch(on);
    this.#show();
  }

  async setZoom(value: number): Promise<void> {
    await this.#live.camera?.setZoom(value);
    this.#show();
  }

  async switchCamera(deviceId?: string): Promise<void> {
    const { cameras, camera } = this.state;
    const { video } = this.#live;
    const at = cameras.findIndex((choice) => choice.deviceId === camera?.deviceId);
    const wanted = deviceId ?? cameras[(at + 1) % cameras.length]?.deviceId;
    if (!this.#is('live') || video === undefined || wanted === undefined) return;
    this.#platform.rememberLens(wanted);
    await this.#open(video, wanted);
  }

  readonly #onAbort = (): void => {
    this.dispose();
  };

  #createLive(environment: Environment): Live {
    return new Live(environment, {
      running: (camera) => {
        this.#running(camera);
      },
      paused: () => {
        this.#watcher.stop();
        this.set(UNSEEN);
      },
      failed: (reason) => {
        this.#block(reason);
      },
      permission: (permission) => {
        this.set({ permission });
        // The person has changed the browser's settings, as the message asked.
        const wasRefused = this.#blocked === 'permission_denied' || this.#blocked === 'permission_dismissed';
        if (permission === 'granted' && wasRefused) this.#unblock();
      },
      plugged: () => {
        this.#unblock();
      },
      cameras: (cameras) => {
        this.set({ cameras });
      },
    });
  }

  readonly #findings: Findings = {
    guidance: (hint, corners) => {
      // The phone may have been turned.
      if (this.#live.video?.videoWidth !== this.state.camera?.width) this.#show();
      this.set({ hint, corners });
    },
    best: (snapshot) => void this.#shoot(snapshot),
    slow: async () => {
      const isSmaller = (await this.#live.camera?.shrink()) === true;
      if (!isSmaller) this.#stepDown('slow_device');
      return isSmaller;
    },
    stalled: () => void this.#live.check(),
    failed: (error) => {
      this.#stepDown('analysis_failed');
      if (error !== undefined) this.#fail(error, 'live');
    },
  };

  async #open(video: HTMLVideoElement, deviceId = this.#settings.deviceId): Promise<void> {
    this.#rest();
    this.#blocked = undefined;
    this.set({ phase: 'starting', ...NO_CAMERA, ...this.#rung(), error: undefined });
    void this.#sides.prefetch();
    this.#watcher.prefetch();
    await this.#live.open(video, deviceId);
  }

  #rung(): Patch {
    return this.#attempts.rung(this.#tap, lowestRung(this.#platform.facts()));
  }

  #running(camera: Camera): void {
    const { video } = this.#live;
    if (video === undefined) return;
    const isNew = this.state.camera === undefined;
    this.#blocked = undefined;
    this.#show();
    if (this.#is('starting', 'blocked', 'live')) this.#goLive(video);
    if (isNew) this.fire('ready', camera.facts(video));
  }

  #goLive(video: HTMLVideoElement): void {
    const { auto, shutterAfterMs } = this.#settings;
    this.#rest();
    this.set({ phase: 'live', ...this.#rung() });
    if (this.#tap) return;
    void this.#watcher.start(video, auto, this.#sides.watch());
    if (this.state.shutter) return;
    this.#shutterTimer = this.#platform.after(shutterAfterMs, () => {
      this.#attempts.isLate = true;
      this.set({ shutter: true });
    });
  }

  #block(reason: StepDownReason): void {
    this.#blocked = reason;
    this.#rest();
    const isOpen = this.#is('starting', 'live');
    this.set({ ...NO_CAMERA, rung: lowestRung(this.#platform.facts()), reason, ...(isOpen && { phase: 'blocked' }) });
  }

  /** The camera is worth another attempt: now, where the person waits for it, else when it is next needed. */
  #unblock(): void {
    this.#blocked = undefined;
    if (this.#is('blocked')) this.#resume();
  }

  #stepDown(reason: StepDownReason): void {
    this.#tap = reason;
    this.#rest();
    this.set({ ...UNSEEN, ...this.#rung() });
  }

  /** Looks at nothing and waits for nothing. */
  #rest(): void {
    this.#watcher.stop();
    this.#shutterTimer?.();
  }

  /** Back to the camera, or to what stands in for it. */
  #resume(): void {
    const { camera, video } = this.#live;
    if (camera?.isAlive === true && video) this.#goLive(video);
    else if (this.#blocked !== undefined) this.set({ phase: 'blocked' });
    else if (video) void this.#open(video);
    else this.set({ phase: 'idle' });
  }

  async #shoot(best?: Snapshot): Promise<void> {
    const { camera, video } = this.#live;
    if (camera === undefined || video === undefined) {
      best?.close();
      return;
    }
    const parts = { platform: this.#platform, track: camera.track, ...this.#files };
    await this.#take(this.#tap ? 'tap' : 'live', () =>
      this.#watcher.takeStill(parts, async () => best ?? this.#platform.snapshot(video)),
    );
  }

  /** Takes or reads a picture and puts it up for review; nothing that was there before is lost if that fails. */
  async #take(rung: Rung, read: () => Promise<Still | undefined>): Promise<void> {
    const job = ++this.#job;
    const before = this.state.phase;
    this.#rest();
    this.set({ phase: 'capturing', ...UNSEEN, error: undefined });
    void this.#sides.prefetch();
    try {
      const still = await read();
      const judgement = still && (await this.#sides.judge(still));
      if (job !== this.#job) return;
      if (judgement) this.#review({ ...still, ...judgement, rung });
      else this.#resume();
    } catch (error) {
      if (job === this.#job) this.#fail(error, this.#reviewed ? 'review' : before);
    }
  }

  #review(reviewed: Reviewed): void {
    const { file, analysis, rung } = reviewed;
    const { width, height, corners } = analysis;
    const warnings = warningsOf(reviewed, this.#settings);
    this.#drop();
    this.#reviewed = reviewed;
    const picture = { url: this.#platform.urlOf(file), width, height, analysis, corners, rung };
    this.set({ phase: 'review', review: { ...picture, warnings, ...this.#attempts.judge(warnings) } });
    void this.#save();
  }

  #accepted(result: SideResult): void {
    const results = [...this.state.results, result];
    const complete = results.length === this.state.steps;
    this.#sides.prints.push(this.#reviewed?.print);
    this.#drop();
    this.#attempts = new Attempts(this.#settings);
    if (complete) {
      this.#live.close();
      this.set({ ...NO_CAMERA, phase: 'done', results });
      void this.#save(false);
    } else {
      this.set({ results, ...this.#stepOf(results.length) });
      void this.#save();
      this.#resume();
    }
    this.fire('captured', { result, results, complete });
  }

  #stepOf(step: number): Patch {
    return { step, side: this.#settings.sides[step] ?? 'front' };
  }

  #restore(content: DraftContent | undefined): void {
    if (this.isClosed || content === undefined || this.state.results.length > 0) return;
    const { results, prints, review } = content;
    this.#sides.prints.push(...prints);
    this.set({ results, ...this.#stepOf(results.length) });
    if (review && this.#is('idle')) {
      void this.#take(review.rung, () => this.#files.read(review.file));
    }
  }

  /** Brings the draft up to what there is, or to nothing. */
  async #save(keep = true): Promise<void> {
    const { results } = this.state;
    const review = this.#reviewed;
    const { prints } = this.#sides;
    const draft = await this.#draft;
    await (keep && (results.length > 0 || review) ? draft?.save({ results, prints, review }) : draft?.clear());
  }

  /** Forgets the picture under review. */
  #drop(): void {
    const { review } = this.state;
    if (review) this.#platform.revoke(review.url);
    this.#reviewed = undefined;
    this.set({ review: undefined });
  }

  #fail(cause: unknown, phase: Phase): void {
    const error = isIdSnapError(cause) ? cause : localError('engine_failed', 'the picture could not be used', cause);
    if (phase === 'review' || phase === this.state.phase) this.set({ phase, error });
    else {
      this.#resume();
      this.set({ error });
    }
    this.fire('error', error);
  }

  /** Shows the camera as it is now. */
  #show(): void {
    const { camera, video } = this.#live;
    if (camera && video) this.set({ camera: camera.facts(video), torch: camera.torch, zoom: camera.zoom });
  }

  #is(...phases: Phase[]): boolean {
    return !this.isClosed && phases.includes(this.state.phase);
  }
}
