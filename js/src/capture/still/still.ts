import type { FrameReported, ImageAnalysis } from '../analysis.js';
import { framePixels } from './frame-pixels.js';
import type { ImageFiles, Still } from './image-files.js';
import type { PhotoCamera, Platform, Snapshot } from '../platform/platform.js';
import { withoutPrint } from './printed.js';

/** A photo takes up to two seconds on phones of the lower end; longer is a camera that hangs. */
const PHOTO_MS = 4000;
/** A photo is worth the wait if it has so many times the frame's pixels. */
const WORTH = 1.2;

/** A camera, and what is done with its images. */
export interface StillParts extends ImageFiles {
  readonly platform: Platform;
  readonly track: MediaStreamTrack;
}

/**
 * The better one of a photo and the frame that the person was told to hold still for. By what the `last` frame
 * said, white fields that are known as print are no glare, and what showed its back is not praised as the front. Takes the
 * snapshot over. Throws what the SDK throws.
 */
export async function takeStill(
  { platform, track, encode, read: measure }: StillParts,
  snapshot: Snapshot,
  last?: FrameReported,
): Promise<Still> {
  const read = async (image: Blob): Promise<Still> => {
    const still = await measure(image);
    const analysis = withoutPrint(still.analysis, last?.memory.fields?.known ?? []);
    return { ...still, analysis: { ...analysis, isBack: analysis.isBack || last?.analysis.isBack === true } };
  };
  const camera = platform.photoCamera(track);
  const photo = camera && photoOf(platform, camera, snapshot);
  const pixels = await framePixels(snapshot, () => new Promise((done) => platform.after(0, done)));
  const frame = await encode(snapshot, pixels ?? snapshot.picture);
  const file = await photo;
  const taken = file && (await read(file).catch(() => undefined));
  if (taken?.analysis.hints.length === 0 && !lacksMrz(taken)) return taken;
  const framed = await read(frame);
  if (taken && lacksMrz(taken) !== lacksMrz(framed)) return lacksMrz(taken) ? framed : taken;
  return taken && isNoWorse(taken.analysis, framed.analysis) ? taken : framed;
}

/** A photo of more pixels than the frame; nothing where there is none in time. */
function photoOf(platform: Platform, camera: PhotoCamera, frame: Snapshot): Promise<Blob | undefined> {
  const pixels = frame.width * frame.height;
  const take = async (): Promise<Blob | undefined> => {
    const { imageWidth, imageHeight } = await camera.getPhotoCapabilities();
    const size = { imageWidth: imageWidth?.max ?? 0, imageHeight: imageHeight?.max ?? 0 };
    return size.imageWidth * size.imageHeight < pixels * WORTH ? undefined : camera.takePhoto(size);
  };
  return new Promise((resolve) => {
    const timeout = platform.after(PHOTO_MS, () => {
      resolve(undefined);
    });
    void take()
      .catch(() => undefined)
      .then(resolve)
      .finally(timeout);
  });
}

const isNoWorse = (photo: ImageAnalysis, frame: ImageAnalysis): boolean =>
  photo.hints.length <= frame.hints.length && (photo.corners !== null || frame.corners === null);

/** Whether its MRZ was looked for, and is not proved. */
const lacksMrz = ({ mrz }: Still): boolean => mrz !== undefined && mrz.status !== 'valid';
