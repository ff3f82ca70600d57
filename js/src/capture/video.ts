import type { ImageSource } from '../../pkg/idsnap.js';
import { contextOf } from '../source.js';
import type { Cancel, Pixels, Snapshot } from './platform.js';

type Picture = VideoFrame | ImageBitmap;

/** A video has a picture from this `readyState` on. */
const HAVE_CURRENT_DATA = 2;

/** Calls once when the video shows another frame; by the screen's own pace where the browser does not tell. */
export function nextFrame(video: HTMLVideoElement, work: () => void): Cancel {
  if (typeof (video as Partial<HTMLVideoElement>).requestVideoFrameCallback === 'function') {
    const id = video.requestVideoFrameCallback(work);
    return () => {
      video.cancelVideoFrameCallback(id);
    };
  }
  const id = requestAnimationFrame(work);
  return () => {
    cancelAnimationFrame(id);
  };
}

/** The video as it is now; nothing while it has no picture. */
export async function snapshot(video: HTMLVideoElement): Promise<Snapshot | undefined> {
  const { videoWidth: width, videoHeight: height, readyState } = video;
  if (!(width > 0 && height > 0) || readyState < HAVE_CURRENT_DATA) return undefined;
  const picture = frameOf(video) ?? (await createImageBitmap(video));
  return {
    width,
    height,
    pixels: (maxEdge) => draw(picture, { width, height }, maxEdge),
    source: async () => (await copied(picture, { width, height })) ?? picture,
    close: () => {
      picture.close();
    },
  };
}

/** The pixels of a small picture file. */
export async function readPixels(file: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(file);
  try {
    return draw(bitmap, bitmap, Infinity);
  } finally {
    bitmap.close();
  }
}

/** The frame that the video shows, where the browser turns it as the video is turned. */
function frameOf(video: HTMLVideoElement): VideoFrame | undefined {
  try {
    const frame = new VideoFrame(video);
    if (frame.displayWidth === video.videoWidth && frame.displayHeight === video.videoHeight) return frame;
    frame.close();
  } catch {
    // There are no such frames here, or not of this video.
  }
  return undefined;
}

function draw(picture: Picture, size: { width: number; height: number }, maxEdge: number): Pixels {
  const scale = Math.min(1, maxEdge / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const context = contextOf(width, height);
  // Plain bilinear sampling would leave out pixels, and what is left looks sharper than it is.
  context.imageSmoothingQuality = 'medium';
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  context.canvas.width = 0;
  return { rgba: new Uint8Array(data.buffer), width, height };
}

/**
 * The frame's pixels without a canvas, which some browsers add noise to against fingerprinting. Nothing where the browser
 * cannot, or where it does not say that the frame is upright as it stands.
 */
async function copied(
  picture: Picture,
  { width, height }: { width: number; height: number },
): Promise<ImageSource | undefined> {
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
