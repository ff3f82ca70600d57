import type { Bytes } from './gateway.js';

/** Shorter texts would be found by chance inside images. */
const MIN_LENGTH = 8;
const STAR = 0x2a;

/** Overwrites secrets with stars, for a vendor that repeats what it was sent. */
export type Redact = (body: Bytes) => void;

/**
 * Finds each secret as it is, with any of its characters percent-encoded or escaped as in JSON, and in base64 at each
 * of its three alignments.
 */
export function redactor(secrets: readonly string[]): Redact {
  const wanted = secrets.filter((text) => text.length >= MIN_LENGTH);
  if (wanted.length === 0) return () => undefined;
  const forms = new RegExp(wanted.flatMap((secret) => [escapedForms(secret), ...base64Forms(secret)]).join('|'), 'g');
  // One character for each byte, so that a place in the text is a place in the body.
  const decoder = new TextDecoder('windows-1252');
  return (body) => {
    for (const { index, 0: found } of decoder.decode(body).matchAll(forms)) {
      body.fill(STAR, index, index + found.length);
    }
  };
}

function escapedForms(secret: string): string {
  return Array.from(secret, (character) => {
    const hex = caseless(character.charCodeAt(0).toString(16).padStart(2, '0'));
    const slash = '"\\/'.includes(character) ? `|\\\\${literal(character)}` : '';
    return `(?:${literal(character)}|%${hex}|\\\\u00${hex}${slash})`;
  }).join('');
}

/** The characters of the base64 text that depend on the secret alone, wherever in a longer text it starts. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((offset) => {
    const text = btoa(`${'\0'.repeat(offset)}${secret}`);
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + secret.length) * 8) / 6);
    const stable = text.slice(first, last);
    return Array.from(stable, (character) => {
      if (character === '+') return '(?:[+-]|%2[Bb])';
      return character === '/' ? '(?:[/_]|%2[Ff]|\\\\/)' : character;
    }).join('');
  });
}

function caseless(hex: string): string {
  return Array.from(hex, (digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('');
}

function literal(character: string): string {
  return /[A-Za-z0-9]/.test(character) ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
