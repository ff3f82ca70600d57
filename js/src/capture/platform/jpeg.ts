import type { Drawn, EncodedImage } from './platform.js';

/** The browser's own JPEG of an upright image, its longer side at most `maxEdge`; `quality` is 0 to 1. */
export async function jpegOf(source: Drawn, maxEdge: number, quality: number): Promise<EncodedImage> {
  const bitmap = await createImageBitmap(source);
  try {
    const scale = Math.min(1, maxEdge / Math.max(bitmap.width, bitmap.height));
    const scaled = (edge: number): number => Math.max(1, Math.round(edge * scale));
    const [width, height] = [scaled(bitmap.width), scaled(bitmap.height)];
    const file = await draw(bitmap, width, height, quality);
    return { file, width, height, source: { width: bitmap.width, height: bitmap.height } };
  } finally {
    bitmap.close();
  }
}

async function draw(bitmap: ImageBitmap, width: number, height: number, quality: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('this browser gave no canvas');
  context.imageSmoothingQuality = 'high';
  // A JPEG has no transparency: what shows through is paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  const file = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', quality);
  });
  // A canvas keeps its memory until it is collected; an empty one has none.
  canvas.width = 0;
  if (file === null) throw new Error('this browser made no JPEG');
  return file;
}
