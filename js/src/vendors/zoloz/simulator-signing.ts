import { binaryBytes, toBase64 } from '../../sandbox/base64.js';
import type { Bytes, Call } from '../../sandbox/simulator.js';

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** The keys of a simulated account: the customer's pair and the vendor's pair. */
export interface ZolozKeys {
  readonly clientId: string;
  readonly customer: CryptoKeyPair;
  readonly vendor: CryptoKeyPair;
}

/** The failure of a gateway or of the operation, in the vendor's envelope. */
export class ZolozFailure extends Error {
  constructor(
    readonly resultCode: string,
    readonly resultMessage: string,
    readonly resultStatus: 'F' | 'U' | 'S' = 'F',
  ) {
    super(resultCode);
  }
}

/** Makes a fresh account. */
export async function makeZolozKeys(clientId: string): Promise<ZolozKeys> {
  const [customer, vendor] = await Promise.all([makePair(), makePair()]);
  return { clientId, customer, vendor };
}

function makePair(): Promise<CryptoKeyPair> {
  const parameters = { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  return crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
}

/** A private key as PKCS#8 PEM. */
export async function privatePem(key: CryptoKey): Promise<string> {
  return pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', key));
}

/** A public key as SPKI PEM. */
export async function publicPem(key: CryptoKey): Promise<string> {
  return pem('PUBLIC KEY', await crypto.subtle.exportKey('spki', key));
}

function pem(label: string, der: ArrayBuffer): string {
  const lines = toBase64(new Uint8Array(der)).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Checks the headers and the signature over the very bytes of the body. */
export async function checkSignature(call: Call, keys: ZolozKeys): Promise<void> {
  const { headers } = call;
  const time = header(headers, 'request-time');
  if (header(headers, 'client-id') !== keys.clientId)
    throw new ZolozFailure('MERCHANT_NOT_FOUND', 'merchant not found');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/.test(time)) {
    throw new ZolozFailure('PARAM_ILLEGAL', 'Request-Time must look like 2025-01-01T08:00:00+0800');
  }
  const value = /^algorithm=RSA256, ?signature=([A-Za-z0-9%]+)$/.exec(header(headers, 'signature'))?.[1];
  const signature = value === undefined ? undefined : percentDecodedBase64(value);
  const content = signedContent(call.path, keys.clientId, time, call.body);
  const valid = signature && (await crypto.subtle.verify(RSA.name, keys.customer.publicKey, signature, content));
  if (valid !== true) throw new ZolozFailure('SIGNATURE_INVALID', 'signature invalid');
}

/** Signs a response as the vendor does. */
export async function signResponse(path: string, text: string, keys: ZolozKeys, now: Date): Promise<Response> {
  const body = new TextEncoder().encode(text);
  const time = `${now.toISOString().slice(0, 19)}+0000`;
  const content = signedContent(path, keys.clientId, time, body);
  const signature = toBase64(new Uint8Array(await crypto.subtle.sign(RSA.name, keys.vendor.privateKey, content)));
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    'client-id': keys.clientId,
    'response-time': time,
    signature: `algorithm=RSA256, keyVersion=1, signature=${encodeURIComponent(signature)}`,
  };
  return new Response(body, { headers });
}

function header(headers: Headers, name: string): string {
  const value = headers.get(name) ?? '';
  if (value === '') throw new ZolozFailure('PARAM_MISSING', `the header ${name} is missing`);
  return value;
}

function percentDecodedBase64(value: string): Bytes | undefined {
  try {
    return binaryBytes(atob(decodeURIComponent(value)));
  } catch {
    return undefined;
  }
}

function signedContent(path: string, clientId: string, time: string, body: Bytes): Bytes {
  const head = new TextEncoder().encode(`POST ${path}\n${clientId}.${time}.`);
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  return content;
}
