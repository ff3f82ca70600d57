import { joined, kindsOf, placeOf } from './bytes.js';
import type { Bytes } from './gateway.js';
import { JsonProblem, parseStrictObject, REQUEST_LIMITS } from './json.js';

/** Longer texts are checked and left out: nothing that the proxy decides by is that long. */
const MAX_TEXT_BYTES = 1024;
/** The most that a body may hold beside its long texts. */
const MAX_OUTLINE_BYTES = 1_000_000;
/** How much is looked at together. */
const STEP_BYTES = 65_536;
/** How far is looked byte by byte before the native search is called, which costs as much as some twenty bytes. */
const NEAR_BYTES = 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;
/** What may stand behind a backslash: `"\/bfnrtu`. */
const ESCAPES = new Set(Array.from('"\\/bfnrtu', (character) => character.charCodeAt(0)));
const SMALL_U = 0x75;
/** `{` and `[`, `}` and `]`. */
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/** What may stand at the beginning of a text in base64. It may end within an escape. */
const BASE64_START = /^(?:[A-Za-z0-9+/=_-]|\\[/rn]|\\u00(?:2[BbFf]|3[Dd]))*(?:\\(?:u0{0,2}|u00[23])?)?$/;

type Place = 'outside' | 'text' | 'escape' | 'hex';

/**
 * Reads a JSON object while it arrives, and refuses what {@link parseStrictObject} refuses.
 *
 * It keeps an outline of the body: everything but white space and long texts, which are only looked through. An image
 * so costs a search and no copy.
 */
export class JsonScanner {
  #place: Place = 'outside';
  #outline: Bytes = new Uint8Array(512);
  #length = 0;
  /** Where in the outline the text starts that is being read. */
  #textStart = 0;
  /** Whether that text is too long to be kept. */
  #isLong = false;
  /** Whether a long text begins as base64: what is left out of it is then no address. */
  #isBase64 = false;
  /** Whether the last thing outside was a text that was left out. A key must be whole. */
  #isBehindLong = false;
  #isBehindSpace = false;
  #depth = 0;
  #hexLeft = 0;
  /** There from the first byte on that is not ASCII. */
  #decoder: TextDecoder | undefined;

  /** @throws {@link JsonProblem} for what can be refused already. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at += STEP_BYTES) this.#scan(piece.subarray(at, at + STEP_BYTES));
  }

  /**
   * The object. Texts of more than 1,024 bytes are empty in it, or one space where they do not begin as base64.
   *
   * @throws {@link JsonProblem} when the body is not one JSON object with unique keys within its limits.
   */
  end(): Record<string, unknown> {
    if (this.#place !== 'outside') throw new JsonProblem('is not JSON');
    this.#decode(new Uint8Array(), false);
    return parseStrictObject(this.#outline.subarray(0, this.#length));
  }

  #scan(piece: Uint8Array): void {
    let quote = -1;
    let backslash = -1;
    let hasHigh = false;
    for (let at = 0; at < piece.length;) {
      if (this.#place === 'text') {
        let end = nearEnd(piece, at);
        if (end === at + NEAR_BYTES) {
          if (quote < end) quote = placeOf(piece, QUOTE, end);
          if (backslash < end) backslash = placeOf(piece, BACKSLASH, end);
          end = Math.min(quote, backslash);
        }
        hasHigh = this.#passText(piece, at, end) || hasHigh;
        at = end;
        if (at === piece.length) break;
      }
      this.#step(piece[at] ?? 0);
      at += 1;
    }
    if (hasHigh || this.#decoder !== undefined) this.#decode(piece, true);
  }

  #passText(piece: Uint8Array, from: number, to: number): boolean {
    const { hasControl, hasHigh } = kindsOf(piece, from, to);
    if (hasControl) throw new JsonProblem('is not JSON');
    if (!this.#isLong && this.#canKeepText(piece.subarray(from, to))) {
      this.#makeRoom(to - from);
      this.#outline.set(piece.subarray(from, to), this.#length);
      this.#length += to - from;
    }
    return hasHigh;
  }

  /** Whether so many more bytes of a text may be kept. A text that grew too long is left out from its start. */
  #canKeepText(more: Uint8Array): boolean {
    if (this.#length - this.#textStart + more.length <= MAX_TEXT_BYTES) return true;
    const kept = this.#outline.subarray(this.#textStart, this.#length);
    const start = joined(kept, more.subarray(0, MAX_TEXT_BYTES));
    this.#isBase64 = BASE64_START.test(new TextDecoder('windows-1252').decode(start));
    this.#isLong = true;
    this.#length = this.#textStart;
    return false;
  }

  #step(byte: number): void {
    switch (this.#place) {
      case 'outside':
        this.#stepOutside(byte);
        return;
      case 'text':
        this.#place = byte === QUOTE ? 'outside' : 'escape';
        break;
      case 'escape':
        if (!ESCAPES.has(byte)) throw new JsonProblem('is not JSON');
        this.#place = byte === SMALL_U ? 'hex' : 'text';
        this.#hexLeft = 4;
        break;
      case 'hex':
        if (!isHex(byte)) throw new JsonProblem('is not JSON');
        this.#hexLeft -= 1;
        if (this.#hexLeft === 0) this.#place = 'text';
        break;
    }
    if (this.#place === 'outside') this.#endText();
    else if (!this.#isLong && this.#canKeepText(Uint8Array.of(byte))) this.#keep(byte);
  }

  #stepOutside(byte: number): void {
    const isSpace = byte === SPACE || byte === 0x09 || byte === 0x0a || byte === 0x0d;
    if (isSpace) {
      if (!this.#isBehindSpace) this.#keep(SPACE);
      this.#isBehindSpace = true;
      return;
    }
    if (byte === COLON && this.#isBehindLong) throw new JsonProblem('has a key that is too long');
    this.#isBehindSpace = false;
    this.#isBehindLong = false;
    this.#keep(byte);
    this.#depth += OPENING.has(byte) ? 1 : CLOSING.has(byte) ? -1 : 0;
    if (this.#depth > REQUEST_LIMITS.maxDepth) throw new JsonProblem('is nested too deep');
    if (byte === QUOTE) {
      this.#place = 'text';
      this.#textStart = this.#length;
    }
  }

  #endText(): void {
    if (this.#isLong && !this.#isBase64) this.#keep(SPACE);
    this.#keep(QUOTE);
    this.#isBehindLong = this.#isLong;
    this.#isLong = false;
  }

  #keep(byte: number): void {
    this.#makeRoom(1);
    this.#outline[this.#length] = byte;
    this.#length += 1;
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed > MAX_OUTLINE_BYTES) throw new JsonProblem('has too many items');
    if (needed <= this.#outline.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#outline.length * 2));
    larger.set(this.#outline);
    this.#outline = larger;
  }

  #decode(piece: Uint8Array, stream: boolean): void {
    if (!stream && this.#decoder === undefined) return;
    this.#decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    try {
      this.#decoder.decode(piece, { stream });
    } catch {
      throw new JsonProblem('is not UTF-8');
    }
  }
}

/** Where the next quotation mark or backslash stands, or the end, if that is near; else the last place that is near. */
function nearEnd(bytes: Uint8Array, from: number): number {
  const last = Math.min(from + NEAR_BYTES, bytes.length);
  let at = from;
  while (at < last && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at += 1;
  return at;
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}
