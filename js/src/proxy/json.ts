import type { Bytes } from './gateway.js';

/** The JSON object that `bytes` hold, or `undefined`. */
export function parseObject(bytes: Bytes): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How much a JSON body may hold beside the length of its texts. */
export interface JsonLimits {
  /** How deep objects and lists may be nested. */
  readonly maxDepth: number;
  /** How many members and elements there may be in all. */
  readonly maxItems: number;
}

/** Far more than any request of a vendor has. */
export const REQUEST_LIMITS: JsonLimits = { maxDepth: 32, maxItems: 5000 };

/**
 * The one JSON object that `bytes` hold, if no key stands in it twice: readers differ in which of two they take, so
 * what is checked here would not be what the vendor reads.
 *
 * @throws {@link JsonProblem} that says what is wrong.
 */
export function parseStrictObject(bytes: Bytes, limits: JsonLimits = REQUEST_LIMITS): Record<string, unknown> {
  const text = decode(bytes);
  scan(text, limits);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonProblem('is not JSON');
  }
  if (!isObject(value)) throw new JsonProblem('is not a JSON object');
  return value;
}

/** What is wrong with a JSON text. The message says nothing of its content. */
export class JsonProblem extends Error {}

/** A JSON body. */
export function writeJson(value: Readonly<Record<string, unknown>>): Bytes {
  return new TextEncoder().encode(JSON.stringify(value));
}

/**
 * The body with more members in front: all its own bytes stay as they are. It holds `value`, a JSON object that has
 * none of them.
 */
export function prependMembers(
  body: Bytes,
  value: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, unknown>>,
): Bytes {
  const brace = body.indexOf(0x7b);
  const comma = Object.keys(value).length === 0 ? '' : ',';
  const head = new TextEncoder().encode(`${JSON.stringify(members).slice(0, -1)}${comma}`);
  const longer = new Uint8Array(head.length + body.length - brace - 1);
  longer.set(head);
  longer.set(body.subarray(brace + 1), head.length);
  return longer;
}

/** Whether `value` is an object with named members. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new JsonProblem('is not UTF-8');
  }
}

/** An object whose keys are compared, or a list. */
interface Container {
  readonly keys: Set<string> | undefined;
}

/**
 * Compares the keys of each object and counts, jumping over texts. Whether the text is JSON at all is for the parser
 * to say: what is wrongly taken for structure here is an error there.
 */
function scan(text: string, limits: JsonLimits): void {
  const structure = /["{}[\],]/g;
  const colon = /\s*:/y;
  const open: Container[] = [];
  let items = 0;
  for (let match = structure.exec(text); match !== null; match = structure.exec(text)) {
    switch (match[0]) {
      case '"': {
        const end = endOfText(text, match.index + 1);
        colon.lastIndex = end;
        if (colon.test(text)) addKey(open.at(-1), text.slice(match.index, end));
        structure.lastIndex = end;
        continue;
      }
      case '{':
      case '[':
        open.push({ keys: match[0] === '{' ? new Set() : undefined });
        break;
      case ',':
        break;
      default:
        open.pop();
        continue;
    }
    items += 1;
    if (open.length > limits.maxDepth) throw new JsonProblem('is nested too deep');
    if (items > limits.maxItems) throw new JsonProblem('has too many items');
  }
}

/** The place behind the quotation mark that ends the text which starts at `from`. */
function endOfText(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  throw new JsonProblem('is not JSON');
}

function addKey(container: Container | undefined, quoted: string): void {
  if (container?.keys === undefined) return;
  let key: unknown;
  try {
    key = JSON.parse(quoted);
  } catch {
    throw new JsonProblem('is not JSON');
  }
  if (typeof key !== 'string') return;
  // Readers that replace it would find two keys the same.
  if (/\p{Cs}/u.test(key)) throw new JsonProblem('has a key that is no text');
  if (container.keys.has(key)) throw new JsonProblem('has a key twice');
  container.keys.add(key);
}
