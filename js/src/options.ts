import { IdSnapError, infoOf, invalidField, isIdSnapError } from './errors.js';
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
  return { json: legible(root, () => JSON.stringify(plain(root, value, images, 0))), images };
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

/** A copy of options that do not go to the core. Refuses unknown keys and wrong types. */
export function checked<T extends object>(root: string, options: T, spec: Spec): T {
  const copy = copied(root, options);
  for (const [key, value] of Object.entries(copy)) {
    const field = `${root}.${key}`;
    const kinds = Object.hasOwn(spec, key) ? spec[key] : undefined;
    if (kinds === undefined) throw unknownOption(field, Object.keys(spec));
    legible(field, () => {
      if (value === undefined || kinds.split(' or ').includes(kindOf(value))) return;
      throw invalidField(field, nameOf(value), `${/^[aeiou]/i.test(kinds) ? 'an' : 'a'} ${kinds}`);
    });
  }
  return copy;
}

/** A copy of a plain object, whose keys can be read again. Refuses everything else, also what is missing. */
export function copied<T extends object>(root: string, value: T): T {
  return legible(root, () => {
    if (!isPlain(value)) throw invalidField(root, nameOf(value), 'an object');
    return { ...value };
  });
}

/** Reads what a caller gave. A getter or a proxy may throw anything. */
export function legible<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isIdSnapError(cause)) throw cause;
    const message = `${field}: found something that cannot be read, expected plain data`;
    throw new IdSnapError(infoOf('invalid_field', message, field), { cause });
  }
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
  try {
    const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
    if (typeof name === 'string' && name !== '') return `an object of class ${name}`;
  } catch {
    // A proxy that gives no name.
  }
  return 'an object';
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
