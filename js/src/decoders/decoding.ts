// Loaded on demand: it imports nothing at run time that the first bundle has.
import type { ErrorInfo, ImageInput } from '../../pkg/idsnap.js';
import type { FileFacts, PostedImage } from '../engine/protocol.js';
import type { DecodableType, DecodedImage, DecodedPixels, Decoders, ImageDecoder } from './types.js';
import type { Posted, Tools } from './with-decoders.js';

/** The media types by the names that the core gives to formats. */
const TYPES: Readonly<Record<string, DecodableType>> = {
  HEIC: 'image/heic',
  AVIF: 'image/avif',
  TIFF: 'image/tiff',
  GIF: 'image/gif',
  'JPEG XL': 'image/jxl',
  'JPEG 2000': 'image/jp2',
  PDF: 'application/pdf',
};

/** What {@link Decoders} may hold. */
const SPEC = Object.fromEntries(Object.values(TYPES).map((type) => [type, 'function']));

const COLOR_SPACES: readonly string[] = ['srgb', 'display-p3'];

/** A call that may need decoders. */
export interface Decoding<T> {
  decoders: Decoders;
  posted: Posted;
  signal: AbortSignal;
  call: (posted: Posted) => Promise<T>;
}

/** An image of a format that there is a decoder for, and why it is needed. */
interface Undecoded {
  blob: Blob;
  field: string;
  type: DecodableType;
  decoder: ImageDecoder;
  error: Error & { readonly info: ErrorInfo };
}

/**
 * Makes the call, and makes it again with the pixels of each image that it says cannot be read. Nothing is transferred, since
 * it may be needed again.
 */
export async function decoding<T>(tools: Tools, { decoders: given, posted, signal, call }: Decoding<T>): Promise<T> {
  const decoders = tools.checked('options.decoders', given, SPEC);
  let images = posted.images.map(asFile);
  for (;;) {
    try {
      return await call({ images, transfer: [] });
    } catch (error) {
      const undecoded = error instanceof tools.IdSnapError && undecodedOf(error, images, decoders);
      if (!undecoded) throw error;
      const pixels = await decode(tools, undecoded, signal);
      images = images.map((image) => (image.field === undecoded.field ? pixels : image));
    }
  }
}

/** Bytes of a file become a file, which is posted by reference. */
const asFile = (image: PostedImage): PostedImage =>
  'blob' in image || image.width !== undefined ? image : { field: image.field, blob: new Blob([image.bytes]) };

function undecodedOf(
  error: Undecoded['error'],
  images: readonly PostedImage[],
  decoders: Decoders,
): Undecoded | undefined {
  const { code, format = '', field } = error.info;
  const type = code === 'unsupported_format' ? TYPES[format] : undefined;
  const decoder = type && decoders[type];
  const image = images.find((one) => one.field === field);
  if (type === undefined || decoder === undefined || image === undefined || !('blob' in image)) return undefined;
  return { ...image, type, decoder, error };
}

async function decode(tools: Tools, { blob, field, type, decoder, error }: Undecoded, signal: AbortSignal) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const file: FileFacts = { mimeType: type, byteLength: bytes.length };
  let decoded: DecodedImage;
  try {
    decoded = await decoder(bytes, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    const kind = kindOf(tools, cause);
    if (kind === 'own') throw cause;
    const format = error.info.format ?? type;
    const damaged = {
      ...tools.infoOf('damaged_image', `${field}: the ${format} file could not be decoded`, field),
      format,
    };
    throw new tools.IdSnapError(kind === 'unable' ? error.info : damaged, { cause });
  }
  signal.throwIfAborted();
  // What a getter of the result throws is the decoder's.
  return { ...tools.legible(`options.decoders.${type}`, () => pixelsOf(tools, decoded, { field, type })), file };
}

/** What a decoder says by what it throws, which may be anything, also what throws when it is looked at. */
function kindOf(tools: Tools, thrown: unknown): 'own' | 'unable' | 'damaged' {
  try {
    if (thrown instanceof tools.IdSnapError) return 'own';
    return (thrown as Partial<Error> | undefined)?.name === 'NotSupportedError' ? 'unable' : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** The pixels that a decoder gave, in memory of their own. */
function pixelsOf(tools: Tools, decoded: unknown, { field, type }: Pick<Undecoded, 'field' | 'type'>): ImageInput {
  const refused = (found: string, expected: string) => tools.invalidField(`options.decoders.${type}`, found, expected);
  if (isDrawable(decoded)) {
    if (isClosed(decoded)) throw refused('a closed image as its result', 'an open one');
    try {
      return tools.readDrawable(decoded, field);
    } finally {
      decoded.close();
    }
  }
  const { width, height, data, colorSpace = 'srgb' } = fieldsOf(decoded);
  const isWhole = isSide(width) && isSide(height) && isBytes(data) && data.length === width * height * 4;
  if (!isWhole) throw refused('something else as its result', 'pixels, 4 bytes for each');
  if (!COLOR_SPACES.includes(colorSpace)) throw refused('another color space', COLOR_SPACES.join(' or '));
  return { field, bytes: new Uint8Array(data), width, height, displayP3: colorSpace === 'display-p3' };
}

/** `ImageData` has its fields on its prototype. */
const fieldsOf = (decoded: unknown): Partial<DecodedPixels> => {
  const { width, height, data, colorSpace } = (decoded ?? {}) as Partial<DecodedPixels>;
  return { width, height, data, colorSpace } as Partial<DecodedPixels>;
};

const isDrawable = (decoded: unknown): decoded is ImageBitmap | VideoFrame =>
  ['[object ImageBitmap]', '[object VideoFrame]'].includes(Object.prototype.toString.call(decoded));

/** What is closed has no size any more. */
const isClosed = (decoded: ImageBitmap | VideoFrame): boolean =>
  ('displayWidth' in decoded ? decoded.displayWidth : decoded.width) === 0;

const isSide = (side: unknown): side is number => Number.isInteger(side) && (side as number) > 0;

const isBytes = (data: unknown): data is Uint8Array =>
  ArrayBuffer.isView(data) && 'length' in data && 'BYTES_PER_ELEMENT' in data && data.BYTES_PER_ELEMENT === 1;
