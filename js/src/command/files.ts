import { existsSync, openAsBlob } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { FileFailure, grouped } from './output.js';

/** What stands for standard input. */
export const STDIN = '-';

/** The longest file that is read, in bytes: a photo is shorter, and a film is longer. */
export const MAX_FILE_BYTES = 268_435_456;

/** What a file holds: a file by reference, so that it is in memory once, and what is no file as its bytes. */
export type Content = Blob | Uint8Array<ArrayBuffer>;

/** The files that arguments name, each once, in the order of the arguments. A pattern that matches nothing stays as it is. */
export async function filesOf(names: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const name of names) {
    const isPattern = /[*?]/.test(name) && !existsSync(name);
    const matches = isPattern ? await matching(name) : [];
    for (const file of matches.length > 0 ? matches : [name]) found.add(file);
  }
  return [...found];
}

/** The content of a file, or of standard input. @throws `FileFailure` for more than {@link MAX_FILE_BYTES}. */
export async function contentOf(name: string): Promise<Content> {
  if (name === STDIN) return bytesFrom(process.stdin);
  const path = pathOf(name);
  const file = await open(path);
  try {
    const status = await file.stat();
    if (status.isDirectory()) throw new FileFailure('no_file', 'it is a folder');
    checkLength(status.size);
    // What is no file on a disk tells no length: a pipe, or a file that the system makes.
    if (!status.isFile() || status.size === 0) return await bytesFrom(file.createReadStream({ autoClose: false }));
    return await openAsBlob(path);
  } finally {
    await file.close();
  }
}

/** The bytes of what a file holds. */
export const bytesOf = async (content: Content): Promise<Uint8Array<ArrayBuffer>> =>
  content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;

async function bytesFrom(stream: AsyncIterable<unknown>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part as Uint8Array);
    length += (part as Uint8Array).length;
    checkLength(length);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function checkLength(length: number): void {
  if (length > MAX_FILE_BYTES)
    throw new FileFailure('file_too_large', `it has more bytes than the ${grouped(MAX_FILE_BYTES)} that are read`);
}

/** The paths of names that are not UTF-8, by the names as they are told. */
const paths = new Map<string, Buffer>();

/** What the system knows a file by. */
const pathOf = (name: string): string | Buffer => paths.get(name) ?? name;

/** The files that match a pattern, sorted: `*` and `?` within a name, `**` for any folders. Hidden names are named by a dot. */
async function matching(pattern: string): Promise<string[]> {
  const parts = (sep === '\\' ? pattern.replaceAll('\\', '/') : pattern).split('/');
  const isRooted = parts[0] === '';
  return (await below(isRooted ? '/' : '', isRooted ? parts.slice(1) : parts)).sort();
}

async function below(folder: string, [part = '', ...rest]: readonly string[]): Promise<string[]> {
  const isLast = rest.length === 0;
  if (part === '**')
    return [...(await below(folder, isLast ? ['*'] : rest)), ...(await deeper(folder, ['**', ...rest]))];
  if (!/[*?]/.test(part)) {
    const path = within(folder, part === '' ? '.' : part);
    if (!existsSync(pathOf(path))) return [];
    return isLast ? [path] : below(path, rest);
  }
  const matches = (await entriesOf(folder)).filter(({ name }) => isMatch(part, name));
  if (isLast) return matches.filter((entry) => !entry.isDirectory()).map(({ name }) => join(folder, name));
  const folders = matches.filter((entry) => entry.isDirectory());
  return (await Promise.all(folders.map(({ name }) => below(join(folder, name), rest)))).flat();
}

async function deeper(folder: string, parts: readonly string[]): Promise<string[]> {
  const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return (await Promise.all(folders.map(({ name }) => below(join(folder, name), parts)))).flat();
}

interface Entry {
  name: string;
  isDirectory: () => boolean;
}

/** What is in a folder. One that cannot be read holds nothing that matches. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const path = pathOf(folder === '' ? '.' : folder);
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' }).catch(() => []);
  return entries.map((entry) => {
    const name = nameOf(entry.name);
    within(folder, name, entry.name);
    return { name, isDirectory: () => entry.isDirectory() };
  });
}

/** The name of what is in a folder, of which the path is kept where the name does not say it. */
function within(folder: string, name: string, bytes = Buffer.from(name)): string {
  const inside = join(folder, name);
  const path = pathOf(folder === '' ? '.' : folder);
  if (typeof path !== 'string' || !bytes.equals(Buffer.from(name)))
    paths.set(inside, Buffer.concat([Buffer.from(path), Buffer.from(sep), bytes]));
  return inside;
}

/** A name as it is told: a byte that is not of UTF-8 is written as `\\xff`, so that no two names are told alike. */
function nameOf(bytes: Buffer): string {
  const text = bytes.toString();
  if (Buffer.from(text).equals(bytes)) return text;
  return bytes.toString('latin1').replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

function isMatch(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  const source = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}
