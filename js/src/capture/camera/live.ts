import type { Camera } from './camera.js';
import type { CameraDevices, Cancel, Platform } from '../platform/platform.js';
import type { Report } from '../happening.js';
import type { CameraChoice, CameraFacts, StepDownReason, ZoomRange } from '../types.js';
import type * as cameras from './open-camera.js';
import type { CameraSource } from './open-camera.js';
import type { ToldReason } from './refusal.js';
import { watch } from './watch.js';

/** Opening a camera takes up to a few seconds; some browsers inside apps never answer. */
const OPEN_MS = 10_000;
/** The person may have to read the browser's question first. */
const ANSWER_MS = 30_000;
/** A video that shows nothing for so long after it was opened shows nothing at all. */
const FIRST_FRAME_MS = 5000;
/** The video of a page that was resumed goes on within this, if it goes on. */
const RESUME_MS = 1000;
/** No channel of a dead camera's picture is brighter; a dark room's is, because of noise. */
const BLACK = 8;
/** A camera that was lost so often after one start is let go. */
const MAX_LOSSES = 3;

/** What plugging a camera in may mend. */
const MENDED_BY_PLUGGING: readonly StepDownReason[] = ['no_camera', 'camera_ended', 'camera_in_use'];

/** What becomes of the camera. */
export interface CameraHappenings {
  /** The video runs, for the first time or again. */
  running(view: CameraView): void;
  /** The camera, or its video, is another than was told last. */
  seen(view: CameraView): void;
  /** The video stands still: the page is hidden, or the camera is being opened again. */
  paused(): void;
  /** There is no camera, and none will come unless it is asked for again or answers late. */
  blocked(reason: StepDownReason): void;
  /** After a failure: a camera was plugged in. */
  plugged(): void;
  permission(permission: PermissionState): void;
  cameras(cameras: readonly CameraChoice[]): void;
}

/** What there is to tell of an open camera. */
export interface CameraView {
  readonly camera: CameraFacts;
  /** Whether the lamp is on; nothing where there is no lamp. */
  readonly torch: boolean | undefined;
  readonly zoom: ZoomRange | undefined;
}

/** What works beside it; the code is handed over, because it is loaded beside this one. */
export interface LiveParts extends Pick<CameraSource, 'platform' | 'loadLenses'> {
  readonly cameras: typeof cameras;
  readonly unlessInApp: ToldReason;
}

/** Keeps one camera open and shown in a video, through everything that pages and phones do to it. */
export class Live {
  camera: Camera | undefined;
  video: HTMLVideoElement | undefined;
  readonly #parts: LiveParts;
  readonly #platform: Platform;
  readonly #on: Report<CameraHappenings>;
  /** The width of the video when it was last told of. */
  #width: number | undefined;
  readonly #watching = new AbortController();
  #permission: Awaited<ReturnType<Platform['permission']>>;
  #run = 0;
  #losses = 0;
  readonly #release = new Set<Cancel>();
  #sleep: Cancel | undefined;

  constructor(parts: LiveParts, on: Report<CameraHappenings>) {
    this.#parts = parts;
    this.#platform = parts.platform;
    this.#on = on;
  }

  /** Opens a camera in place of the one that is open. */
  async open(video: HTMLVideoElement, deviceId?: string): Promise<void> {
    this.#losses = 0;
    await this.#open(video, deviceId);
  }

  /** Turns the camera off; what is being opened will be turned off when it comes. */
  close(): void {
    this.#run += 1;
    for (const release of this.#release) release();
    this.#release.clear();
    this.#sleep?.();
    this.camera?.close();
    this.camera = undefined;
    if (this.video) this.video.srcObject = null;
  }

  /**
   * Goes on with the video, or opens the camera again if it is dead. Events that say the same come in twos and threes:
   * the first to find the camera dead replaces it, and the others see that it is another.
   */
  async check(): Promise<void> {
    const { camera, video } = this;
    if (camera === undefined || video === undefined) return;
    void video.play().catch(() => undefined);
    const isWell = camera.isAlive && (await this.#shows(video, RESUME_MS)) && !(await this.#isBlack(video));
    if (camera !== this.camera) return;
    if (isWell) this.#runOn(camera);
    else await this.#reopen();
  }

  /** Says what the camera is now. */
  look(): void {
    if (this.camera) this.#tell(this.camera, 'seen');
  }

  /** Says what the camera is now if the phone was turned. */
  lookWhetherTurned(): void {
    if (this.video?.videoWidth !== this.#width) this.look();
  }

  dispose(): void {
    this.close();
    this.video = undefined;
    this.#watching.abort();
  }

  async #open(video: HTMLVideoElement, deviceId?: string): Promise<void> {
    this.close();
    this.video = video;
    const run = this.#run;
    const isWanted = (): boolean => run === this.#run;
    const devices = this.#platform.devices();
    const permission = await this.#askPermission();
    if (!isWanted() || !devices) return;
    const started = this.#platform.now();
    const deadline = this.#platform.after(permission === 'granted' ? OPEN_MS : ANSWER_MS, () => {
      this.#on('blocked', this.#parts.unlessInApp('camera_timeout'));
    });
    this.#release.add(deadline);
    try {
      const camera = await this.#parts.cameras.openCamera({ ...this.#parts, devices }, { deviceId, isWanted });
      if (camera) await this.#show(camera, devices, isWanted);
    } catch (error) {
      if (!isWanted()) return;
      const tookMs = this.#platform.now() - started;
      const refused = { permission: await this.#askPermission(), tookMs, framed: this.#platform.facts().framed };
      if (isWanted()) this.#fail(this.#parts.cameras.reasonOf(error, this.#parts.unlessInApp, refused));
    } finally {
      deadline();
    }
  }

  async #show(camera: Camera, devices: CameraDevices, isWanted: () => boolean): Promise<void> {
    const { video } = this;
    if (video === undefined) return;
    this.camera = camera;
    this.#release.add(watch(this.#platform, devices, camera, this.#happenings(devices)));
    // Without these, iOS plays nothing, or in full screen.
    Object.assign(video, { muted: true, playsInline: true, autoplay: true, srcObject: camera.stream });
    void video.play().catch(() => undefined);
    const cameras = await this.#parts.cameras.listCameras(devices);
    if (!isWanted()) return;
    this.#on('cameras', cameras);
    const shows = await this.#shows(video, FIRST_FRAME_MS);
    if (!isWanted()) return;
    if (!shows) {
      this.#fail('camera_timeout');
      return;
    }
    void this.#askPermission();
    this.#runOn(camera);
  }

  #runOn(camera: Camera): void {
    this.#sleep?.();
    this.#sleep = this.#platform.keepAwake();
    this.#tell(camera, 'running');
  }

  #tell(camera: Camera, name: 'running' | 'seen'): void {
    const { video } = this;
    if (!video) return;
    this.#width = video.videoWidth;
    this.#on(name, { camera: camera.facts(video), torch: camera.torch, zoom: camera.zoom });
  }

  #fail(reason: StepDownReason): void {
    this.close();
    const isGone = this.#losses > 0 && (reason === 'no_camera' || reason === 'camera_timeout');
    const told = isGone ? 'camera_ended' : reason;
    if (MENDED_BY_PLUGGING.includes(told)) this.#awaitCamera();
    this.#on('blocked', told);
  }

  /** Listens for a camera until the next attempt. */
  #awaitCamera(): void {
    const devices = this.#platform.devices();
    const listening = new AbortController();
    const look = async (): Promise<void> => {
      if (devices && (await this.#parts.cameras.videoInputs(devices)).length > 0 && !listening.signal.aborted)
        this.#on('plugged');
    };
    devices?.addEventListener('devicechange', () => void look(), listening);
    this.#release.add(() => {
      listening.abort();
    });
  }

  #happenings(devices: CameraDevices): Parameters<typeof watch>[3] {
    return {
      hidden: () => {
        this.#on('paused');
      },
      shown: () => void this.check(),
      lost: () => {
        if (this.#platform.document()?.visibilityState !== 'hidden') void this.#reopen();
      },
      devicesChanged: () =>
        void this.#parts.cameras.listCameras(devices).then((cameras) => {
          this.#on('cameras', cameras);
        }),
    };
  }

  async #reopen(): Promise<void> {
    const { camera, video } = this;
    if (camera === undefined || video === undefined) return;
    this.#losses += 1;
    this.#on('paused');
    if (this.#losses > MAX_LOSSES) this.#fail('camera_ended');
    else await this.#open(video, camera.deviceId);
  }

  /** Whether the video shows a frame in time. */
  #shows(video: HTMLVideoElement, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (shows: boolean): void => {
        timeout();
        frame();
        this.#release.delete(giveUp);
        resolve(shows);
      };
      const giveUp = (): void => {
        settle(false);
      };
      const timeout = this.#platform.after(ms, giveUp);
      const frame = this.#platform.nextFrame(video, () => {
        settle(video.videoWidth > 0);
      });
      this.#release.add(giveUp);
    });
  }

  async #isBlack(video: HTMLVideoElement): Promise<boolean> {
    const snapshot = await this.#platform.snapshot(video).catch(() => undefined);
    const pixels = snapshot?.pixels(32).rgba;
    snapshot?.close();
    return pixels?.every((value, index) => index % 4 === 3 || value <= BLACK) ?? true;
  }

  async #askPermission(): Promise<PermissionState | undefined> {
    const permission = (this.#permission ??= await this.#listenToPermission());
    if (permission) this.#on('permission', permission.state);
    return permission?.state;
  }

  async #listenToPermission(): ReturnType<Platform['permission']> {
    const permission = await this.#platform.permission();
    const { signal } = this.#watching;
    permission?.addEventListener(
      'change',
      () => {
        this.#on('permission', permission.state);
      },
      { signal },
    );
    return permission;
  }
}
