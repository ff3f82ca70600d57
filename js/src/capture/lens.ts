import type { CameraChoice } from './types.js';

/** Names of lenses on the back, in English and as iOS has them in ru, vi, kk, uz, de, fr, es, zh and ja. */
const BACK = /\bback\b|rear|environment|задн|тыл|mặt sau|\bsau\b|артқы|orqa|rück|arrière|trasera|后置|後置|背面/i;
const FRONT = /front|user|facetime|передн|фронт|trước|алдыңғы|old kamera|avant|frontal|前置|前面/i;
/** Lenses that bend straight lines, or that do not focus near. */
const UNFIT = /ultra|wide angle|0[.,]5|tele|macro|сверхшироко|теле|макро|siêu rộng|超广|超広角|望遠|长焦/i;
/** Not a lens of its own: software, a picture of the desk, depth or infrared. */
const UNREAL = /virtual|obs|manycam|snap camera|droidcam|desk view|depth|infrared|\bir\b|виртуал/i;
/** Several lenses as one, which changes lenses by itself while the person holds still. */
const COMBINED = /dual|triple|двойн|тройн|kép|ba camera/i;

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
