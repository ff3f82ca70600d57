import { IdSnapError, infoOf, invalidField } from './errors.js';
import { isImageSource, tagOf } from './source.js';
import type { ImageSource } from '../pkg/idsnap.js';

/** An image, and what the caller calls it. */
export interface NamedSource {
  field: string;
  source: ImageSource;
}

/** A caller's object as the core reads it: JSON text, with every image replaced by its index in `images`. */
export interface Encoded {
  json: string;
  images: NamedSource[];
}

/** What an option may hold: kinds as {@link kindOf} names them, joined with ` or `. */
export type Spec = Readonly<Record<string, string>>;

/** Deeper than any request; a circle of objects ends here. */
const MAX_DEPTH = 12;

/** Encodes a request or options; the core then refuses unknown keys and wrong types by name. */
export function encode(root: string, value: unknown): Encoded {
  const images: NamedSource[] = [];
  if (value === undefined) return { json: '{}', images };
  return { json: JSON.stringify(plain(root, value, images, 0)), images };
}

function plain(path: string, value: unknown, images: NamedSource[], depth: number): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw invalidField(path, nameOf(value), 'plain data or an image');
  if (isImageSource(value)) return images.push({ field: path, source: value }) - 1;
  if (depth === MAX_DEPTH) throw invalidField(path, 'objects nested too deeply', 'plain data or an image');
  // Unlike `map`, it does not skip holes.
  if (Array.isArray(value)) return Array.from(value, (item, at) => plain(`${path}[${at}]`, item, images, depth + 1));
  if (!isPlain(value)) throw invalidField(path, nameOf(value), 'plain data or an image');
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(`${path}.${key}`, item, images, depth + 1)]));
}

/** Refuses unknown keys and wrong types of an options object that does not go to the core. */
export function checkOptions(root: string, options: object | undefined, spec: Spec): void {
  if (options === undefined) return;
  checkPlain(root, options);
  for (const [key, value] of Object.entries(options)) {
    const field = `${root}.${key}`;
    const kinds = spec[key];
    if (kinds === undefined) throw unknownOption(field, Object.keys(spec));
    if (value !== undefined && !kinds.split(' or ').includes(kindOf(value))) {
      throw invalidField(field, nameOf(value), `${/^[aeiou]/i.test(kinds) ? 'an' : 'a'} ${kinds}`);
    }
  }
}

/** Refuses everything but a plain object, also one that is missing. */
export function checkPlain(root: string, value: unknown): asserts value is object {
  if (!isPlain(value)) throw invalidField(root, nameOf(value), 'an object');
}

function unknownOption(field: string, known: readonly string[]): IdSnapError {
  const list = `${known.slice(0, -1).join(', ')} or ${known.at(-1) ?? ''}`;
  return new IdSnapError(infoOf('unknown_option', `${field} is not known: expected ${list}`, field));
}

/** `number` is a finite one, 0 or more; `object` a plain one; other objects have their class, the rest its `typeof`. */
function kindOf(value: unknown): string {
  if (typeof value === 'number' && !(value >= 0 && value < Infinity)) return 'another number';
  return typeof value !== 'object' || isPlain(value) ? typeof value : tagOf(value);
}

/** What a value is, without what it holds. */
export function nameOf(value: unknown): string {
  if (typeof value === 'number') return `the number ${value}`;
  if (value === undefined || value === null) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' ? `an object of class ${name}` : 'an object';
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
