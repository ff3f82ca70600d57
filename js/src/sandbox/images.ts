import type { Bytes } from './simulator.js';

/** What a file says of itself. */
export interface FileFacts {
  readonly format: 'jpeg' | 'png' | 'bmp' | 'pdf';
  /** Whether a JPEG carries an Exif block. */
  readonly exif: boolean;
}

/** Recognises a file by its content, and follows a JPEG or PNG from its first marker or chunk to its last. */
export function inspectFile(bytes: Bytes): FileFacts | undefined {
  if (startsWith(bytes, [0xff, 0xd8])) return inspectJpeg(bytes);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return inspectPng(bytes);
  if (startsWith(bytes, [0x42, 0x4d]) && bytes.length >= 26) return { format: 'bmp', exif: false };
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return { format: 'pdf', exif: false };
  return undefined;
}

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;

function inspectJpeg(bytes: Bytes): FileFacts | undefined {
  let exif = false;
  let hasFrame = false;
  let hasScan = false;
  for (let at = 2; ;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) return undefined;
    if (marker === END_OF_IMAGE) return hasFrame && hasScan ? { format: 'jpeg', exif } : undefined;
    const length = readUint16(bytes, at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return undefined;
    if (isFrame(marker)) hasFrame = readUint16(bytes, at + 5) > 0 && readUint16(bytes, at + 7) > 0;
    if (marker === APP1) exif ||= startsWith(bytes.subarray(at + 4), EXIF);
    at += 2 + length;
    if (marker === START_OF_SCAN) {
      hasScan = true;
      at = afterScan(bytes, at);
    }
  }
}

/** SOF0 to SOF15, less the three codes of that row that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Where the entropy-coded data ends: at the first marker that is neither a stuffed zero nor a restart. */
function afterScan(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function inspectPng(bytes: Bytes): FileFacts | undefined {
  let hasData = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = readUint16(bytes, at) * 65536 + readUint16(bytes, at + 2);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at === 8 && (type !== 'IHDR' || length !== 13)) return undefined;
    if (type === 'IDAT') hasData = true;
    if (type === 'IEND') return hasData ? { format: 'png', exif: false } : undefined;
    at += 12 + length;
  }
  return undefined;
}

function readUint16(bytes: Bytes, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function startsWith(bytes: Bytes, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[index] === byte);
}
