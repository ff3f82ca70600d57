import * as core from '../../pkg/idsnap.js';

/**
 * SHA-256 in lower-case hexadecimal digits. The platform's own takes about a tenth of the core's time; pages in an
 * insecure context do not have it.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = crypto as Partial<Crypto>;
  return subtle === undefined ? core.sha256(bytes) : hex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}

/** An id that nobody has used: 32 hexadecimal digits. */
export const randomId = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
