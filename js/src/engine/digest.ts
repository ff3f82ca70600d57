import * as core from '../../pkg/idsnap.js';
import { hex } from './random-id.js';

/**
 * SHA-256 in lower-case hexadecimal digits. The platform's own takes about a tenth of the core's time; pages in an
 * insecure context do not have it.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = crypto as Partial<Crypto>;
  return subtle === undefined ? core.sha256(bytes) : hex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}
