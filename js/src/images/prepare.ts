import type { ImageSource, Prepared, PrepareOptions as CoreOptions } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { isIdSnapError, invalidField } from '../errors.js';
import { checkOptions, encode, nameOf } from '../options.js';
import { bitmapFile } from './bitmap-file.js';
import { sha256 } from '../engine/digest.js';
import { preparedImage } from './prepared.js';
import type { PreparedImage, Summed } from './prepared.js';
import { safely } from '../progress.js';
import type { OnProgress } from '../progress.js';
import { decodeByBrowser, isIsoMedia, readSource } from '../source.js';
import type { Loaded } from '../source.js';

/** How to watch and stop a call. */
export interface Listeners {
  /** Stops the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Hears what the call is at. */
  onProgress?: OnProgress;
}

/** What an image has to meet, and how to watch and stop the call. Where several limits are given, every one is kept. */
export interface PrepareOptions extends CoreOptions, Listeners {}

/** Prepares sources one by one or under one limit that they share. */
export interface Preparer {
  readonly one: (source: ImageSource, options?: PrepareOptions) => Promise<PreparedImage>;
  readonly all: (sources: readonly ImageSource[], options?: PrepareOptions) => Promise<PreparedImage[]>;
  /** As `all`, of sources that are read already. */
  readonly loaded: (sources: readonly Loaded[], options: PrepareOptions) => Promise<Summed[]>;
}

const LISTENERS = { signal: 'signal', onProgress: 'function' };

/** Makes the preparing half of the SDK. */
export function createPreparer(engine: Engine): Preparer {
  const preparer: Preparer = {
    async one(source, options = {}) {
      const [image] = await preparer.all([source], options);
      if (image === undefined) throw invalidField('source', 'nothing', 'an image');
      return image;
    },
    async all(sources, options = {}) {
      if (!Array.isArray(sources)) throw invalidField('sources', nameOf(sources), 'an array of images');
      split(options);
      return engine.within(options.signal, async (signal) => {
        const scoped = { ...options, signal };
        return (await preparer.loaded(await readAll(sources, scoped), scoped)).map(preparedImage);
      });
    },
    async loaded(sources, options) {
      const { json, signal } = split(options);
      const report = safely(options.onProgress);
      const total = sources.reduce((sum, source) => sum + sizeOf(source), 0);
      report({ phase: 'decode', loaded: 0, total });
      const prepared = await withFallback(sources, (current) => run(engine, current, json, signal));
      const length = prepared.reduce((sum, image) => sum + image.byteLength, 0);
      report({ phase: 'encode', loaded: length, total: length });
      return Promise.all(prepared.map(async (image) => ({ ...image, sha256: await sha256(image.bytes, engine) })));
    },
  };
  return preparer;
}

/** The options for the core as JSON text, and those that stay on this side. */
export function split(options: Listeners): { json: string; signal: AbortSignal | undefined } {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) throw invalidField('options', nameOf(given), 'an object');
  const { signal, onProgress, ...rest } = options;
  checkOptions('options', { signal, onProgress }, LISTENERS);
  const { json, images } = encode('options', rest);
  if (images.length > 0) throw invalidField('options', 'an image', 'plain data');
  return { json, signal };
}

/** Reads every source, in order. */
export async function readAll<S extends readonly ImageSource[]>(
  sources: S,
  options: Listeners,
): Promise<{ [K in keyof S]: Loaded }> {
  const report = safely(options.onProgress);
  const loaded: Loaded[] = [];
  let bytes = 0;
  report({ phase: 'read', loaded: 0 });
  for (const [index, source] of sources.entries()) {
    options.signal?.throwIfAborted();
    const item = await readSource(source, sources.length === 1 ? 'source' : `sources[${index}]`);
    loaded.push(item);
    bytes += sizeOf(item);
  }
  options.signal?.throwIfAborted();
  report({ phase: 'read', loaded: bytes, total: bytes });
  return loaded as { [K in keyof S]: Loaded };
}

const sizeOf = (source: Loaded): number => (source.kind === 'bytes' ? source.bytes : source.rgba).byteLength;

async function run(
  engine: Engine,
  sources: readonly Loaded[],
  json: string,
  signal: AbortSignal | undefined,
): Promise<Prepared[]> {
  const [first, ...others] = sources;
  if (first === undefined) return [];
  if (others.length > 0) {
    const files = sources.map((source) => (source.kind === 'bytes' ? spare(source.bytes) : bitmapFile(source)));
    return engine.call('prepareAll', [files, json], { signal, transfer: files.map((file) => file.buffer) });
  }
  if (first.kind === 'bytes') {
    const bytes = spare(first.bytes);
    return [await engine.call('prepare', [bytes, json], { signal, transfer: [bytes.buffer] })];
  }
  const { rgba, width, height } = first;
  return [await engine.call('preparePixels', [rgba, width, height, json], { signal, transfer: [rgba.buffer] })];
}

/** Bytes to move to the worker: a copy where they are needed again because the browser may have to decode them. */
export const spare = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  isIsoMedia(bytes) ? bytes.slice() : bytes;

/** Once more through the browser's own decoder, where the core does not know a format and the browser does. */
export async function withFallback<S extends readonly Loaded[], T>(
  sources: S,
  attempt: (sources: S) => Promise<T>,
): Promise<T> {
  try {
    return await attempt(sources);
  } catch (error) {
    if (!isIdSnapError(error) || error.code !== 'unsupported_format') throw error;
    const decoded = await Promise.all(sources.map(decodeByBrowser));
    if (decoded.every((source) => source === undefined)) throw error;
    return attempt(sources.map((source, index) => decoded[index] ?? source) as readonly Loaded[] as S);
  }
}
