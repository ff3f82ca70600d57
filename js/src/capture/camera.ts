import { capabilities, control, hasFixedFocus, prepareLens, zoomOf } from './controls.js';
import { mayRetry } from './failure.js';
import { fitness, ranked } from './lens.js';
import type { CameraDevices, Platform } from './platform.js';
import type { CameraChoice, CameraFacts, ZoomRange } from './types.js';

/** From the most useful size to one that every camera has. All are wishes: a camera gives the nearest that it can. */
const SIZES = [
  { width: { ideal: 3840 }, height: { ideal: 2160 } },
  { width: { ideal: 1920 }, height: { ideal: 1080 } },
  { width: { ideal: 1280 }, height: { ideal: 720 } },
];
/** A video of more pixels than this, which is the second size, can be made smaller without harm to print. */
const MODEST_PX = 1920 * 1080;
/** How many lenses are opened in search of one that focuses; each takes about half a second. */
const MAX_LENSES = 3;

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

  get isAlive(): boolean {
    return this.track.readyState === 'live' && !this.track.muted;
  }

  facts({ videoWidth: width, videoHeight: height }: HTMLVideoElement): CameraFacts {
    const { label } = this.track;
    const { facingMode } = this.track.getSettings();
    const facesUser = facingMode === undefined ? fitness({ deviceId: '', label }) === -2 : facingMode === 'user';
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
  const remembered = deviceId ?? platform.recallLens();
  const opened = await request(devices, remembered, isWanted);
  const isAsked = opened === undefined || opened.deviceId === remembered;
  const chosen = isAsked ? opened : await betterLens(devices, opened, isWanted);
  if (chosen === undefined) return undefined;
  if (chosen !== opened) platform.rememberLens(chosen.deviceId);
  await prepareLens(chosen.track);
  if (isWanted()) return chosen;
  chosen.close();
  return undefined;
}

/** The cameras with their names, which are told once one was opened. */
export async function listCameras(devices: CameraDevices): Promise<CameraChoice[]> {
  const all = await devices.enumerateDevices().catch(() => []);
  return all
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ deviceId, label }));
}

/** Whether there is a camera at all; browsers that have not been allowed to use it tell no more than that. */
export async function hasCamera(devices: CameraDevices): Promise<boolean> {
  const all = await devices.enumerateDevices().catch(() => []);
  return all.some(({ kind }) => kind === 'videoinput');
}

/** Goes through the better lenses, one open at a time, because phones have only one at a time. */
async function betterLens(devices: CameraDevices, first: Camera, isWanted: () => boolean): Promise<Camera | undefined> {
  const least = Math.max(0, hasFixedFocus(first.track) ? 0 : fitness({ deviceId: '', label: first.track.label }));
  const better = ranked(await listCameras(devices)).filter(
    (choice) => choice.deviceId !== first.deviceId && fitness(choice) > least,
  );
  let camera: Camera | undefined = first;
  for (const { deviceId } of better.slice(0, MAX_LENSES - 1)) {
    camera.close();
    camera = await request(devices, deviceId, isWanted);
    if (camera === undefined || !hasFixedFocus(camera.track)) break;
  }
  return camera;
}

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
