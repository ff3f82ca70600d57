import { MAX_TIMER_MS } from '../../engine/scope.js';
import { CameraAccess } from '../camera/camera-access.js';
import type { Draft } from '../draft/draft.js';
import { Watcher } from '../guidance/watcher.js';
import type { Environment } from '../parts/parts.js';
import { inTurn } from '../parts/turns.js';
import type { Cancel, Platform, Snapshot } from '../platform/platform.js';
import { Sides } from '../sides/sides.js';
import type { Print } from '../sides/same-side.js';
import { imageFiles } from '../still/image-files.js';
import type { ImageFiles, Still } from '../still/image-files.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { MrzDemand, Rung, Side, VideoView } from '../types.js';
import { lowestRung } from './ladder.js';
import type { CameraNow, Deeds, Event, Machine, Source } from './machine.js';
import type { Settings } from './settings.js';

/** The camera opens without the draft when it takes longer to be read. */
const DRAFT_MS = 5_000;

/** Tells the machine what happened; settles when everything that this has begun is done. */
export type Send = (...event: Event) => Promise<void>;

/** Does what the machine asks for, and reports what comes of it. It decides nothing: what is stale, the machine knows. */
export class Performer implements Omit<Deeds, 'tell'> {
  readonly #platform: Platform;
  readonly #settings: Settings;
  readonly #send: Send;
  readonly #files: ImageFiles;
  readonly #access: CameraAccess;
  readonly #watcher: Watcher;
  readonly #sides: Sides;
  readonly #draft: Promise<Draft | undefined>;
  readonly #restored: Promise<void>;
  #shutterTimer: Cancel | undefined;
  #view: VideoView | undefined;

  constructor(environment: Environment, settings: Settings, send: Send) {
    const { platform, parts } = environment;
    const { document, strictness, thresholds, draft, sides, signal } = settings;
    const analysis = { document, strictness, thresholds };
    const report = (...event: Event): void => void send(...event);
    const access = new CameraAccess(environment, report);
    const host = {
      report: (...event: Event): void => {
        access.live?.lookWhetherTurned();
        report(...event);
      },
      shrink: async () => (await access.camera?.shrink()) === true,
      view: () => this.#view,
    };
    this.#platform = platform;
    this.#settings = settings;
    this.#send = send;
    this.#files = imageFiles(environment, analysis);
    this.#access = access;
    this.#watcher = new Watcher(environment, analysis, host);
    this.#sides = new Sides(environment, sides.length);
    this.#draft = draft === undefined ? Promise.resolve(undefined) : parts.openDraft(draft).catch(() => undefined);
    this.#restored = this.#restore();
    signal?.addEventListener('abort', this.#onAbort);
  }

  /** The camera as it is now. */
  get cameraNow(): CameraNow {
    const { camera } = this.#access;
    return camera ? (camera.isAlive ? 'alive' : 'dead') : 'none';
  }

  async begin(start: number, video: HTMLVideoElement): Promise<void> {
    await this.#untilRestored();
    await this.#send('begin', start, video, lowestRung(this.#platform.facts()));
  }

  open(video: HTMLVideoElement, deviceId: string | undefined): Promise<void> {
    void this.#sides.prefetch();
    this.#watcher.prefetch();
    this.#files.prefetch();
    // Where it cannot be had, the first frame is told why.
    void inTurn(() => this.#platform.sdk.start()).catch(() => undefined);
    return this.#access.open(video, deviceId);
  }

  moveTo(video: HTMLVideoElement | undefined): void {
    const { live } = this.#access;
    if (live) live.video = video;
  }

  closeCamera(): void {
    this.#access.close();
  }

  async checkCamera(): Promise<void> {
    await this.#access.live?.check();
  }

  setView(view: VideoView | undefined): void {
    this.#view = view;
  }

  async setTorch(on: boolean): Promise<void> {
    await this.#access.camera?.setTorch(on);
    this.#access.live?.look();
  }

  async setZoom(value: number): Promise<void> {
    await this.#access.camera?.setZoom(value);
    this.#access.live?.look();
  }

  rememberLens(deviceId: string): void {
    this.#platform.rememberLens(deviceId);
  }

  watch(video: HTMLVideoElement, before: Print | undefined, side: Side, mrz: MrzDemand = 'off'): void {
    const isFront = side === 'front';
    void this.#watcher.start(video, this.#settings.auto, { isFront, isRepeated: this.#sides.watch(before), mrz });
  }

  unwatch(): void {
    this.#watcher.stop();
  }

  wait(): void {
    const ms = Math.min(this.#settings.shutterAfterMs, MAX_TIMER_MS);
    this.#shutterTimer = this.#platform.after(ms, () => void this.#send('late'));
  }

  stopWaiting(): void {
    this.#shutterTimer?.();
  }

  take(job: number, rung: Rung, prints: Machine['prints'], { file, snapshot, withMrz }: Source): Promise<void> {
    void this.#sides.prefetch();
    return this.#try(job, async () => {
      const files: ImageFiles = withMrz ? { ...this.#files, read: this.#files.readWithMrz } : this.#files;
      const still = await (file ? files.read(file) : this.#shoot(files, snapshot));
      const isAuto = snapshot !== undefined;
      const reviewed = still && { ...still, ...(await this.#sides.judge(still, prints)), rung, isAuto };
      return ['taken', job, reviewed && { reviewed, url: this.#platform.urlOf(reviewed.file) }];
    });
  }

  prepare(job: number, file: Blob, options: PrepareOptions): Promise<void> {
    return this.#try(job, async () => ['prepared', job, await this.#files.prepare(file, options)]);
  }

  giveBack(snapshot: Snapshot): void {
    snapshot.close();
  }

  revoke(url: string): void {
    this.#platform.revoke(url);
  }

  async save(content: Parameters<Deeds['save']>[0]): Promise<void> {
    const draft = await this.#draft;
    await (content ? draft?.save(content) : draft?.clear());
  }

  async end(): Promise<void> {
    this.#access.live?.dispose();
    this.#settings.signal?.removeEventListener('abort', this.#onAbort);
    (await this.#draft)?.dispose();
  }

  readonly #onAbort = (): void => void this.#send('dispose');

  /** Code that does not come may be waited for without an end. */
  #untilRestored(): Promise<void> {
    return new Promise((resolve) => {
      const late = this.#platform.after(DRAFT_MS, resolve);
      void this.#restored.finally(late).then(resolve, resolve);
    });
  }

  async #restore(): Promise<void> {
    const content = await (await this.#draft)?.load(this.#settings.sides);
    if (content) void this.#send('restored', content);
  }

  async #shoot(files: ImageFiles, best: Snapshot | undefined): Promise<Still | undefined> {
    const { camera, video } = this.#access.live ?? {};
    if (!camera || !video) return undefined;
    const parts = { platform: this.#platform, track: camera.track, ...files };
    return this.#watcher.takeStill(parts, async () => best ?? this.#platform.snapshot(video));
  }

  /** Reports what came of the work. */
  async #try(job: number, work: () => Promise<Event>): Promise<void> {
    void this.#send(...(await work().catch((cause: unknown): Event => ['failed', job, cause])));
  }
}
