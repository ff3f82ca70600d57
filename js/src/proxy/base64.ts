import type { Bytes } from './gateway.js';

const STEP = 8192;

/** The base64 text of `bytes`. */
export function encodeBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += STEP) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  }
  return btoa(pieces.join(''));
}

/** The bytes of a base64 or base64url text, or `undefined` if it is neither. */
export function decodeBase64(text: string): Bytes | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}
