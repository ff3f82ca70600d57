import { indexOf, startsWith } from './bytes.js';
import { refused } from './errors.js';
import type { Bytes } from './gateway.js';

const encoder = new TextEncoder();
/** The longest part header that is read: a name and a file name fit many times over. */
const MAX_HEADER_BYTES = 2048;
const MAX_PARTS = 32;
/** The one form of header that browsers and the SDK write. Others are refused, so no two readers can disagree. */
const DISPOSITION = /^Content-Disposition: form-data; name="([A-Za-z0-9_.[\]-]{1,64})"(?:; filename="[^"\r\n]*")?$/i;
const CONTENT_TYPE = /^Content-Type: [A-Za-z0-9.+-]+\/[A-Za-z0-9.+-]+(?:; ?charset=[A-Za-z0-9-]+)?$/i;

/** The boundary that a `multipart/form-data` header names. */
export function boundaryOf(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))\s*$/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  // The characters of RFC 2046, less the space.
  if (!/^[0-9A-Za-z'()+_,\-./:=?]{1,70}$/.test(boundary)) throw refused('the multipart body has no usable boundary');
  return boundary;
}

/**
 * The names of the parts of a body, in order.
 *
 * The boundary may stand nowhere but behind a line break and before a part or the end: some readers look for it
 * alone, and would find parts that others do not see.
 */
export function partNames(body: Bytes, boundary: string): string[] {
  const dashes = encoder.encode(`--${boundary}`);
  const names: string[] = [];
  let at = 0;
  for (;;) {
    const isFirst = at === 0;
    const found = indexOf(body, dashes, at);
    if (isFirst ? found !== 0 : found < 0 || !startsWith(body, found - 2, CRLF)) throw broken();
    const behind = found + dashes.length;
    if (!isFirst && isEnd(body, behind)) return names;
    if (!startsWith(body, behind, CRLF) || names.length === MAX_PARTS) throw broken();
    const head = readHeader(body, behind + 2);
    names.push(head.name);
    // The line break of an empty part is the last one of its header.
    at = head.end;
  }
}

/** The body with one more text part in front: all its own bytes stay as they are. */
export function prependText(body: Bytes, boundary: string, name: string, value: string): Bytes {
  const part = encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const longer = new Uint8Array(part.length + body.length);
  longer.set(part);
  longer.set(body, part.length);
  return longer;
}

const CRLF = encoder.encode('\r\n');
const BLANK_LINE = encoder.encode('\r\n\r\n');
const CLOSE = encoder.encode('--');

/** Whether the delimiter before `at` closes the body, with nothing behind it but one line break. */
function isEnd(body: Bytes, at: number): boolean {
  if (!startsWith(body, at, CLOSE)) return false;
  const rest = body.length - at - CLOSE.length;
  if (rest !== 0 && !(rest === 2 && startsWith(body, at + 2, CRLF))) throw broken();
  return true;
}

function readHeader(body: Bytes, at: number): { name: string; end: number } {
  const length = indexOf(body.subarray(at, at + MAX_HEADER_BYTES), BLANK_LINE, 0);
  if (length < 0) throw broken();
  const [disposition = '', ...others] = new TextDecoder().decode(body.subarray(at, at + length)).split('\r\n');
  const name = DISPOSITION.exec(disposition)?.[1];
  if (name === undefined || others.length > 1 || !others.every((line) => CONTENT_TYPE.test(line))) throw broken();
  return { name, end: at + length + BLANK_LINE.length };
}

function broken() {
  return refused('the multipart body does not have the form that browsers write');
}
