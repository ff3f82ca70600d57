import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** What stands for standard input. */
export const STDIN = '-';

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

/** The bytes of a file, or of standard input. */
export async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  if (name !== STDIN) return new Uint8Array(await readFile(name));
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part as Uint8Array);
  return new Uint8Array(Buffer.concat(parts));
}

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
    const path = join(folder, part === '' ? '.' : part);
    if (!existsSync(path)) return [];
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

/** A folder that cannot be read holds nothing that matches. */
const entriesOf = (folder: string) => readdir(folder === '' ? '.' : folder, { withFileTypes: true }).catch(() => []);

function isMatch(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  const source = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}
