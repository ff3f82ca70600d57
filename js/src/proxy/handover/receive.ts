import { readBody, Stalled, TooLong } from '../body.js';
import { Refusal, refused } from '../errors.js';
import type { Bytes } from '../gateway.js';
import { isObject } from '../json.js';
import { piecesOf } from '../pieces.js';
import { SHORT_BYTES } from './sessions.js';

const STALL_MS = 60_000;
/** A body that has taken ten seconds must be faster, in bytes a second. */
const SLOWEST = 1000;

/** A request whose body is read. */
export interface Receiving {
  readonly request: Request;
  readonly settings: { readonly bodyTimeoutMs: number };
  /** The length of the body, once it is read. */
  requestBytes: number;
}

/** The body, of this type and at most so long. */
export async function receive(call: Receiving, type: string, maxBytes: number): Promise<Bytes> {
  const { settings, request } = call;
  if (request.headers.get('content-type') !== type) throw refused(`the body has to be ${type}`, 415);
  if (request.headers.has('content-encoding')) throw refused('the body may not be compressed', 415);
  const { bodyTimeoutMs: totalMs } = settings;
  const limits = { maxBytes, stallMs: STALL_MS, totalMs, minBytesPerSecond: SLOWEST, signal: request.signal };
  try {
    const bytes = await readBody(piecesOf(request.body), limits);
    call.requestBytes = bytes.length;
    return bytes;
  } catch (error) {
    if (error instanceof TooLong) throw new Refusal('image_too_large', 413, 'the body is too long');
    if (error instanceof Stalled) throw refused('the body arrived too slowly', 408);
    throw error;
  }
}

/** The texts of a JSON object that has these keys and no others. */
export async function readJson<K extends string>(call: Receiving, keys: readonly K[]): Promise<Record<K, string>> {
  const bytes = await receive(call, 'application/json', 2 * SHORT_BYTES);
  const value = parsed(bytes);
  if (!isObject(value) || Object.keys(value).length !== keys.length) throw malformed();
  if (keys.some((key) => typeof value[key] !== 'string')) throw malformed();
  return value as Record<K, string>;
}

function parsed(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw malformed();
  }
}

/** The refusal of a body of another form. */
export const malformed = (): Refusal => refused('the body is not what the protocol says');
