import type { PostedImage } from '../engine/protocol.js';
import { IdSnapError, infoOf, invalidField } from '../errors.js';
import { checked, legible } from '../options.js';
import { readDrawable } from '../source.js';
import type { Decoders } from './types.js';

/** Images as they are posted, and the memory that is transferred with them. */
export interface Posted {
  images: readonly PostedImage[];
  transfer: ArrayBuffer[];
}

/** What decoding needs of the first bundle. It is given, because the bundle is divided by what is loaded on demand. */
export type Tools = Readonly<typeof TOOLS>;

const TOOLS = { IdSnapError, checked, infoOf, invalidField, legible, readDrawable };

/** Makes a call with images. Those that neither the core nor the browser can decode go to the caller's decoders. */
export async function withDecoders<T>(
  decoders: Decoders | undefined,
  posted: Posted,
  signal: AbortSignal,
  call: (posted: Posted) => Promise<T>,
): Promise<T> {
  if (decoders === undefined) return call(posted);
  const { decoding } = await import('./decoding.js');
  return decoding(TOOLS, { decoders, posted, signal, call });
}
