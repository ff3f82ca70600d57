import { IdSnapError, infoOf, localError } from '../errors.js';

/** A response that is longer than the client takes. */
export function tooLarge(limit: number): IdSnapError {
  return new IdSnapError({ ...infoOf('response_too_large', `the response exceeds ${limit} bytes`), limit });
}

/** A proxy that gave no response. */
export const unreachable = (cause?: unknown): IdSnapError =>
  localError('network_unreachable', 'the proxy could not be reached', cause);
