import type { ImageSource, PrepareOptions as CoreOptions } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import type { PostedImage } from '../engine/protocol.js';
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
export interface PrepareOptions extends CoreOptions, Listeners {}

/** What {@link Listeners} may hold. */
export const LISTENERS = { signal: 'AbortSignal', onProgress: 'function' };

/** Prepares one image. */
export async function prepareOne(
  engine: Engine,
  source: ImageSource,
  options: PrepareOptions = {},
): Promise<PreparedImage> {
  const [image] = (await prepare(engine, [{ field: 'source', source }], options)) as [PreparedImage];
  return image;
}

/** Prepares images under one limit that they share. */
export async function prepareAll(
  engine: Engine,
  sources: readonly ImageSource[],
  options: PrepareOptions = {},
): Promise<PreparedImage[]> {
  const named = legible('sources', () => {
    if (!Array.isArray(sources)) throw invalidField('sources', nameOf(sources), 'an array of images');
    // Unlike `map`, it does not skip holes.
    return Array.from(sources, (source: ImageSource, index) => ({ field: `sources[${index}]`, source }));
  });
  return prepare(engine, named, options);
}

function prepare(engine: Engine, sources: readonly NamedSource[], options: PrepareOptions): Promise<PreparedImage[]> {
  const { json, onProgress, signal: outer } = split('options', options);
  return engine.within(outer, async (signal) => {
    const { images, transfer } = posted(sources);
    const prepared = await engine.call('prepare', [images, json], { signal, transfer, onProgress });
    return prepared.map(preparedImage);
  });
}

/** The options for the core as JSON text, and those that stay on this side. `root` is what the caller calls them. */
export function split(root: string, options: Listeners): Listeners & { json: string } {
  const { signal, onProgress, ...rest } = copied(root, options);
  const listeners = checked(root, { signal, onProgress } as Listeners, LISTENERS);
  const { json, images } = encode(root, rest);
  const [image] = images;
  if (image !== undefined) throw invalidField(image.field, 'an image', 'plain data');
  return { json, ...listeners };
}

/** Images as they are posted, and the memory that is transferred with them. */
export function posted(sources: readonly NamedSource[]): { images: PostedImage[]; transfer: ArrayBuffer[] } {
  const images = sources.map(({ field, source }) => legible(field, () => taken(source, field)));
  return { images, transfer: images.flatMap((image) => ('blob' in image ? [] : [image.bytes.buffer])) };
}
