import type { Drawn, OpenImage } from './platform.js';

/** Decodes an image, upright, by the browser's own means. */
export async function openImage(source: Drawn): Promise<OpenImage> {
  const bitmap = await createImageBitmap(source);
  const { width, height } = bitmap;
  return {
    width,
    height,
    async jpeg(maxEdge, quality) {
      const scale = Math.min(1, maxEdge / Math.max(width, height));
      const scaled = (edge: number): number => Math.max(1, Math.round(edge * scale));
      const size = { width: scaled(width), height: scaled(height) };
      return { file: await draw(bitmap, size, quality), ...size };
    },
    close: () => {
      bitmap.close();
    },
  };
}

async function draw(bitmap: ImageBitmap, { width, height }: Size, quality: number): Promise<Blob> {
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

type Size = Pick<OpenImage, 'width' | 'height'>;
