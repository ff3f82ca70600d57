import { fromBase64Url, joined, randomBytes, toBase64Url, utf8, type Bytes } from './bytes.js';
import { handoverError, tampered, wrongSetup } from './errors.js';

/** The version of the protocol. */
export const VERSION = 1;
/** A status, such as the offer or the manifest. */
export const MESSAGE = 1;
export const PHOTO = 2;

const ID_BYTES = 16;
const SECRET_BYTES = 32;
/** NIST SP 800-38D. */
const IV_BYTES = 12;
const HEAD_BYTES = 2;

/** Who writes a message. */
export type Writer = 'computer' | 'phone';

/** What a link holds, in base64url. */
export interface LinkSecrets {
  /** The session id, 128 random bits. */
  readonly id: string;
  /** The key, 256 random bits. It is never sent. */
  readonly key: string;
}

/** What both sides derive from a link. */
export interface Keys {
  readonly id: string;
  /** Shows the relay that one knows the key. */
  readonly join: string;
  readonly computer: CryptoKey;
  readonly phone: CryptoKey;
  readonly photo: CryptoKey;
  /** The comparison code: six digits, of what each side drew. */
  readonly codeOf: (phone: Bytes, computer: Bytes) => Promise<string>;
}

/** Where a message stands. The reader knows it before it decrypts; none of it can be changed. */
export interface Place {
  readonly id: string;
  readonly writer: Writer;
  readonly number: number;
  /** Of a photo: its side, its order among `count`, and the kind of document. */
  readonly photo?: { readonly side: string; readonly order: number; readonly count: number; readonly kind: string };
}

/** A new id and key. */
export const drawLink = (): LinkSecrets => ({ id: toBase64Url(randomBytes(ID_BYTES)), key: drawSecret() });

/** A new token or nonce: 256 random bits in base64url. */
export const drawSecret = (): string => toBase64Url(randomBytes(SECRET_BYTES));

/** The bytes of a nonce that the other side sent. @throws `handover_tampered` for anything else. */
export function nonceOf(text: unknown): Bytes {
  const bytes = typeof text === 'string' ? fromBase64Url(text) : undefined;
  if (bytes?.length !== SECRET_BYTES) throw tampered('a nonce has another length');
  return bytes;
}

const FRAGMENT = /^#idsnap=(\d+)\.([\w-]{22})\.([\w-]{43})$/;

/** The page's address with what a phone needs in its fragment, which browsers send to nobody. */
export const linkOf = (page: string, { id, key }: LinkSecrets): string =>
  `${page}#idsnap=${VERSION.toString()}.${id}.${key}`;

/** What the address of the phone's page holds. @throws `handover_link_invalid` when it is not whole. */
export function readLink(href: string): LinkSecrets {
  // Pages without types may give anything: a pattern takes it as a text.
  const [hash = ''] = /#.*$/s.exec(href) ?? [];
  const [, version, id = '', key = ''] = FRAGMENT.exec(hash) ?? [];
  if (version === undefined) throw handoverError('handover_link_invalid', 'the address holds no session and key');
  if (version !== VERSION.toString()) {
    throw handoverError('handover_link_invalid', `the link has version ${version}, expected ${VERSION.toString()}`);
  }
  if (fromBase64Url(id) === undefined || fromBase64Url(key) === undefined) {
    throw handoverError('handover_link_invalid', 'the session or the key is damaged');
  }
  return { id, key };
}

/** Separate keys for each direction and purpose, by HKDF-SHA-256 (RFC 5869). */
export async function deriveKeys({ id, key }: LinkSecrets): Promise<Keys> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (subtle === undefined) throw wrongSetup('there is no Web Cryptography: the page is in no secure context');
  const secret = await subtle.importKey('raw', keyBytes(key), 'HKDF', false, ['deriveKey', 'deriveBits']);
  const hkdf = (purpose: string, ...more: Bytes[]): HkdfParams => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: keyBytes(id),
    info: joined(utf8(`idsnap-handover ${VERSION.toString()} ${purpose}`), ...more),
  });
  const cipher = { name: 'AES-GCM', length: 256 };
  const derive = (purpose: string) => subtle.deriveKey(hkdf(purpose), secret, cipher, false, ['encrypt', 'decrypt']);
  const [computer, phone, photo, join] = await Promise.all([
    derive('computer'),
    derive('phone'),
    derive('photo'),
    subtle.deriveBits(hkdf('join'), secret, SECRET_BYTES * 8),
  ]);
  return {
    id,
    join: toBase64Url(new Uint8Array(join)),
    computer,
    phone,
    photo,
    async codeOf(fromPhone, fromComputer) {
      const bits = await subtle.deriveBits(hkdf('code', fromPhone, fromComputer), secret, 64);
      return (new DataView(bits).getBigUint64(0) % 1_000_000n).toString().padStart(6, '0');
    },
  };
}

const keyBytes = (text: string): Bytes => fromBase64Url(text) ?? new Uint8Array();

/** Encrypts a message for its place. */
export async function seal(keys: Keys, place: Place, plain: Bytes): Promise<Bytes> {
  const iv = randomBytes(IV_BYTES);
  const sealed = await crypto.subtle.encrypt(cipherOf(place, iv), keyOf(keys, place), plain);
  return joined(Uint8Array.of(VERSION, typeOf(place)), iv, new Uint8Array(sealed));
}

/** Decrypts a message that stands at its place. @throws `handover_tampered` when it is another one, or was changed. */
export async function unseal(keys: Keys, place: Place, bytes: Bytes): Promise<Bytes> {
  const what = `message ${place.number.toString()} of the ${place.writer}`;
  if (bytes[0] !== VERSION || bytes[1] !== typeOf(place)) throw tampered(`${what} has another version or type`);
  const iv = bytes.slice(HEAD_BYTES, HEAD_BYTES + IV_BYTES);
  const sealed = bytes.subarray(HEAD_BYTES + IV_BYTES);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(cipherOf(place, iv), keyOf(keys, place), sealed));
  } catch {
    // The error of a failed decryption says nothing.
    throw tampered(`${what} does not decrypt`);
  }
}

/** A status message as bytes. */
export const sealJson = (keys: Keys, place: Place, value: unknown): Promise<Bytes> =>
  seal(keys, place, utf8(JSON.stringify(value)));

/** A status message as an object; its fields are still to be checked. */
export async function unsealJson(keys: Keys, place: Place, bytes: Bytes): Promise<Readonly<Record<string, unknown>>> {
  const value = parsed(new TextDecoder().decode(await unseal(keys, place, bytes)));
  if (typeof value !== 'object' || value === null) throw tampered('a message is no object');
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const typeOf = ({ photo }: Place): number => (photo === undefined ? MESSAGE : PHOTO);

const keyOf = (keys: Keys, { writer, photo }: Place): CryptoKey => (photo === undefined ? keys[writer] : keys.photo);

function cipherOf(place: Place, iv: Bytes): AesGcmParams {
  const { id, writer, number, photo } = place;
  const more = photo === undefined ? [] : [photo.side, photo.order, photo.count, photo.kind];
  const bound = [VERSION, id, writer, number, typeOf(place), ...more];
  return { name: 'AES-GCM', iv, additionalData: utf8(JSON.stringify(bound)) };
}
