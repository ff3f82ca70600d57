import type { Bytes } from '../../proxy/gateway.js';

/** The shortest modulus that the vendor takes, in bits. */
const MIN_BITS = 2048;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;

/** One element of DER (ITU-T X.690). */
interface Element {
  readonly tag: number;
  readonly content: Bytes;
}

/**
 * What is wrong with the numbers of a PKCS#8 key, or `undefined`. An import would tell, but only when the first
 * request is signed; the numbers tell at once (RFC 8017, 3.2).
 */
export function problemOfPrivateKey(der: Bytes): string | undefined {
  const wrapped = single(der, SEQUENCE)?.find(({ tag }) => tag === OCTET_STRING);
  const key = wrapped && single(wrapped.content, SEQUENCE);
  const [, n, e, d, p, q] = key?.filter(({ tag }) => tag === INTEGER).map(({ content }) => toNumber(content)) ?? [];
  if (n === undefined || e === undefined || d === undefined || p === undefined || q === undefined) return 'is damaged';
  if (p <= 1n || q <= 1n || p * q !== n) return 'is damaged: its primes do not belong to it';
  const isInverse = (prime: bigint) => (e * d) % (prime - 1n) === 1n % (prime - 1n);
  if (!isInverse(p) || !isInverse(q)) return 'is damaged: its exponents do not belong together';
  return problemOfSize(n);
}

/** What is wrong with the numbers of an SPKI key, or `undefined`. */
export function problemOfPublicKey(der: Bytes): string | undefined {
  const wrapped = single(der, SEQUENCE)?.find(({ tag }) => tag === BIT_STRING);
  const key = wrapped && single(wrapped.content.subarray(1), SEQUENCE);
  const [n, e] = key?.map(({ content }) => toNumber(content)) ?? [];
  if (n === undefined || e === undefined || n % 2n === 0n || e % 2n === 0n) return 'is damaged';
  return problemOfSize(n);
}

function problemOfSize(modulus: bigint): string | undefined {
  const bits = modulus.toString(2).length;
  return bits < MIN_BITS ? `has ${bits.toString()} bits; ${MIN_BITS.toString()} are needed` : undefined;
}

/** The elements inside the one element that `der` is. */
function single(der: Bytes, tag: number): Element[] | undefined {
  const outer = elements(der);
  const [first] = outer ?? [];
  return outer?.length === 1 && first?.tag === tag ? elements(first.content) : undefined;
}

/** The elements that fill `bytes` from end to end, or `undefined` if they do not. */
function elements(bytes: Bytes): Element[] | undefined {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at];
    const short = bytes[at + 1];
    if (tag === undefined || short === undefined) return undefined;
    const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
    if (short === 0x80 || lengthBytes > 3) return undefined;
    const length = lengthBytes === 0 ? short : Number(toNumber(bytes.subarray(at + 2, at + 2 + lengthBytes)));
    const start = at + 2 + lengthBytes;
    if (start + length > bytes.length) return undefined;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

function toNumber(bytes: Bytes): bigint {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return BigInt(`0x${hex === '' ? '0' : hex}`);
}
