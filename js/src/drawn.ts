import type { ImageSource } from '../pkg/idsnap.js';
import { localError } from './errors.js';

/** What can be drawn on a canvas. */
export type Drawable = Exclude<ImageSource, Blob | ArrayBuffer | Uint8Array | ImageData>;
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** What is drawn and read at once: well below the 16,777,216 pixels above which iOS returns blank canvases. */
const STRIP_PIXELS = 4_194_304;

/** Reads pixels in strips, so that no canvas is larger than every browser can make. */
export function readPixels(source: Drawable, width: number, height: number): Uint8Array<ArrayBuffer> {
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
