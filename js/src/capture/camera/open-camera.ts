import type { CameraDevices, Platform } from '../platform/platform.js';
import type { CameraChoice } from '../types.js';
import { Camera, SIZES, stopTracks } from './camera.js';
import { prepareLens } from './controls.js';
import { mayRetry } from './failure.js';
import type * as lenses from './lens.js';

export { reasonOf } from './failure.js';

/** What finds the best lens. */
export type Lenses = typeof lenses;

/** Where cameras come from, and the code that chooses among them. */
export interface CameraSource {
  readonly platform: Platform;
  readonly devices: CameraDevices;
  readonly loadLenses: () => Promise<Lenses>;
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
  { platform, devices, loadLenses }: CameraSource,
  { deviceId, isWanted }: CameraWish,
): Promise<Camera | undefined> {
  const wanted = deviceId ?? platform.recallLens();
  // Begun before the browser asks the person, so that nobody waits for it.
  const load = (): Promise<Lenses | undefined> => loadLenses().catch(() => undefined);
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
      stopTracks(stream);
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
