import type { ImageInput, ImageSource } from '../pkg/idsnap.js';
import { readPixels } from './drawn.js';
import type { Drawable } from './drawn.js';
import { invalidField, unreadable } from './errors.js';

type Sized = Pick<ImageData, 'width' | 'height'>;

const KINDS: Readonly<Record<string, 'file' | 'bytes' | 'data' | 'drawable'>> = {
  Blob: 'file',
  File: 'file',
  ArrayBuffer: 'bytes',
  Uint8Array: 'bytes',
  ImageData: 'data',
  ImageBitmap: 'drawable',
  HTMLImageElement: 'drawable',
  HTMLCanvasElement: 'drawable',
  OffscreenCanvas: 'drawable',
  HTMLVideoElement: 'drawable',
  VideoFrame: 'drawable',
};

/** By tag rather than by class: a source may come from a frame, and most classes do not exist in Node. */
export const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Whether a value is something an image can be taken from. */
export const isImageSource = (value: unknown): value is ImageSource => Object.hasOwn(KINDS, tagOf(value));

/**
 * A source as it goes to the engine: a file by reference, everything else as bytes or pixels that own their memory, so
 * that it can be transferred. The caller's object stays as it is: not changed, transferred or closed.
 */
export function taken(source: ImageSource, field: string): { field: string; blob: Blob } | ImageInput {
  const tag = tagOf(source);
  const kind = Object.hasOwn(KINDS, tag) ? KINDS[tag] : undefined;
  if (kind === 'file') return { field, blob: source as Blob };
  if (kind === 'bytes') return { field, bytes: copyOf(source as ArrayBuffer | Uint8Array, field) };
  if (kind === 'data') return readData(source as ImageData, field);
  if (kind === 'drawable') return readDrawable(source as Drawable, field);
  throw invalidField(field, tag === 'Undefined' ? 'nothing' : `a value of class ${tag}`, 'an image');
}

/** A typed array is copied by its constructor; a buffer would be shared. Memory that was transferred is refused. */
export function copyOf(source: ArrayBuffer | Uint8Array, field: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(ArrayBuffer.isView(source) ? source : new Uint8Array(source));
  } catch (cause) {
    throw unreadable(field, 'the memory could not be read', cause);
  }
}

/** Where only the tag says `ImageData`, there may be no data. */
function readData({ width, height, data, colorSpace }: Sized & Partial<ImageData>, field: string): ImageInput {
  if (data?.length !== width * height * 4 || data.BYTES_PER_ELEMENT !== 1) {
    throw unreadable(field, 'the ImageData does not hold 4 bytes for each pixel');
  }
  return { field, bytes: new Uint8Array(data), width, height, displayP3: colorSpace === 'display-p3' };
}

/** The pixels of what can be drawn. */
export function readDrawable(source: Drawable, field: string): ImageInput {
  const tag = tagOf(source);
  const { width, height } = sizeOf(source, tag);
  if (!(width > 0 && height > 0)) throw unreadable(field, `the ${tag} is not ready: ${width} x ${height} pixels`);
  try {
    return { field, bytes: readPixels(source, width, height), width, height };
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'SecurityError') {
      throw unreadable(field, `the ${tag} shows an image of another origin, which a page may not read`, cause);
    }
    throw unreadable(field, `the ${tag} could not be read`, cause);
  }
}

function sizeOf(source: Drawable, tag: string): Sized {
  if ('naturalWidth' in source) return { width: source.naturalWidth, height: source.naturalHeight };
  if ('videoWidth' in source) return { width: source.videoWidth, height: source.videoHeight };
  if ('displayWidth' in source) return { width: source.displayWidth, height: source.displayHeight };
  return tag === 'ImageBitmap' || 'getContext' in source ? source : { width: 0, height: 0 };
}
