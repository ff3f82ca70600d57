import type { Bytes } from './gateway.js';

/** Shorter texts would be found by chance inside images. */
const MIN_LENGTH = 8;
const STAR = 0x2a;

/** Overwrites every secret in `body` with stars, for a vendor that repeats what it was sent. */
export function redact(body: Bytes, secrets: readonly string[]): void {
  const encoder = new TextEncoder();
  for (const secret of secrets.filter((text) => text.length >= MIN_LENGTH)) {
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
      overwrite(body, encoder.encode(form));
    }
  }
}

function overwrite(body: Bytes, wanted: Uint8Array): void {
  const [first] = wanted;
  if (first === undefined) return;
  for (let at = body.indexOf(first); at >= 0; at = body.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => body[at + index] === byte)) body.fill(STAR, at, at + wanted.length);
  }
}
