import type { ImageSource } from '../pkg/idsnap.js';
import type { FramePixels } from './engine/protocol.js';
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

/** The longer side of a frame that is analysed, in pixels: enough to judge print, little enough for every frame. */
const FRAME_EDGE = 1280;

/** The pixels of a frame of this size, made smaller where its longer side exceeds `maxEdge`. */
export function drawnFrame(
  picture: Drawable,
  fullWidth: number,
  fullHeight: number,
  maxEdge = FRAME_EDGE,
): FramePixels {
  const scale = Math.min(1, maxEdge / Math.max(fullWidth, fullHeight));
  const width = Math.max(1, Math.round(fullWidth * scale));
  const height = Math.max(1, Math.round(fullHeight * scale));
  const context = contextOf(width, height);
  // Plain bilinear sampling would leave out pixels, and what is left looks sharper than it is.
  context.imageSmoothingQuality = 'medium';
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  context.canvas.width = 0;
  return { rgba: new Uint8Array(data.buffer), width, height };
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
