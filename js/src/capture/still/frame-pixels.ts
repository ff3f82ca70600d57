import type { Snapshot } from '../platform/platform.js';

/**
 * The frame's pixels without a canvas, which some browsers add noise to against fingerprinting. Nothing where the browser
 * cannot, or where it does not say that the frame is upright as it stands.
 */
export async function framePixels({ picture, width, height }: Snapshot): Promise<ImageData | undefined> {
  if (!('copyTo' in picture)) return undefined;
  const { rotation, flip, visibleRect } = picture as VideoFrame & { rotation?: number; flip?: boolean };
  if (rotation !== 0 || flip !== false || visibleRect?.width !== width || visibleRect.height !== height)
    return undefined;
  try {
    const format = { format: 'RGBA', colorSpace: 'srgb' } as const;
    const rgba = new Uint8ClampedArray(picture.allocationSize(format));
    await picture.copyTo(rgba, format);
    return new ImageData(rgba, width, height);
  } catch {
    return undefined;
  }
}
