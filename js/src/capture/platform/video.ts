import { drawnFrame } from '../../drawn.js';
import type { Cancel, Pixels, Snapshot } from './platform.js';

/** A video has a picture from this `readyState` on. */
const HAVE_CURRENT_DATA = 2;

/** Calls once when the video shows another frame; Firefox before 132 does not tell, but its time goes on. */
export function nextFrame(video: HTMLVideoElement, work: () => void): Cancel {
  if (typeof (video as Partial<HTMLVideoElement>).requestVideoFrameCallback === 'function') {
    const id = video.requestVideoFrameCallback(work);
    return () => {
      video.cancelVideoFrameCallback(id);
    };
  }
  const { currentTime } = video;
  const look = (): void => {
    if (video.currentTime !== currentTime && video.readyState >= HAVE_CURRENT_DATA) work();
    else id = requestAnimationFrame(look);
  };
  let id = requestAnimationFrame(look);
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
    pixels: (maxEdge) => drawnFrame(picture, width, height, maxEdge),
    frame: (isDrawn) => (!isDrawn && 'clone' in picture ? picture.clone() : drawnFrame(picture, width, height)),
    picture,
    close: () => {
      picture.close();
    },
  };
}

/** The pixels of a small picture file. */
export async function readPixels(file: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(file);
  try {
    return drawnFrame(bitmap, bitmap.width, bitmap.height, Infinity);
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
