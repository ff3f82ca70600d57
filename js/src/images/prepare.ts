import type { ImageSource, PrepareOptions as CoreOptions } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import type { Decoders } from '../decoders/types.js';
import type { Defaults } from '../client/types.js';
import { withDecoders } from '../decoders/with-decoders.js';
import type { Posted } from '../decoders/with-decoders.js';
import { invalidField } from '../errors.js';
import { checked, copied, encode, legible, nameOf } from '../options.js';
import type { NamedSource } from '../options.js';
import { preparedImage } from './prepared.js';
import type { PreparedImage } from './prepared.js';
import type { OnProgress } from '../progress.js';
import { taken } from '../source.js';

/** How to watch and stop a call. */
export interface Listeners {
  /** Stops the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Hears what the call is at. */
  onProgress?: OnProgress;
}

/** What an image has to meet, and how to watch and stop the call. Where several limits are given, every one is kept. */
export interface PrepareOptions extends CoreOptions, Helpers {}

/** What a call with images may have beside the core's options. */
export interface Helpers extends Listeners {
  /** Decoders for files that neither the engine nor the browser can read. Default: those of the client, or of `init`. */
  decoders?: Decoders;
}

/** What {@link Listeners} may hold. */
export const LISTENERS = { signal: 'AbortSignal', onProgress: 'function' };
const HELPERS = { ...LISTENERS, decoders: 'object' };

/** Prepares one image. */
export async function prepareOne(
  engine: Engine,
  source: ImageSource,
  options: PrepareOptions = {},
  defaults: Defaults = {},
): Promise<PreparedImage> {
  const [image] = (await prepare(engine, [{ field: 'source', source }], options, defaults)) as [PreparedImage];
  return image;
}

/** Prepares images under one limit that they share. */
export async function prepareAll(
  engine: Engine,
  sources: readonly ImageSource[],
  options: PrepareOptions = {},
  defaults: Defaults = {},
): Promise<PreparedImage[]> {
  const named = legible('sources', () => {
    if (!Array.isArray(sources)) throw invalidField('sources', nameOf(sources), 'an array of images');
    // Unlike `map`, it does not skip holes.
    return Array.from(sources, (source: ImageSource, index) => ({ field: `sources[${index}]`, source }));
  });
  return prepare(engine, named, options, defaults);
}

function prepare(
  engine: Engine,
  sources: readonly NamedSource[],
  options: PrepareOptions,
  defaults: Defaults,
): Promise<PreparedImage[]> {
  const { json, onProgress, signal: outer, decoders = defaults.decoders } = split('options', options);
  return engine.within(outer, async (signal) => {
    const prepared = await withDecoders(decoders, posted(sources), signal, ({ images, transfer }) =>
      engine.call('prepare', [images, json], { signal, transfer, onProgress }),
    );
    return prepared.map(preparedImage);
  });
}

/** The options for the core as JSON text, and those that stay on this side. `root` is what the caller calls them. */
export function split(root: string, options: Helpers): Helpers & { json: string } {
  const { signal, onProgress, decoders, ...rest } = copied(root, options);
  const helpers = checked(root, { signal, onProgress, decoders } as Helpers, HELPERS);
  const { json, images } = encode(root, rest);
  const [image] = images;
  if (image !== undefined) throw invalidField(image.field, 'an image', 'plain data');
  return { json, ...helpers };
}

/** Images as they are posted, and the memory that is transferred with them. */
export function posted(sources: readonly NamedSource[]): Posted {
  const images = sources.map(({ field, source }) => legible(field, () => taken(source, field)));
  return { images, transfer: images.flatMap((image) => ('blob' in image ? [] : [image.bytes.buffer])) };
}
