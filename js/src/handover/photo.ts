import { preparedImage, type PreparedImage } from '../images/prepared.js';
import { joined, sha256, toBase64Url, utf8, type Bytes } from './bytes.js';
import { invalid, tampered } from './errors.js';
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
/** What a relay takes beside the file, less what encryption adds. */
const MOST_HEAD_BYTES = 65_000;
/** A page may open the file of a photo: it is never a document with scripts. */
const IMAGE_TYPE = /^image\/(?!svg)[a-z0-9.+-]{1,40}$/;

/** A photo as one array of bytes: the length of its head, its head as JSON, its file. */
export async function packPhoto(image: PreparedImage | Blob, meta: unknown): Promise<Bytes> {
  const isFile = image instanceof Blob;
  const file = isFile ? new Uint8Array(await image.arrayBuffer()) : image.bytes();
  const head: Head = isFile ? { type: image.type, meta } : { type: image.mimeType, facts: factsOf(image), meta };
  const json = utf8(JSON.stringify(head));
  if (json.length > MOST_HEAD_BYTES)
    throw invalid('meta', `${json.length.toString()} bytes`, 'at most 60000 bytes of JSON');
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, json.length, true);
  return joined(length, json, file);
}

/** The photo that was packed. @throws `handover_tampered` when it is none. */
export async function unpackPhoto(side: string, bytes: Bytes): Promise<HandoverPhoto> {
  const { head, file } = partsOf(bytes);
  const type = IMAGE_TYPE.test(head.type) ? head.type : 'application/octet-stream';
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
    return { head: JSON.parse(json) as Head, file: bytes.slice(LENGTH_BYTES + length) };
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
  Array.isArray(notes);

const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
