import type { Note, Prepared, PreparedPath } from '../../pkg/idsnap.js';
import type { PreparedSource, Summed } from '../engine/protocol.js';

/** An image that meets every limit it was prepared for. */
export interface PreparedImage {
  /** The file. Made when it is first asked for. */
  readonly blob: Blob;
  /** The file as a new array of bytes, which is the caller's own. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** The file as base64: padded, without line feeds or a `data:` prefix. */
  base64(): string;
  /** The media type of the file. */
  readonly mimeType: Prepared['mimeType'];
  /** Width in pixels. The image is upright. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Length of the file in bytes. */
  readonly byteLength: number;
  /** Length of the base64 form in characters, padding included. */
  readonly base64Length: number;
  /** The JPEG quality it was encoded at, 1 to 100; null if it was not encoded. */
  readonly quality: number | null;
  /** How much of the image was touched. */
  readonly path: PreparedPath;
  /** SHA-256 of the file, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** What the source was. */
  readonly source: PreparedSource;
  /** What else was done. */
  readonly notes: readonly Note[];
}

/** The core's result as callers get it. */
export function preparedImage({ bytes, quality, ...facts }: Summed): PreparedImage {
  let blob: Blob | undefined;
  return {
    ...facts,
    quality: quality ?? null,
    get blob() {
      blob ??= new Blob([bytes], { type: facts.mimeType });
      return blob;
    },
    bytes: () => bytes.slice(),
    base64: () => base64(bytes),
  };
}

/** A multiple of 3, so that only the last part is padded; small enough to be spread into one call's arguments. */
const PART_BYTES = 12_288;

function base64(bytes: Uint8Array & { toBase64?: () => string }): string {
  if (typeof bytes.toBase64 === 'function') return bytes.toBase64();
  let text = '';
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PART_BYTES)));
  }
  return text;
}
