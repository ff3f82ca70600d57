import { preparedImage, type PreparedImage } from '../images/prepared.js';
import { joined, sha256, toBase64Url, utf8, type Bytes } from './bytes.js';
import { handoverError, invalid, tampered } from './errors.js';
import { imageTypeOf } from './image-type.js';
import type { HandoverPhoto } from './types.js';

/** One photo in the manifest. */
export interface ManifestEntry {
  readonly side: string;
  /** The length of the plaintext in bytes. */
  readonly length: number;
  /** SHA-256 of the plaintext, in base64url. */
  readonly sha256: string;
}

interface Head {
  readonly type: string;
  readonly facts?: Facts;
  readonly meta?: unknown;
}

type Facts = Omit<Parameters<typeof preparedImage>[0], 'bytes'>;

const LENGTH_BYTES = 4;
/** Of 65,536 bytes that a relay takes beside the file the rest is for what is known of an image, and for encryption. */
const MOST_META_BYTES = 64_000;

/**
 * A photo as one array of bytes: the length of its head, its head as JSON, its file.
 *
 * @throws `not_an_image` for a file of another kind, `invalid_field` for what cannot go with it.
 */
export async function packPhoto(image: PreparedImage | Blob, meta: unknown): Promise<Bytes> {
  checkMeta(meta);
  const file = await fileOf(image);
  const type = imageTypeOf(file);
  if (type === undefined) throw handoverError('not_an_image', 'the file is no JPEG, PNG, WebP, HEIC or AVIF');
  const head: Head = image instanceof Blob ? { type, meta } : { type: image.mimeType, facts: factsOf(image), meta };
  const json = utf8(JSON.stringify(head));
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, json.length, true);
  return joined(length, json, file);
}

async function fileOf(image: PreparedImage | Blob): Promise<Bytes> {
  const given: unknown = image;
  if (given instanceof Blob) return new Uint8Array(await given.arrayBuffer());
  const isPrepared =
    typeof given === 'object' && given !== null && 'bytes' in given && typeof given.bytes === 'function';
  if (!isPrepared) throw invalid('image', 'something else', 'a PreparedImage or a Blob');
  return image instanceof Blob ? new Uint8Array() : image.bytes();
}

/** What JSON would leave out or change without a word is refused. */
function checkMeta(meta: unknown): void {
  if (meta === undefined) return;
  let json: string;
  try {
    json = JSON.stringify(meta, (_, value: unknown) => {
      const isLost = ['bigint', 'function', 'symbol'].includes(typeof value);
      if (isLost || (typeof value === 'number' && !Number.isFinite(value))) throw new TypeError('no JSON');
      return value;
    });
  } catch (cause) {
    throw handoverError('invalid_field', 'meta: found what is no JSON, expected JSON', { field: 'meta', cause });
  }
  const { length } = utf8(json);
  if (length > MOST_META_BYTES) {
    throw invalid('meta', `${length.toString()} bytes`, `at most ${MOST_META_BYTES.toString()} bytes of JSON`);
  }
}

/** The photo that was packed. @throws `handover_tampered` when it is none. */
export async function unpackPhoto(side: string, bytes: Bytes): Promise<HandoverPhoto> {
  const { head, file } = partsOf(bytes);
  const type = imageTypeOf(file);
  if (type === undefined) throw tampered('a photo is no image');
  const photo = { side, blob: new Blob([file], { type }), meta: head.meta };
  if (head.facts === undefined) return photo;
  if (!isFacts(head.facts) || head.facts.mimeType !== type)
    throw tampered('what is told of a photo is not of an image');
  if (head.facts.byteLength !== file.length || head.facts.sha256 !== hex(await sha256(file))) {
    throw tampered('the file of a photo is not the one that was prepared');
  }
  return { ...photo, image: preparedImage({ ...head.facts, bytes: file }) };
}

function partsOf(bytes: Bytes): { head: Head; file: Bytes } {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const json = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
    const head: unknown = JSON.parse(json);
    if (typeof head !== 'object' || head === null) throw new SyntaxError('no object');
    return { head: head as Head, file: bytes.slice(LENGTH_BYTES + length) };
  } catch {
    throw tampered('a photo has no head');
  }
}

/** What the manifest says of a photo. */
export async function entryOf(side: string, plain: Bytes): Promise<ManifestEntry> {
  return { side, length: plain.length, sha256: toBase64Url(await sha256(plain)) };
}

/** What is known of an image, without its file and its functions. */
function factsOf(image: PreparedImage): Facts {
  const { mimeType, width, height, byteLength, base64Length, quality, path, sha256, source, notes } = image;
  const facts = { mimeType, width, height, byteLength, base64Length, path, sha256, source, notes: [...notes] };
  return quality === null ? facts : { ...facts, quality };
}

/** The phone is another device, and whoever has the link can be the phone. */
const isFacts = ({ width, height, base64Length, path, source, notes, quality }: Partial<Facts>): boolean =>
  [width, height, base64Length].every((count) => Number.isSafeInteger(count) && Number(count) > 0) &&
  (quality === undefined || typeof quality === 'number') &&
  typeof path === 'string' &&
  typeof source === 'object' &&
  (source as unknown) !== null &&
  Array.isArray(notes);

const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
