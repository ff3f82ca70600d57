import { decodeBase64, encodeBase64 } from '../../proxy/base64.js';
import { joinedInRoom } from '../../proxy/bytes.js';
import type { Bytes } from '../../proxy/gateway.js';

/** Signs and verifies for ZOLOZ, in one of its two schemes. */
export interface Signer {
  /** The headers of a request, all but `Client-Id` and `Request-Time`. */
  headers(content: Bytes): Promise<Record<string, string>>;
  /** Whether `signature` is the vendor's over `content`; `undefined` when the scheme has no key to tell. */
  verify(signature: string, content: Bytes): Promise<boolean> | undefined;
}

/** Gives the bytes of a signature. */
export type Sign = (content: Bytes) => Promise<Uint8Array>;

/** A body, and how many bytes in front of it in its buffer are free. */
export interface SignedBody {
  readonly body: Bytes;
  readonly roomBytes?: number;
}

/** The text that is signed: it ends with the very bytes of the body. */
export function contentToSign(
  path: string,
  clientId: string,
  time: string,
  { body, roomBytes = 0 }: SignedBody,
): Bytes {
  return joinedInRoom(new TextEncoder().encode(`POST ${path}\n${clientId}.${time}.`), body, roomBytes);
}

/** `Request-Time` in the one form the vendor accepts: an offset without a colon, and no `Z`. */
export function requestTime(now: Date): string {
  return `${now.toISOString().slice(0, 19)}+0000`;
}

/** RSA with SHA-256 and PKCS#1 v1.5; the base64 text is percent-encoded inside the header. */
export function rsaSigner(sign: Sign, vendorKey: (() => Promise<CryptoKey>) | undefined): Signer {
  return {
    async headers(content) {
      const text = encodeURIComponent(encodeBase64(await sign(content)));
      return { Signature: `algorithm=RSA256, signature=${text}` };
    },
    verify(signature, content) {
      return vendorKey && verifyRsa(vendorKey, signature, content);
    },
  };
}

/** The scheme "AK/SK": HMAC with SHA-256 over the same text, as base64url without padding. */
export function hmacSigner(accessKey: string, secretKey: Bytes, verifiesResponses: boolean): Signer {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let imported: Promise<CryptoKey> | undefined;
  const key = () => (imported ??= crypto.subtle.importKey('raw', secretKey, algorithm, false, ['sign', 'verify']));
  return {
    async headers(content) {
      const signature = encodeBase64(new Uint8Array(await crypto.subtle.sign('HMAC', await key(), content)));
      const text = signature.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      return { 'Auth-Type': 'AKSK', 'Access-Key': accessKey, Signature: text };
    },
    verify(signature, content) {
      return verifiesResponses ? verifyHmac(key, signature, content) : undefined;
    },
  };
}

async function verifyRsa(key: () => Promise<CryptoKey>, header: string, content: Bytes): Promise<boolean> {
  const values = Array.from(header.matchAll(/(?:^|[,\s])signature=([^,\s]+)/g), ([, value]) => value);
  // With two of them, another reader could take the other one.
  const value = values.length === 1 ? values[0] : undefined;
  const signature = value === undefined ? undefined : decodeBase64(percentDecode(value));
  return signature !== undefined && crypto.subtle.verify('RSASSA-PKCS1-v1_5', await key(), signature, content);
}

async function verifyHmac(key: () => Promise<CryptoKey>, header: string, content: Bytes): Promise<boolean> {
  const signature = decodeBase64(header.trim());
  return signature !== undefined && crypto.subtle.verify('HMAC', await key(), signature, content);
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
