import type { Bytes } from './simulator.js';

/** The bytes of plain base64: padded, without line breaks and without a `data:` prefix. */
export function decodeStrict(text: string): Bytes | undefined {
  if (text === '' || text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : Number(text.endsWith('='));
  // Looking for a wrong character needs no backtracking, however long the text is.
  if (/[^A-Za-z0-9+/]/.test(text.slice(0, text.length - padding))) return undefined;
  return binaryBytes(atob(text));
}

/** One byte for each character of a text that has no character above 255. */
export function binaryBytes(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The base64 text of `bytes`. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
