import type { ImageInput, ImageSource } from '../pkg/idsnap.js';
import { invalidField, localError, unreadable } from './errors.js';

type Drawable = Exclude<ImageSource, Blob | ArrayBuffer | Uint8Array | ImageData>;
type Sized = Pick<ImageData, 'width' | 'height'>;
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** What is drawn and read at once: well below the 16,777,216 pixels above which iOS returns blank canvases. */
const STRIP_PIXELS = 4_194_304;

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

/** Reads in strips, so that no canvas is larger than every browser can make. */
function readPixels(source: Drawable, width: number, height: number): Uint8Array<ArrayBuffer> {
  const rows = Math.max(1, Math.min(height, Math.floor(STRIP_PIXELS / width)));
  const context = contextOf(width, rows);
  const rgba = new Uint8Array(width * height * 4);
  for (let top = 0; top < height; top += rows) {
    const part = Math.min(rows, height - top);
    context.clearRect(0, 0, width, rows);
    context.drawImage(source, 0, top, width, part, 0, 0, width, part);
    rgba.set(context.getImageData(0, 0, width, part).data, top * width * 4);
  }
  // A canvas keeps its memory until it is collected; an empty one has none.
  context.canvas.width = 0;
  return rgba;
}

/** A canvas to draw on and read from. Throws where there is none. */
export function contextOf(width: number, height: number): Context {
  const settings = { willReadFrequently: true };
  if (typeof OffscreenCanvas === 'function') {
    const context = new OffscreenCanvas(width, height).getContext('2d', settings);
    if (context !== null) return context;
  }
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', settings) as CanvasRenderingContext2D | null;
  if (context === null) throw localError('source_unreadable', 'this browser gave no canvas');
  return context;
}
