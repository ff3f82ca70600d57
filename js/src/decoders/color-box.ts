/** How far into a file its description of colors is looked for: before the samples. */
const WINDOW_BYTES = 65_536;
/** SMPTE EG 432-1, which Display P3 takes its primaries from (ISO/IEC 23091-2, table 2). */
const P3_PRIMARIES = 12;
const NAME = 'Display P3';

/**
 * Whether a HEIC file says that its colors are Display P3: by the code of its primaries, or by the name of its ICC profile
 * (the box `colr`, ISO/IEC 14496-12, 12.1.5).
 */
export function isDisplayP3(file: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(file.subarray(0, WINDOW_BYTES));
  for (let at = text.indexOf('colr'); at >= 0; at = text.indexOf('colr', at + 4)) {
    const kind = text.slice(at + 4, at + 8);
    if (kind === 'nclx' && numberAt(file, at + 8, 2) === P3_PRIMARIES) return true;
    // The name is in ASCII or in UTF-16.
    if (kind !== 'prof') continue;
    const profile = text.slice(at, at + numberAt(file, at - 4, 4));
    if (profile.replaceAll('\0', '').includes(NAME)) return true;
  }
  return false;
}

/** A number of `length` bytes, the highest first. */
const numberAt = (file: Uint8Array, at: number, length: number): number =>
  file.subarray(at, at + length).reduce((number, byte) => number * 256 + byte, 0);
