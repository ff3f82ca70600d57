/** A photo of a card has to be this wide to be read well; the camera of most laptops gives less. */
const GOOD_WIDTH_PX = 1920;

/** What the browser says of a camera; a browser that is not allowed to use it says nothing. */
type Told = MediaDeviceInfo & Partial<Pick<InputDeviceInfo, 'getCapabilities'>>;

/**
 * Whether this computer has no camera, or none that reads a document well: each looks at the person, or has few pixels.
 * Of a single camera of which nothing is told that is supposed: it is the one above the screen.
 */
export async function isCameraPoor(
  devices: Partial<Pick<MediaDevices, 'enumerateDevices'>> = here(),
): Promise<boolean> {
  const all = await devices.enumerateDevices?.().catch(() => []);
  const cameras = (all ?? []).filter(({ kind }) => kind === 'videoinput');
  return cameras.every((camera) => isPoor(camera) ?? cameras.length === 1);
}

/** Nothing where nothing is told. */
function isPoor(camera: Told): boolean | undefined {
  const { facingMode, width } = camera.getCapabilities?.() ?? {};
  if (width?.max === undefined) return undefined;
  return facingMode?.includes('user') === true || width.max < GOOD_WIDTH_PX;
}

/** A page in no secure context has no devices. */
const here = (): Partial<MediaDevices> => (navigator as Partial<Navigator>).mediaDevices ?? {};
