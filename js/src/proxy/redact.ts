import type { Bytes } from './gateway.js';

/** Shorter texts would be found by chance inside images. */
const MIN_LENGTH = 8;
const STAR = 0x2a;

/** Overwrites secrets with stars, for a vendor that repeats what it was sent. */
export type Redact = (body: Bytes) => void;

/**
 * Finds each secret as it is, in capitals too; with any of its characters percent-encoded, once or more often, escaped as
 * in JSON, JavaScript or HTML; in hexadecimal digits; and in base64 at each of its three alignments.
 */
export function redactor(secrets: readonly string[]): Redact {
  const wanted = secrets.filter((text) => text.length >= MIN_LENGTH);
  if (wanted.length === 0) return () => undefined;
  const plain = anyOf(wanted.flatMap((secret) => [plainForm(secret), hexForm(secret), ...base64Forms(secret)]));
  const escaped = anyOf(wanted.map(escapedForms));
  // One character for each byte, so that a place in the text is a place in the body.
  const decoder = new TextDecoder('windows-1252');
  return (body) => {
    const text = decoder.decode(body);
    overwrite(body, text, plain);
    if (ESCAPE_START.test(text)) overwrite(body, text, escaped);
  };
}

/** What every escaped form of a character starts with. A text without it needs no search for escaped forms, which is long. */
const ESCAPE_START = /[%\\&]/;

function anyOf(forms: readonly string[]): RegExp {
  return new RegExp(forms.join('|'), 'g');
}

function overwrite(body: Bytes, text: string, forms: RegExp): void {
  // Not by matchAll: it makes a new expression for each call, and one of this length takes long to compile.
  forms.lastIndex = 0;
  for (let match = forms.exec(text); match !== null; match = forms.exec(text)) {
    body.fill(STAR, match.index, forms.lastIndex);
  }
}

function plainForm(secret: string): string {
  return Array.from(secret, (character) => caseless(literal(character))).join('');
}

/** What stands for a backslash in texts within texts. The count is bounded, so that no text is slow to search. */
const BACKSLASHES = '\\\\{1,4}';
/** The percent sign, which may be encoded itself. */
const PERCENT = `(?:%|${BACKSLASHES}u0025|&#37;|&#[xX]25;|&percnt;)(?:25){0,4}`;
/** The ampersand of an entity, which may be escaped itself. */
const AMPERSAND = '&(?:amp;){0,4}';
const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '-': '(?:hyphen|dash)',
  _: '(?:lowbar|UnderBar)',
  '+': 'plus',
  '/': 'sol',
  '=': 'equals',
  '.': 'period',
  ':': 'colon',
};

function escapedForms(secret: string): string {
  return Array.from(secret, (character) => {
    const hex = hexOf(character);
    const entity = ENTITIES[character];
    return `(?:${[
      caseless(literal(character)),
      `${PERCENT}${hex}`,
      `${BACKSLASHES}(?:u00|x)${hex}`,
      `${AMPERSAND}#(?:0{0,6}${character.charCodeAt(0).toString()}|[xX]0{0,6}${hex});?`,
      ...('"\\/'.includes(character) ? [`${BACKSLASHES}${literal(character)}`] : []),
      ...(entity === undefined ? [] : [`${AMPERSAND}${entity};`]),
    ].join('|')})`;
  }).join('');
}

/** Two digits for each character, perhaps with something between them. */
function hexForm(secret: string): string {
  return Array.from(secret, hexOf).join('[ :-]?');
}

function hexOf(character: string): string {
  return caseless(character.charCodeAt(0).toString(16).padStart(2, '0'));
}

/** Base64 is often broken into lines; in JSON the break is escaped. */
const LINE_BREAK = `(?:[\\r\\n]|${BACKSLASHES}[rn]){0,2}`;

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
    }).join(LINE_BREAK);
  });
}

/** A pattern of letters and digits, for capitals and small letters. What is escaped in it stays as it is. */
function caseless(pattern: string): string {
  if (pattern.startsWith('\\')) return pattern;
  return pattern.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

function literal(character: string): string {
  return /[A-Za-z0-9]/.test(character) ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
