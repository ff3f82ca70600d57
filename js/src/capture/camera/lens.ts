import type { Camera } from './camera.js';
import type { CameraChoice } from '../types.js';

/** How many lenses are opened in search of one that focuses; each takes about half a second. */
const MAX_LENSES = 3;

/** Names of lenses on the back, as Android has them in English and iOS in en, ru, kk, ky, uz and vi. */
const BACK = /back|rear|задн|тыл|\bsau\b|артқы|арткы|orqa/i;
const FRONT = /front|user|facetime|передн|фронт|trước|алдыңғы|алдыңкы|old kamera/i;
/** Lenses that bend straight lines, or that do not focus near. */
const UNFIT = /ultra|tele|macro|сверхшир|теле|макро|siêu rộng/i;
/** Not a lens of its own: software, a picture of the desk, depth or infrared. */
const UNREAL = /virtual|\bobs\b|manycam|snap cam|desk view|depth|infrared|\bir\b/i;
/** Several lenses as one, which changes lenses by itself while the person holds still. */
const COMBINED = /dual|triple|двойн|тройн|kép|ba cam/i;

/** Android numbers the lenses of each side: the first one is the main lens. */
const numberOf = (label: string): number => Number(/camera2? (\d+),/.exec(label)?.[1] ?? 0);

/** How well a camera suits documents, by its name; below 0 it does not. */
export function fitness({ label }: CameraChoice): number {
  if (UNREAL.test(label)) return -3;
  if (FRONT.test(label) && !BACK.test(label)) return -2;
  if (UNFIT.test(label)) return -1;
  if (!BACK.test(label)) return 0;
  return 2 - (COMBINED.test(label) ? 1 : 0) - Math.min(numberOf(label), 9) / 10;
}

/** The cameras from best to worst; those of equal fitness stay in the browser's order. */
export const ranked = (cameras: readonly CameraChoice[]): CameraChoice[] =>
  [...cameras].sort((one, other) => fitness(other) - fitness(one));

/** Goes through the lenses that are better than the first, one open at a time, because phones have only one at a time. */
export async function chooseLens(
  cameras: readonly CameraChoice[],
  first: Camera,
  open: (deviceId: string) => Promise<Camera | undefined>,
): Promise<Camera | undefined> {
  const { deviceId, hasFixedFocus, track } = first;
  const least = Math.max(0, hasFixedFocus ? 0 : fitness({ deviceId, label: track.label }));
  const better = ranked(cameras).filter((choice) => choice.deviceId !== deviceId && fitness(choice) > least);
  let camera: Camera | undefined = first;
  for (const choice of better.slice(0, MAX_LENSES - 1)) {
    camera.close();
    camera = await open(choice.deviceId);
    if (!camera?.hasFixedFocus) break;
  }
  return camera;
}
