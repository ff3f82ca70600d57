import type { CaptureOptions, DocumentSize, Side, Strictness } from '../types.js';

const DOCUMENTS: readonly DocumentSize[] = ['id1', 'id2', 'id3', 'any'];
const STRICTNESSES: readonly Strictness[] = ['relaxed', 'normal', 'strict', 'off'];

/** A value that is known; the default for anything else, as HTML treats enumerated attributes. */
function oneOf<T extends string>(known: readonly T[], text: string | null, otherwise: T): T {
  return known.find((value) => value === text) ?? otherwise;
}

/** The size of the document. */
export const readDocument = (text: string | null): DocumentSize => oneOf(DOCUMENTS, text, 'id1');

/** How much is let pass. */
export const readStrictness = (text: string | null): Strictness => oneOf(STRICTNESSES, text, 'normal');

/** The sides, separated by spaces or commas; the front alone where none is named. */
export function readSides(text: string | null): readonly Side[] {
  const sides = (text ?? '').split(/[\s,]+/).filter((side): side is Side => side === 'front' || side === 'back');
  return sides.length > 0 ? [...new Set(sides)] : ['front'];
}

/** A switch that is on unless it says `false` or `off`. */
export const readSwitch = (text: string | null, otherwise: boolean): boolean =>
  text === null ? otherwise : !/^(false|off)$/i.test(text);

/** The margin of `crop="0.05"`, or whether it is on at all. */
export function readCrop(text: string | null): NonNullable<CaptureOptions['crop']> {
  const margin = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(margin) ? { margin } : readSwitch(text, false);
}

/** The attribute that stands for a value of `crop`; null takes it away. */
export function writeCrop(crop: NonNullable<CaptureOptions['crop']>): string | null {
  if (typeof crop === 'object') return String(crop.margin ?? '');
  return crop ? '' : null;
}

/** A number that is not negative; nothing for anything else. */
export function readNumber(text: string | null): number | undefined {
  const number = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return number >= 0 ? number : undefined;
}
