import { decodeBase64 } from '../../proxy/base64.js';
import { optionError } from '../../proxy/checks.js';
import type { Bytes } from '../../proxy/gateway.js';
import { problemOfPrivateKey, problemOfPublicKey } from './rsa.js';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
/** The DER form of the object identifier rsaEncryption, 1.2.840.113549.1.1.1. */
const RSA_ENCRYPTION = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** The form of an RSA key: how it is called, how its PEM is labelled, and what to do with the older form. */
interface KeyForm {
  readonly format: 'pkcs8' | 'spki';
  readonly label: string;
  readonly olderLabel: string;
  readonly convert: string;
  readonly usage: 'sign' | 'verify';
}

const PRIVATE: KeyForm = {
  format: 'pkcs8',
  label: 'PRIVATE KEY',
  olderLabel: 'RSA PRIVATE KEY',
  convert: 'openssl pkcs8 -topk8 -nocrypt -in key.pem',
  usage: 'sign',
};

const PUBLIC: KeyForm = {
  format: 'spki',
  label: 'PUBLIC KEY',
  olderLabel: 'RSA PUBLIC KEY',
  convert: 'openssl rsa -RSAPublicKey_in -in key.pem -pubout',
  usage: 'verify',
};

/** Checks a private key at once and imports it when it is first used. */
export function privateKey(value: unknown, name: string): () => Promise<CryptoKey> {
  return lazyKey(value, name, PRIVATE);
}

/** Checks a public key at once and imports it when it is first used. */
export function publicKey(value: unknown, name: string): () => Promise<CryptoKey> {
  return lazyKey(value, name, PUBLIC);
}

function lazyKey(value: unknown, name: string, form: KeyForm): () => Promise<CryptoKey> {
  if (isCryptoKey(value)) return () => Promise.resolve(checkCryptoKey(value, name, form));
  const der = readKey(value, name, form);
  let imported: Promise<CryptoKey> | undefined;
  return () => (imported ??= crypto.subtle.importKey(form.format, der, ALGORITHM, false, [form.usage]));
}

function isCryptoKey(value: unknown): value is CryptoKey {
  return typeof CryptoKey === 'function' && value instanceof CryptoKey;
}

function checkCryptoKey(key: CryptoKey, name: string, form: KeyForm): CryptoKey {
  if (key.algorithm.name !== ALGORITHM.name || !key.usages.includes(form.usage)) {
    throw optionError(name, `is not a ${ALGORITHM.name} key that may ${form.usage}`);
  }
  return key;
}

/** The DER bytes of a PEM text, or of the bare base64 that the vendor's portal shows. */
function readKey(value: unknown, name: string, form: KeyForm): Bytes {
  if (typeof value !== 'string' || value.trim() === '') throw optionError(name, 'is missing or empty');
  // Environment variables often hold a PEM with its line breaks written as \n.
  const text = value.replaceAll('\\n', '\n').trim();
  const der = decodeBase64(unarmour(text, name, form).replace(/\s+/g, ''));
  if (der === undefined) throw optionError(name, `is not a ${form.label} in PEM form: its base64 text is damaged`);
  checkDer(der, name, form);
  return der;
}

function unarmour(text: string, name: string, form: KeyForm): string {
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (label === undefined) return text;
  if (label === form.olderLabel) throw olderForm(name, form);
  if (label !== form.label) {
    throw optionError(name, `holds a PEM block named "${label}"; one named "${form.label}" is needed`);
  }
  const body = new RegExp(`^-----BEGIN ${label}-----([^-]+)-----END ${label}-----$`).exec(text)?.[1];
  if (body === undefined) throw optionError(name, 'holds a PEM block that does not end, or something beside it');
  return body;
}

function olderForm(name: string, form: KeyForm): TypeError {
  return optionError(name, `holds a PKCS#1 key; convert it with "${form.convert}" and pass the result`);
}

/** Tells the form and kind of the key apart by its first elements, and then whether its numbers are a key. */
function checkDer(der: Bytes, name: string, form: KeyForm): void {
  const outer = contentStart(der, 0);
  if (der[0] !== SEQUENCE || outer === undefined) throw optionError(name, 'is not an RSA key in DER form');
  const algorithm = form.format === 'pkcs8' ? afterVersion(der, outer) : outer;
  if (der[algorithm] === INTEGER) throw olderForm(name, form);
  const identifier = der[algorithm] === SEQUENCE ? contentStart(der, algorithm) : undefined;
  if (identifier === undefined || !RSA_ENCRYPTION.every((byte, index) => der[identifier + index] === byte)) {
    throw optionError(name, `is not an RSA ${form.label}`);
  }
  const problem = form.format === 'pkcs8' ? problemOfPrivateKey(der) : problemOfPublicKey(der);
  if (problem !== undefined) throw optionError(name, `is an RSA ${form.label} that ${problem}`);
}

function afterVersion(der: Bytes, at: number): number {
  return der[at] === INTEGER && der[at + 1] === 1 ? at + 3 : at;
}

/** Where the content of the element at `at` starts. */
function contentStart(der: Bytes, at: number): number | undefined {
  const length = der[at + 1];
  if (length === undefined) return undefined;
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
}
