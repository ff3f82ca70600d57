import type { FrameLayout } from '../../pkg/idsnap.js';
import { drawnFrame } from '../drawn.js';
import type { FramePixels } from './protocol.js';

/** A frame as the core takes it; without a layout, red, green, blue and alpha. */
interface Samples {
  readonly samples: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly layout?: FrameLayout;
}

/**
 * Where the planes of the last frame stand, and those of the next one will: a fresh buffer takes longer to be had than to be
 * filled (0.8 of 0.9 ms for 1280 x 720). One frame is read at a time, and none is kept once nobody reads frames.
 */
let room: WeakRef<Uint8Array<ArrayBuffer>> | undefined;

function roomFor(byteLength: number): Uint8Array<ArrayBuffer> {
  const before = room?.deref();
  if (before?.byteLength === byteLength) return before;
  const fresh = new Uint8Array(byteLength);
  room = new WeakRef(fresh);
  return fresh;
}

/**
 * The samples of a frame: in the form in which it comes where the core reads that, else drawn. A `VideoFrame` is closed. They
 * are overwritten by those of the next frame.
 */
export async function readFrame(frame: FramePixels | VideoFrame): Promise<Samples> {
  if ('rgba' in frame) return { ...frame, samples: frame.rgba };
  try {
    const planes = await planesOf(frame).catch(() => undefined);
    if (planes) return planes;
    const { rgba: samples, width, height } = drawnFrame(frame, frame.displayWidth, frame.displayHeight);
    return { samples, width, height };
  } finally {
    frame.close();
  }
}

/** Nothing where the frame has another form, or is not upright as it stands. */
async function planesOf(frame: VideoFrame): Promise<Samples | undefined> {
  const { format, visibleRect, displayWidth: width, displayHeight: height, colorSpace } = frame;
  const { rotation, flip } = frame as { rotation?: number; flip?: boolean };
  if (rotation || flip || visibleRect?.width !== width || visibleRect.height !== height) return undefined;
  const { matrix, fullRange } = colorSpace;
  // What else there is belongs to screens with more colors than sRGB.
  const isKnown = matrix === null || matrix === 'bt709' || matrix === 'smpte170m' || matrix === 'bt470bg';
  if ((format !== 'I420' && format !== 'NV12') || !isKnown) return undefined;
  const samples = roomFor(frame.allocationSize());
  const planes = (await frame.copyTo(samples)).flatMap(({ offset, stride }) => [offset, stride]);
  const layout = { planes, fullRange: fullRange === true, bt709: matrix === 'bt709' };
  return { samples, width, height, layout };
}
