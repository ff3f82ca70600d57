import type { SizeUnit } from '../../../pkg/idsnap.js';
import type { Summed } from '../../engine/protocol.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { Drawn, EncodedImage, OpenImage } from '../platform/platform.js';

export { openImage } from '../platform/jpeg.js';

/** Within the limit of every vendor, for each of two images in one request. */
export const MOST_BYTES = 1_000_000;

/** What is tried in turn, the longer side in pixels and the quality, until a file is small enough. */
const TRIES = [
  [2560, 90],
  [2560, 80],
  [1920, 80],
  [1600, 75],
  [1280, 70],
  [1024, 60],
  [640, 50],
] as const;

/** A JPEG within the limits of every vendor and those of the options. Throws where the browser cannot make one. */
export async function fittingJpeg(source: Drawn, options: PrepareOptions, open: OpenImage): Promise<Summed> {
  const most = mostOf(options);
  for (const [edge, quality] of TRIES) {
    const image = await open.jpeg(Math.min(edge, most.edge), quality / 100);
    if (image.file.size > most.bytes) continue;
    const { width, height } = open;
    const byteLength = source instanceof Blob ? source.size : width * height * 4;
    return { ...(await encoded(image)), quality, source: { width, height, byteLength, orientation: 1 } };
  }
  throw new Error('no JPEG is small enough');
}

function mostOf({ limits, maxEdge = Infinity, maxBytes = Infinity, maxBase64Length = Infinity }: PrepareOptions) {
  const own = typeof limits === 'object' ? limits : undefined;
  if (own && !own.formats.includes('image/jpeg')) throw new Error('no JPEG is wanted');
  // A limit that images share is halved, as a request has two of them.
  const { max = Infinity, unit, scope } = own?.size ?? {};
  const size = bytesOf(max, unit) / (scope === 'request' ? 2 : 1);
  const bytes = Math.min(MOST_BYTES, size, maxBytes, bytesOf(maxBase64Length, 'base64_characters'));
  return { edge: Math.min(maxEdge, own?.maxEdge ?? Infinity), bytes };
}

/** Three bytes are four characters. */
const bytesOf = (size: number, unit: SizeUnit | undefined): number =>
  unit === 'base64_characters' ? Math.floor(size / 4) * 3 : size;

async function encoded({ file, width, height }: EncodedImage): Promise<Omit<Summed, 'quality' | 'source'>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { length } = bytes;
  const facts = { mimeType: 'image/jpeg', byteLength: length, base64Length: Math.ceil(length / 3) * 4 } as const;
  return { ...facts, bytes, width, height, path: 'encoded', notes: [], sha256: await sha256(bytes) };
}

/** In hexadecimal digits; nothing in an insecure context, whose platform has no digest. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = crypto as Partial<Crypto>;
  const digest = new Uint8Array((await subtle?.digest('SHA-256', bytes)) ?? []);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
