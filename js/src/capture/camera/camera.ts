import { capabilities, control, prepareLens, zoomOf } from './controls.js';
import { mayRetry } from './failure.js';
import type { CameraDevices, Lenses, Platform } from '../platform/platform.js';
import type { CameraChoice, CameraFacts, ZoomRange } from '../types.js';

/** From the most useful size to one that every camera has. All are wishes: a camera gives the nearest that it can. */
const SIZES = [
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
    stop(this.stream);
  }
}

/** What to open, and whether it is still wanted when it has been opened. */
export interface CameraWish {
  /** This camera rather than the one that suits documents best. */
  deviceId?: string | undefined;
  isWanted: () => boolean;
}

/**
 * Opens the best camera for documents. Nothing when it is no longer wanted, and then nothing is left open. Throws what
 * the browser throws.
 */
export async function openCamera(
  platform: Platform,
  devices: CameraDevices,
  { deviceId, isWanted }: CameraWish,
): Promise<Camera | undefined> {
  const wanted = deviceId ?? platform.recallLens();
  // Begun before the browser asks the person, so that nobody waits for it.
  const load = (): Promise<Lenses | undefined> => platform.loadLenses().catch(() => undefined);
  const lenses = wanted === undefined ? load() : undefined;
  const open = (lens?: string): Promise<Camera | undefined> => request(devices, lens, isWanted);
  const opened = await open(wanted);
  const isAsked = opened === undefined || opened.deviceId === wanted;
  const code = isAsked ? undefined : await (lenses ?? load());
  const chosen = code && opened ? await code.chooseLens(await listCameras(devices), opened, open) : opened;
  if (chosen === undefined) return undefined;
  if (chosen !== opened) platform.rememberLens(chosen.deviceId);
  await prepareLens(chosen.track);
  if (isWanted()) return chosen;
  chosen.close();
  return undefined;
}

/** The cameras. Before one was opened, browsers tell no more than whether there is any. */
export async function videoInputs(devices: CameraDevices): Promise<CameraChoice[]> {
  const all = await devices.enumerateDevices().catch(() => []);
  return all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ deviceId, label }));
}

/** The cameras with their names, which are told once one was opened. */
export const listCameras = async (devices: CameraDevices): Promise<CameraChoice[]> =>
  (await videoInputs(devices)).filter(({ deviceId }) => deviceId !== '');

async function request(
  devices: CameraDevices,
  deviceId: string | undefined,
  isWanted: () => boolean,
): Promise<Camera | undefined> {
  let failure: unknown;
  for (const video of wishes(deviceId)) {
    try {
      const stream = await devices.getUserMedia({ audio: false, video });
      const track = stream.getVideoTracks()[0];
      if (track && isWanted()) return new Camera(stream, track);
      stop(stream);
    } catch (error) {
      failure = error;
      if (!mayRetry(error)) throw error;
    }
    if (!isWanted()) return undefined;
  }
  throw failure;
}

function wishes(deviceId: string | undefined): (MediaTrackConstraints | true)[] {
  const back = SIZES.map((size) => ({ ...size, facingMode: { ideal: 'environment' } }));
  const named = deviceId === undefined ? [] : [SIZES[0], SIZES[2]];
  return [...named.map((size) => ({ ...size, deviceId: { exact: deviceId as string } })), ...back, true];
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
