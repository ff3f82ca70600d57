import type { Bytes } from './gateway.js';

/**
 * A value of a response: a text (a number and a flag is one too), `null`, a list, or an object. An object keeps every
 * member in its order, also those whose key stands there twice.
 */
export type LooseJson = string | null | readonly LooseJson[] | LooseObject;

/** An object of a response. */
export interface LooseObject {
  readonly members: readonly (readonly [key: string, value: LooseJson])[];
}

/**
 * The values under a key in the JSON object that a response is, in their order; none where it is no JSON object.
 *
 * It reads what the SDK reads, for both must find the same id: repeated keys, invalid UTF-8, raw control characters in
 * texts, `NaN`.
 */
export function valuesUnder(key: string | RegExp, body: Bytes): LooseJson[] {
  const value = readLoosely(body);
  if (value === undefined || !isLooseObject(value)) return [];
  const isWanted = (name: string) => (typeof key === 'string' ? name === key : key.test(name));
  return value.members.filter(([name]) => isWanted(name)).map(([, member]) => member);
}

/** The text that a value is, or the only item of a list. */
export function looseText(value: LooseJson | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  return isLooseObject(value) || value.length !== 1 ? undefined : looseText(value[0]);
}

function isLooseObject(value: LooseJson): value is LooseObject {
  return typeof value === 'object' && value !== null && 'members' in value;
}

function readLoosely(body: Bytes): LooseJson | undefined {
  const reader = new Reader(new TextDecoder().decode(body));
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
}

class NoJson extends Error {}

/** The deepest nesting that the SDK reads. */
const MAX_DEPTH = 512;
const SPACE = /[ \t\n\r]*/y;
const WORD = /[^ \t\n\r,\]}:"]*/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NAMED_NUMBERS = ['NaN', 'Infinity', '-Infinity'];
const ESCAPE = /\\(u[0-9A-Fa-f]{4}|[^])/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  whole(): LooseJson {
    const value = this.#value(0);
    this.#match(SPACE);
    if (this.#at !== this.text.length) throw new NoJson();
    return value;
  }

  #value(depth: number): LooseJson {
    this.#match(SPACE);
    const first = this.text[this.#at];
    if (first === '"') return this.#string();
    if (first !== '{' && first !== '[') return wordValue(this.#match(WORD));
    if (depth === MAX_DEPTH) throw new NoJson();
    this.#at += 1;
    return first === '{' ? { members: this.#items('}', () => this.#member(depth)) } : this.#list(depth);
  }

  #list(depth: number): LooseJson[] {
    return this.#items(']', () => this.#value(depth + 1));
  }

  #member(depth: number): [string, LooseJson] {
    this.#match(SPACE);
    if (this.text[this.#at] !== '"') throw new NoJson();
    const key = this.#string();
    if (!this.#take(':')) throw new NoJson();
    return [key, this.#value(depth + 1)];
  }

  #items<T>(end: string, read: () => T): T[] {
    const items: T[] = [];
    if (this.#take(end)) return items;
    do items.push(read());
    while (this.#take(','));
    if (!this.#take(end)) throw new NoJson();
    return items;
  }

  #string(): string {
    const start = this.#at + 1;
    for (let quote = this.text.indexOf('"', start); quote >= 0; quote = this.text.indexOf('"', quote + 1)) {
      let backslashes = 0;
      while (this.text[quote - 1 - backslashes] === '\\' && quote - 1 - backslashes >= start) backslashes += 1;
      if (backslashes % 2 === 1) continue;
      this.#at = quote + 1;
      return unescaped(this.text.slice(start, quote));
    }
    throw new NoJson();
  }

  #take(character: string): boolean {
    this.#match(SPACE);
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

function unescaped(text: string): string {
  const plain = text.replace(ESCAPE, (_, escape: string) => {
    if (escape.length > 1) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    const character = ESCAPES[escape];
    if (character === undefined) throw new NoJson();
    return character;
  });
  // Half of a surrogate pair is no character.
  return plain.replace(/\p{Cs}/gu, '\ufffd');
}

/** What stands without quotation marks. */
function wordValue(word: string): string | null {
  if (word === 'null') return null;
  if (word === 'true' || word === 'false' || NAMED_NUMBERS.includes(word)) return word;
  if (!NUMBER.test(word)) throw new NoJson();
  return /^-?\d+$/.test(word) ? BigInt(word).toString() : word.replace(/\.0$/, '');
}
