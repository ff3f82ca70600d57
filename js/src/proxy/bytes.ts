/** Whether `wanted` stands in `bytes` at `at`. */
export function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/** `first` with `second` behind it. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** `first` with `body` behind it, written into the `roomBytes` free bytes in front of `body` where they are enough. */
export function joinedInRoom(
  first: Uint8Array,
  body: Uint8Array<ArrayBuffer>,
  roomBytes: number,
): Uint8Array<ArrayBuffer> {
  if (first.length > roomBytes) return joined(first, body);
  const start = body.byteOffset - first.length;
  const both = new Uint8Array(body.buffer, start, first.length + body.length);
  both.set(first);
  return both;
}

/** A view of bytes whose searches are native: Node, Bun and Deno have one, other platforms do without. */
interface SearchableBytes {
  indexOf(wanted: Uint8Array | number, from: number): number;
}

const { Buffer: nativeBytes } = globalThis as {
  Buffer?: { from(buffer: ArrayBufferLike, byteOffset: number, length: number): SearchableBytes };
};

/** Where `byte` stands next, or the length of `bytes`. */
export function placeOf(bytes: Uint8Array, byte: number, from: number): number {
  const searchable: SearchableBytes = nativeBytes?.from(bytes.buffer, bytes.byteOffset, bytes.length) ?? bytes;
  const found = searchable.indexOf(byte, from);
  return found < 0 ? bytes.length : found;
}

/**
 * Looks for one text in many bytes.
 *
 * Where there is no native search, this one jumps by the length of the text where it can (Boyer, Moore and Horspool).
 * Bytes can be made to defeat that, so it counts its comparisons and goes on in linear time once they are too many (Knuth,
 * Morris and Pratt).
 */
export class Searcher {
  readonly #wanted: Uint8Array;
  readonly #jumps: Uint8Array;
  readonly #borders: Uint8Array;

  /** `wanted` has 1 to 255 bytes. */
  constructor(wanted: Uint8Array) {
    this.#wanted = wanted;
    this.#borders = bordersOf(wanted);
    this.#jumps = new Uint8Array(256).fill(wanted.length);
    wanted.subarray(0, -1).forEach((byte, index) => (this.#jumps[byte] = wanted.length - 1 - index));
  }

  /** Where the text first stands in `bytes` from `from` on, or -1. */
  find(bytes: Uint8Array, from = 0): number {
    const native = nativeBytes?.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return native === undefined ? this.findWithout(bytes, from) : native.indexOf(this.#wanted, from);
  }

  /** The same without a native search. */
  findWithout(bytes: Uint8Array, from: number): number {
    const { length } = this.#wanted;
    const last = this.#wanted[length - 1];
    let budget = bytes.length;
    for (let at = from; at + length <= bytes.length;) {
      const byte = bytes[at + length - 1] ?? 0;
      if (byte === last) {
        const same = this.#countSame(bytes, at);
        if (same === length) return at;
        budget -= same;
        if (budget < 0) return this.#findSteadily(bytes, at);
      }
      at += this.#jumps[byte] ?? 1;
    }
    return -1;
  }

  #countSame(bytes: Uint8Array, at: number): number {
    let same = 0;
    while (same < this.#wanted.length && bytes[at + same] === this.#wanted[same]) same += 1;
    return same;
  }

  #findSteadily(bytes: Uint8Array, from: number): number {
    const wanted = this.#wanted;
    let matched = 0;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      while (matched > 0 && byte !== wanted[matched]) matched = this.#borders[matched - 1] ?? 0;
      if (byte === wanted[matched]) matched += 1;
      if (matched === wanted.length) return at - matched + 1;
    }
    return -1;
  }
}

/** For each prefix of `wanted`, the length of its longest proper prefix that is its suffix too. */
function bordersOf(wanted: Uint8Array): Uint8Array {
  const borders = new Uint8Array(wanted.length);
  let length = 0;
  for (let at = 1; at < wanted.length; at += 1) {
    while (length > 0 && wanted[at] !== wanted[length]) length = borders[length - 1] ?? 0;
    if (wanted[at] === wanted[length]) length += 1;
    borders[at] = length;
  }
  return borders;
}

/** Whether any of `bytes` from `from` to `to` is a control character (below 0x20), and whether any is 0x80 or above. */
export interface ByteKinds {
  readonly hasControl: boolean;
  readonly hasHigh: boolean;
}

const PLAIN: ByteKinds = { hasControl: false, hasHigh: false };

/** What kinds of bytes there are. Sixteen are looked at in each step. */
export function kindsOf(bytes: Uint8Array, from: number, to: number): ByteKinds {
  const start = from + ((4 - ((bytes.byteOffset + from) & 3)) & 3);
  const words = Math.max(0, (to - start) >> 4) * 4;
  if (words === 0) return kindsOneByOne(bytes, from, to);
  const view = new Int32Array(bytes.buffer, bytes.byteOffset + start, words);
  const behind = start + words * 4;
  const isPlain = isPlainWords(view);
  const head = kindsOneByOne(bytes, from, start);
  const tail = kindsOneByOne(bytes, behind, to);
  if (isPlain && head === PLAIN && tail === PLAIN) return PLAIN;
  return isPlain ? both(head, tail) : kindsOneByOne(bytes, from, to);
}

/** The highest bit of each byte of a word, and the one below it. */
const HIGH = 0x80808080 | 0;
const GRAPHIC = 0x40404040;

/** Whether all bytes are from 0x20 to 0x7f: such a byte has its bit 5 or 6, and not its bit 7. */
function isPlainWords(words: Int32Array): boolean {
  let high = 0;
  let graphic = GRAPHIC;
  for (let at = 0; at < words.length; at += 4) {
    const a = words[at] as number;
    const b = words[at + 1] as number;
    const c = words[at + 2] as number;
    const d = words[at + 3] as number;
    high |= a | b | c | d;
    graphic &= (a | (a << 1)) & (b | (b << 1)) & (c | (c << 1)) & (d | (d << 1));
  }
  return (high & HIGH) === 0 && graphic === GRAPHIC;
}

function both(first: ByteKinds, second: ByteKinds): ByteKinds {
  return { hasControl: first.hasControl || second.hasControl, hasHigh: first.hasHigh || second.hasHigh };
}

function kindsOneByOne(bytes: Uint8Array, from: number, to: number): ByteKinds {
  let hasControl = false;
  let hasHigh = false;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20) hasControl = true;
    else if (byte >= 0x80) hasHigh = true;
  }
  return hasControl || hasHigh ? { hasControl, hasHigh } : PLAIN;
}
