import type { Loaded } from '../source.js';

/** File header (14 bytes) and BITMAPV4HEADER (108 bytes). */
const HEADER_BYTES = 122;
/** The channels are told by masks. */
const BI_BITFIELDS = 3;
/** Red, green, blue and opacity, as they stand in memory. */
const MASKS = [0xff, 0xff_00, 0xff_00_00, 0xff_00_00_00];
/** `Win ` */
const WINDOWS_COLOR_SPACE = 0x57_69_6e_20;

/**
 * Pixels as an uncompressed Windows bitmap, without loss: the core shares a limit among files, and this is the file
 * that costs nothing to write or read.
 */
export function bitmapFile({ width, height, rgba }: Extract<Loaded, { kind: 'pixels' }>): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER_BYTES + rgba.length);
  const header = new DataView(file.buffer);
  header.setUint16(0, 0x42_4d);
  header.setUint32(2, file.length, true);
  header.setUint32(10, HEADER_BYTES, true);
  header.setUint32(14, HEADER_BYTES - 14, true);
  header.setInt32(18, width, true);
  // Negative: the first row is the top one.
  header.setInt32(22, -height, true);
  header.setUint16(26, 1, true);
  header.setUint16(28, 32, true);
  header.setUint32(30, BI_BITFIELDS, true);
  header.setUint32(34, rgba.length, true);
  MASKS.forEach((mask, index) => {
    header.setUint32(54 + 4 * index, mask, true);
  });
  header.setUint32(70, WINDOWS_COLOR_SPACE, true);
  file.set(rgba, HEADER_BYTES);
  return file;
}
