import { capabilities, control, zoomOf } from './controls.js';
import type { CameraFacts, ZoomRange } from '../types.js';

/** From the most useful size to one that every camera has. All are wishes: a camera gives the nearest that it can. */
export const SIZES = [
  { width: { ideal: 3840 }, height: { ideal: 2160 } },
  { width: { ideal: 1920 }, height: { ideal: 1080 } },
  { width: { ideal: 1280 }, height: { ideal: 720 } },
];
/** A video of more pixels than this, which is the second size, can be made smaller without harm to print. */
const MODEST_PX = 1920 * 1080;
/** Cameras that look at the person, where the browser does not tell which way they look. */
const FACES_USER = /front|user|facetime/i;

/** An open camera. */
export class Camera {
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
  torch: boolean | undefined;
  #isShrunk = false;

  constructor(stream: MediaStream, track: MediaStreamTrack) {
    this.stream = stream;
    this.track = track;
    if (capabilities(track).torch === true) this.torch = false;
  }

  get deviceId(): string {
    return this.track.getSettings().deviceId ?? '';
  }

  get zoom(): ZoomRange | undefined {
    return zoomOf(this.track);
  }

  /** Whether it is known to be unable to focus by itself. */
  get hasFixedFocus(): boolean {
    return capabilities(this.track).focusMode?.includes('continuous') === false;
  }

  get isAlive(): boolean {
    return this.track.readyState === 'live' && !this.track.muted;
  }

  facts({ videoWidth: width, videoHeight: height }: HTMLVideoElement): CameraFacts {
    const { label } = this.track;
    const { facingMode } = this.track.getSettings();
    const facesUser = facingMode === undefined ? FACES_USER.test(label) : facingMode === 'user';
    return { deviceId: this.deviceId, label, width, height, facesUser };
  }

  async setTorch(on: boolean): Promise<void> {
    if (this.torch !== undefined && (await control(this.track, { torch: on }))) this.torch = on;
  }

  async setZoom(value: number): Promise<void> {
    const range = this.zoom;
    if (range) await control(this.track, { zoom: Math.min(range.max, Math.max(range.min, value)) });
  }

  /** Asks once for a video that a slow device can follow; whether it was larger. */
  async shrink(): Promise<boolean> {
    const { width = 0, height = 0 } = this.track.getSettings();
    if (this.#isShrunk || width * height <= MODEST_PX) return false;
    this.#isShrunk = true;
    await this.track.applyConstraints(SIZES[1]).catch(() => undefined);
    return true;
  }

  /** Turns the camera off, and with it its lamp. */
  close(): void {
    if (this.torch === true) void control(this.track, { torch: false });
    stopTracks(this.stream);
  }
}

/** Turns off what a stream comes from. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
