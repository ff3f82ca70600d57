/**
 * HEIC by the package `libheif-js`, for browsers that cannot decode it and for Node. Install that package beside this one; it
 * is loaded when the first HEIC file comes (about 1.4 MB).
 */
import { checked } from '../options.js';
import { isDisplayP3 } from './color-box.js';
import type { DecodedPixels, Decoders } from './types.js';

/** How the decoder is loaded. */
export interface LibheifOptions {
  /**
   * Loads libheif. Default: `import('libheif-js/libheif-wasm/libheif-bundle.mjs')`. Give another where your bundler wants it or
   * the file is on a server of yours.
   */
  load?: () => Promise<unknown>;
}

interface LibheifImage {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  display(
    pixels: { width: number; height: number; data: Uint8ClampedArray },
    done: (shown: object | null) => void,
  ): void;
  free(): void;
}

interface Libheif {
  HeifDecoder: new () => { decode(bytes: Uint8Array): LibheifImage[] };
}

const bundled = (): Promise<unknown> => import('libheif-js/libheif-wasm/libheif-bundle.mjs');

/**
 * Makes a decoder of HEIC by `libheif-js`.
 *
 * The image is decoded in the thread that asks for it: a photo of 12 megapixels takes a second or so. Its orientation (`irot`, `imir`)
 * is applied by libheif. Photos in Display P3, as iPhones take them, keep their colors.
 *
 * Where libheif does not load, calls fail with `unsupported_format`, as without a decoder.
 *
 * @throws `IdSnapError`: `invalid_field` or `unknown_option` for options that are none.
 *
 * @example
 * import { init } from 'idsnap';
 * import { libheif } from 'idsnap/decoders/libheif';
 *
 * await init({ decoders: libheif() });
 */
export function libheif(options: LibheifOptions = {}): Decoders {
  const { load = bundled } = checked('options', options, { load: 'function' });
  let loading: Promise<Libheif> | undefined;
  const loaded = async (): Promise<Libheif> => {
    loading ??= libheifFrom(load);
    try {
      return await loading;
    } catch (cause) {
      // The next file tries again.
      loading = undefined;
      throw unable('libheif-js could not be loaded', cause);
    }
  };
  return {
    'image/heic': async (bytes, { signal }) => {
      const library = await loaded();
      signal.throwIfAborted();
      return decode(library, bytes);
    },
  };
}

/** What says that there is no decoder, whatever the file holds. */
function unable(message: string, cause: unknown): Error {
  const error = new Error(message, { cause });
  error.name = 'NotSupportedError';
  return error;
}

/** The library that `load` gives. The module's default export makes it; other builds are the library. */
async function libheifFrom(load: () => Promise<unknown>): Promise<Libheif> {
  const module = await load();
  const { default: given = module } = module as { default?: unknown };
  const library: unknown = typeof given === 'function' ? await (given as () => unknown)() : given;
  if (typeof (library as Partial<Libheif> | undefined)?.HeifDecoder !== 'function')
    throw new Error('it is not libheif');
  return library as Libheif;
}

async function decode(library: Libheif, bytes: Uint8Array): Promise<DecodedPixels> {
  const images = new library.HeifDecoder().decode(bytes);
  try {
    const image = images.find((one) => one.is_primary()) ?? images[0];
    if (image === undefined) throw new Error('the file holds no image that can be read');
    const [width, height] = [image.get_width(), image.get_height()];
    const data = new Uint8ClampedArray(width * height * 4);
    const shown = await new Promise<object | null>((resolve) => {
      image.display({ width, height, data }, resolve);
    });
    if (shown === null) throw new Error('the image could not be decoded');
    return { width, height, data, colorSpace: isDisplayP3(bytes) ? 'display-p3' : 'srgb' };
  } finally {
    for (const image of images) image.free();
  }
}
