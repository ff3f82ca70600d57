import { GrowingBytes } from './body.js';
import { joined, Searcher, startsWith } from './bytes.js';
import { refused } from './errors.js';
import type { Bytes } from './gateway.js';

const encoder = new TextEncoder();
/** The longest part header that is read: a name and a file name fit many times over. */
const MAX_HEADER_BYTES = 2048;
const MAX_PARTS = 32;
/** The longest content of a text: 2,000 characters of any kind. */
const MAX_TEXT_BYTES = 8000;
/** The one form of header that browsers and the SDK write. Others are refused, so no two readers can disagree. */
const DISPOSITION =
  /^Content-Disposition: form-data; name="([A-Za-z0-9_.[\]-]{1,64})"(; filename="(?:[^"\\\r\n]|\\(?!"))+")?$/i;
const FILE_TYPE = /^Content-Type: [A-Za-z0-9.+-]+\/[A-Za-z0-9.+-]+(?:; ?charset=[A-Za-z0-9-]+)?$/i;
/** A vendor that heeds another charset would read another text than the proxy. */
const TEXT_TYPE = /^Content-Type: text\/plain(?:; ?charset=(?:utf-8|us-ascii))?$/i;
const CRLF = encoder.encode('\r\n');
const CLOSE = encoder.encode('--');
const BLANK_LINE = new Searcher(encoder.encode('\r\n\r\n'));

/** The one form of the header: readers disagree about which of two boundaries counts, and about quotes elsewhere. */
const FORM_TYPE = /^multipart\/form-data[ \t]*;[ \t]*boundary=(?:"([^"]+)"|([^\s;"]+))[ \t]*$/i;

/** The boundary that a `multipart/form-data` header names. It may have no other parameter. */
export function boundaryOf(contentType: string): string {
  const match = FORM_TYPE.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  // The characters of RFC 2046, less the space.
  if (!/^[0-9A-Za-z'()+_,\-./:=?]{1,70}$/.test(boundary)) throw refused('the multipart body has no usable boundary');
  return boundary;
}

/** A text part as it stands in front of a body. */
export function textPart(boundary: string, name: string, value: string): Bytes {
  return encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
}

/** Where in a body the reading is. `head` is from behind a delimiter to the end of a part's header. */
type Place = 'start' | 'head' | 'content' | 'end';

/** What the header of a part says. */
export interface PartHead {
  readonly name: string;
  readonly kind: 'file' | 'text';
}

/**
 * Reads a form while it arrives, and tells the head of each part.
 *
 * The boundary may stand nowhere but behind a line break and before a part or the end: some readers look for it
 * alone, and would find parts that others do not see.
 */
export class FormScanner {
  readonly #delimiter: Uint8Array;
  readonly #searcher: Searcher;
  #place: Place = 'start';
  /** Outside contents: what was read of the present place. In a content: its last bytes, which a delimiter may need. */
  #kept: Uint8Array = new Uint8Array();
  #parts = 0;
  /** What was read of the content of a text, with what follows it. */
  #text: GrowingBytes | undefined;

  /** @throws `Refusal` for a `contentType` without a usable boundary. */
  constructor(
    contentType: string,
    readonly onPart: (head: PartHead) => void,
  ) {
    this.#delimiter = encoder.encode(`--${boundaryOf(contentType)}`);
    this.#searcher = new Searcher(this.#delimiter);
  }

  /** @throws `Refusal` for what can be refused already. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length;) {
      at += this.#place === 'content' ? this.#readContent(piece.subarray(at)) : this.#readOther(piece.subarray(at));
    }
  }

  /** @throws `Refusal` when the body is not a whole form. */
  end(): void {
    const rest = this.#kept.length;
    if (this.#place !== 'end' || (rest !== 0 && !(rest === 2 && startsWith(this.#kept, 0, CRLF)))) throw broken();
  }

  /** Reads on to the next delimiter, and gives the number of bytes that it took. */
  #readContent(piece: Uint8Array): number {
    const taken = this.#takeContent(piece);
    if (this.#text !== undefined) this.#readText(this.#text, piece.subarray(0, taken));
    return taken;
  }

  #readText(text: GrowingBytes, piece: Uint8Array): void {
    if (text.length + piece.length > text.maxBytes) throw refused('the multipart body has a text that is too long');
    text.append(piece);
    if (this.#place === 'content') return;
    textOf(text.take().subarray(0, Math.max(0, text.length - this.#delimiter.length - CRLF.length)));
    this.#text = undefined;
  }

  #takeContent(piece: Uint8Array): number {
    const reach = this.#delimiter.length + CRLF.length;
    const before = this.#kept.length;
    // A delimiter may stand across the seam of two pieces.
    const seam = joined(this.#kept, piece.subarray(0, reach));
    let found = this.#searcher.find(seam);
    if (found < 0 && piece.length > reach) {
      const inPiece = this.#searcher.find(piece);
      found = inPiece < 0 ? -1 : inPiece + before;
    }
    if (found < 0) {
      this.#kept = piece.length >= reach ? piece.slice(-reach) : seam.slice(-reach);
      return piece.length;
    }
    const isBehindBreak =
      found < seam.length ? startsWith(seam, found - 2, CRLF) : startsWith(piece, found - before - 2, CRLF);
    if (!isBehindBreak) throw broken();
    this.#enter('head');
    return found + this.#delimiter.length - before;
  }

  /** Reads a start, a part's header or the end, and gives the number of bytes that it took. */
  #readOther(piece: Uint8Array): number {
    const before = this.#kept.length;
    const taken = piece.subarray(0, MAX_HEADER_BYTES + 4);
    this.#kept = joined(this.#kept, taken);
    const used = this.#place === 'start' ? this.#useStart() : this.#place === 'head' ? this.#useHead() : 0;
    if (used > 0) return used - before;
    // Nothing of these is as long.
    if (this.#kept.length > MAX_HEADER_BYTES + 4) throw broken();
    return taken.length;
  }

  /** The length of the first delimiter, or 0 while it is not whole. */
  #useStart(): number {
    const { length } = this.#delimiter;
    if (this.#kept.length < length) return 0;
    if (!startsWith(this.#kept, 0, this.#delimiter)) throw broken();
    this.#enter('head');
    return length;
  }

  /** The length of a part's header with its line breaks, or of the two dashes of the end; 0 while it is not whole. */
  #useHead(): number {
    const kept = this.#kept;
    if (kept.length < 2) return 0;
    if (this.#parts > 0 && startsWith(kept, 0, CLOSE)) {
      this.#enter('end');
      return CLOSE.length;
    }
    if (!startsWith(kept, 0, CRLF) || this.#parts === MAX_PARTS) throw broken();
    const length = BLANK_LINE.find(kept, 2) - 2;
    if (length < 0) return 0;
    if (length > MAX_HEADER_BYTES) throw broken();
    const head = headOf(kept.subarray(2, 2 + length));
    this.onPart(head);
    const rest = this.#delimiter.length + CRLF.length;
    this.#text = head.kind === 'text' ? new GrowingBytes(MAX_TEXT_BYTES + rest) : undefined;
    this.#parts += 1;
    this.#enter('content');
    // The line break of an empty part is the last one of its header.
    this.#kept = CRLF;
    return length + 6;
  }

  #enter(place: Place): void {
    this.#place = place;
    this.#kept = new Uint8Array();
  }
}

function headOf(header: Uint8Array): PartHead {
  const [disposition = '', ...others] = textOf(header).split('\r\n');
  // Some readers end a file name at a NUL.
  if (/\p{Cc}/u.test(disposition)) throw broken();
  const [, name, fileName] = DISPOSITION.exec(disposition) ?? [];
  const kind = fileName === undefined ? 'text' : 'file';
  const type = kind === 'file' ? FILE_TYPE : TEXT_TYPE;
  if (name === undefined || others.length > 1 || !others.every((line) => type.test(line))) throw broken();
  return { name, kind };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused('the multipart body has a text that is not UTF-8');
  }
}

function broken() {
  return refused('the multipart body does not have the form that browsers write');
}
