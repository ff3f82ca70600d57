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

/** The samples of a frame: in the form in which it comes where the core reads that, else drawn. A `VideoFrame` is closed. */
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
  const samples = new Uint8Array(frame.allocationSize());
  const planes = (await frame.copyTo(samples)).flatMap(({ offset, stride }) => [offset, stride]);
  const layout = { planes, fullRange: fullRange === true, bt709: matrix === 'bt709' };
  return { samples, width, height, layout };
}
