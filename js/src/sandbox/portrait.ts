import { toBase64 } from './base64.js';

/** A face, one digit a block of 8 x 8 pixels: 0 black to 7 white. */
const FACE = [
  '66666666',
  '66622666',
  '66244266',
  '66455466',
  '66444466',
  '66644666',
  '66233266',
  '62222226',
  '22222222',
  '22222222',
];
/** A card with a portrait and three lines of text, tilted by nobody: what a vendor sends back as the aligned image. */
const CARD = [
  '7777777777777777',
  '7111111111111117',
  '7766667777777777',
  '7764467222222777',
  '7765567777777777',
  '7764467222227777',
  '7722227777777777',
  '7222222777222777',
  '7777777777777777',
  '7333333333333337',
];

/** A portrait as base64 JPEG. */
export function portrait(): string {
  return toBase64(mosaicJpeg(FACE));
}

/** the image of a card as base64 JPEG. */
export function cardImage(): string {
  return toBase64(mosaicJpeg(CARD));
}

/** One Huffman code for each size class from 0 to 8, all four bits long. */
const DC_TABLE = [0xff, 0xc4, 0, 28, 0x00, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
/** The single code `0`, which ends a block. */
const AC_TABLE = [0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const SCAN_HEADER = [0xff, 0xda, 0, 8, 1, 1, 0x00, 0, 63, 0];

/** A baseline JPEG in grey whose blocks have a mean and no detail (ITU-T T.81). */
function mosaicJpeg(rows: readonly string[]): Uint8Array {
  const width = (rows[0]?.length ?? 0) * 8;
  const height = rows.length * 8;
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...[0xff, 0xdb, 0, 67, 0, ...new Array<number>(64).fill(8)],
    ...[0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    ...DC_TABLE,
    ...AC_TABLE,
    ...SCAN_HEADER,
    ...scan(rows),
    ...[0xff, 0xd9],
  ]);
}

function scan(rows: readonly string[]): number[] {
  let bits = '';
  let last = 0;
  for (const digit of rows.join('')) {
    // A mean of `m` is a DC coefficient of 8 (m - 128), and the quantizer divides by 8.
    const mean = Math.round((Number(digit) * 255) / 7) - 128;
    bits += `${dcBits(mean - last)}0`;
    last = mean;
  }
  return packBits(bits);
}

/** The code of the size class and the bits of the difference; a negative one is stored less one. */
function dcBits(difference: number): string {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const code = size.toString(2).padStart(4, '0');
  if (size === 0) return code;
  const stored = difference > 0 ? difference : difference + 2 ** size - 1;
  return code + stored.toString(2).padStart(size, '0');
}

/** Bytes of the bits, filled up with ones, a zero stuffed behind each 255. */
function packBits(bits: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2);
    bytes.push(byte);
    if (byte === 0xff) bytes.push(0);
  }
  return bytes;
}
