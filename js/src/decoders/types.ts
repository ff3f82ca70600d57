/** What a decoder is given beside the file. */
export interface DecoderContext {
  /** Aborted when nobody waits for the image any more. */
  signal: AbortSignal;
}

/** Pixels as a decoder gives them: red, green, blue and alpha, not premultiplied, row by row, upright. */
export interface DecodedPixels {
  /** Width in pixels. */
  width: number;
  /** Height in pixels. */
  height: number;
  /** Four bytes for each pixel. */
  data: Uint8Array | Uint8ClampedArray;
  /** The color space of the pixels. Default: `srgb`. */
  colorSpace?: 'srgb' | 'display-p3';
}

/** What a decoder may give. An `ImageBitmap` or `VideoFrame` is closed once it was read. */
export type DecodedImage = DecodedPixels | ImageData | ImageBitmap | VideoFrame;

/**
 * Decodes one file. The bytes are the decoder's own.
 *
 * It gives the image upright: what the file says of orientation is applied by the decoder, once. What it throws becomes
 * `damaged_image` with it as `cause`. An error named `NotSupportedError` says that the decoder cannot work here: the call then fails
 * as it does without it.
 */
export type ImageDecoder = (
  file: Uint8Array<ArrayBuffer>,
  context: DecoderContext,
) => DecodedImage | Promise<DecodedImage>;

/** The media types that a decoder can be given for. */
export type DecodableType =
  'image/heic' | 'image/avif' | 'image/tiff' | 'image/gif' | 'image/jxl' | 'image/jp2' | 'application/pdf';

/**
 * Decoders by media type, for files that neither the engine nor the browser can read. Which one is asked is determined by the
 * content of the file, never by its name or declared type.
 *
 * @example
 * import { prepareImage } from 'idsnap';
 * import { libheif } from 'idsnap/decoders/libheif';
 *
 * const image = await prepareImage(file, { limits: 'zoloz', decoders: libheif() });
 */
export type Decoders = { readonly [Type in DecodableType]?: ImageDecoder };
