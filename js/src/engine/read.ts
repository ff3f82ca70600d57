import { readPixels } from '../drawn.js';
import { unreadable } from '../errors.js';
import type { OnProgress } from '../progress.js';
import type { PostedImage, ReadImage } from './protocol.js';

/** What a call may ask and tell while it runs. */
export interface Context {
  /** Aborted when nobody waits for the call any more. Nothing of the core may be called after that. */
  readonly signal: AbortSignal;
  readonly report: OnProgress;
}

/** Reads the files among the images, in order, and has the browser decode each that only the browser knows. */
export async function load(images: readonly PostedImage[], { signal, report }: Context): Promise<ReadImage[]> {
  signal.throwIfAborted();
  report({ phase: 'read', loaded: 0 });
  const inputs: ReadImage[] = [];
  for (const image of images) {
    inputs.push(await readFile(image));
    signal.throwIfAborted();
  }
  const total = inputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
  report({ phase: 'read', loaded: total, total });
  report({ phase: 'decode', loaded: 0, total });
  for (const [index, input] of inputs.entries()) {
    if (isIsoMedia(input)) inputs[index] = await decodeByBrowser(input);
    signal.throwIfAborted();
  }
  return inputs;
}

async function readFile(image: PostedImage): Promise<ReadImage> {
  if (!('blob' in image)) return image;
  const { field, blob } = image;
  try {
    return { field, bytes: new Uint8Array(await blob.arrayBuffer()) };
  } catch (cause) {
    throw unreadable(field, 'the file can no longer be read', cause);
  }
}

/** HEIC and AVIF are ISO base media files (ISO/IEC 14496-12): the second word is `ftyp`. The core reads none of them. */
const isIsoMedia = ({ bytes, width }: ReadImage): boolean => width === undefined && textOf(bytes, 4, 8) === 'ftyp';

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

/** HEIC in Safari, AVIF: as pixels. As it is where the browser cannot decode it either: the core says why. */
async function decodeByBrowser(input: ReadImage): Promise<ReadImage> {
  if (typeof createImageBitmap !== 'function') return input;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([input.bytes]));
  } catch {
    return input;
  }
  const { field, bytes } = input;
  const mimeType = /avi[fs]/.test(textOf(bytes, 8, 64)) ? 'image/avif' : 'image/heic';
  const { width, height } = bitmap;
  try {
    const file = { mimeType, byteLength: bytes.length } as const;
    return { field, bytes: readPixels(bitmap, width, height), width, height, file };
  } catch (cause) {
    throw unreadable(field, 'the ImageBitmap could not be read', cause);
  } finally {
    bitmap.close();
  }
}
