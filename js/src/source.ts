import type { ImageSource } from '../pkg/idsnap.js';
import { invalidField, localError } from './errors.js';
import type { IdSnapError } from './errors.js';

/** A source as the core takes it. Both kinds own their memory: it can be moved to the worker. */
export type Loaded =
  | { kind: 'bytes'; bytes: Uint8Array<ArrayBuffer>; mimeType: string }
  | { kind: 'pixels'; width: number; height: number; rgba: Uint8Array<ArrayBuffer> };

type Drawable = Exclude<ImageSource, Blob | ArrayBuffer | Uint8Array | ImageData>;
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
const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Whether a value is something a picture can be taken from. */
export const isImageSource = (value: unknown): value is ImageSource => Object.hasOwn(KINDS, tagOf(value));

/** Reads a source. The caller's object stays as it is: not changed, moved or closed. */
export async function readSource(source: ImageSource, field = 'source'): Promise<Loaded> {
  const tag = tagOf(source);
  const kind = Object.hasOwn(KINDS, tag) ? KINDS[tag] : undefined;
  if (kind === 'file') return readFile(source as Blob);
  if (kind === 'bytes') return { kind, bytes: copyOf(source as ArrayBuffer | Uint8Array), mimeType: '' };
  if (kind === 'data') return readData(source as ImageData);
  if (kind === 'drawable') return readDrawable(source as Drawable, tag);
  throw invalidField(field, tag === 'Undefined' ? 'nothing' : `a value of class ${tag}`, 'an image');
}

/** A typed array is copied by its constructor; a buffer would be shared. */
const copyOf = (source: ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(ArrayBuffer.isView(source) ? source : new Uint8Array(source));

async function readFile(file: Blob): Promise<Loaded> {
  try {
    return { kind: 'bytes', bytes: new Uint8Array(await file.arrayBuffer()), mimeType: file.type };
  } catch (cause) {
    throw unreadable('the file can no longer be read', cause);
  }
}

function readData({ width, height, data }: ImageData): Loaded {
  if (data.length !== width * height * 4 || data.BYTES_PER_ELEMENT !== 1) {
    throw unreadable('the ImageData does not hold 4 bytes for each pixel');
  }
  return { kind: 'pixels', width, height, rgba: new Uint8Array(data) };
}

function readDrawable(source: Drawable, tag: string): Loaded {
  const { width, height } = sizeOf(source, tag);
  if (!(width > 0 && height > 0)) throw unreadable(`the ${tag} is not ready: ${width} x ${height} pixels`);
  try {
    return { kind: 'pixels', width, height, rgba: readPixels(source, width, height) };
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'SecurityError') {
      throw unreadable(`the ${tag} shows a picture of another origin, which a page may not read`, cause);
    }
    throw unreadable(`the ${tag} could not be read`, cause);
  }
}

function sizeOf(source: Drawable, tag: string): { width: number; height: number } {
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

/** A canvas to draw on and read from. */
export function contextOf(width: number, height: number): Context {
  const settings = { willReadFrequently: true };
  if (typeof OffscreenCanvas === 'function') {
    const context = new OffscreenCanvas(width, height).getContext('2d', settings);
    if (context !== null) return context;
  }
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', settings) as CanvasRenderingContext2D | null;
  if (context === null) throw unreadable('this browser gave no canvas');
  return context;
}

/** Lets the browser decode a format that the core does not: HEIC in Safari, AVIF. Nothing where it cannot either. */
export async function decodeByBrowser(source: Loaded): Promise<Loaded | undefined> {
  if (source.kind !== 'bytes' || typeof createImageBitmap !== 'function' || !isIsoMedia(source.bytes)) return undefined;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([source.bytes], { type: source.mimeType }));
  } catch {
    return undefined;
  }
  try {
    return readDrawable(bitmap, 'ImageBitmap');
  } finally {
    bitmap.close();
  }
}

/**
 * HEIC and AVIF are ISO base media files (ISO/IEC 14496-12): the second word is `ftyp`. Bytes that were moved away have
 * no length, and no part of them can be taken.
 */
export const isIsoMedia = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 && String.fromCharCode(...bytes.subarray(4, 8)) === 'ftyp';

/** Whether the bytes are a PDF, which no vendor wants resized. */
export const isPdf = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-';

const unreadable = (message: string, cause?: unknown): IdSnapError => localError('source_unreadable', message, cause);
