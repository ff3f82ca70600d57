import type { Snapshot } from '../platform/platform.js';

/** So many are copied at a time: on a phone a whole frame would keep the page's thread busy for longer than is felt. */
const STRIP_PIXELS = 524_288;

/**
 * The frame's pixels without a canvas, which some browsers add noise to against fingerprinting; `pause` is waited for before
 * each strip and after the last. Nothing where the browser cannot, or where it does not say that the frame is upright as it
 * stands.
 */
export async function framePixels(
  { picture, width, height }: Snapshot,
  pause: () => Promise<void>,
): Promise<ImageData | undefined> {
  if (!('copyTo' in picture)) return undefined;
  const { rotation, flip, visibleRect } = picture as VideoFrame & { rotation?: number; flip?: boolean };
  if (rotation !== 0 || flip !== false || visibleRect?.width !== width || visibleRect.height !== height)
    return undefined;
  try {
    const format = { format: 'RGBA', colorSpace: 'srgb' } as const;
    const rgba = new Uint8ClampedArray(picture.allocationSize(format));
    // Chroma has one row for two of luma, and a strip begins with both.
    const rows = Math.max(2, Math.floor(STRIP_PIXELS / width / 2) * 2);
    for (let top = 0; top < height; top += rows) {
      await pause();
      const rect = { x: visibleRect.x, y: visibleRect.y + top, width, height: Math.min(rows, height - top) };
      await picture.copyTo(rgba.subarray(top * width * 4), { ...format, rect });
    }
    await pause();
    return new ImageData(rgba, width, height);
  } catch {
    return undefined;
  }
}
