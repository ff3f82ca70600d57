// Where things stand: the project and the folder that outlives a clone.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** A path inside the project. */
export const inRoot = (...parts) => join(root, ...parts);

/** Tools that take minutes to make are kept here, outside the clone. */
export const cacheDir =
  process.env.IDSNAP_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'idsnap');

/** Cargo's target folder, unless the environment names another one. */
export const targetDir = () => process.env.CARGO_TARGET_DIR || inRoot('target');

/** The first program of these names on `PATH`, or null. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
  }
  return null;
}

/** Every file below `folder` whose name ends with one of `suffixes`, sorted; none when there is no such folder. */
export function filesBelow(folder, ...suffixes) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (suffixes.length === 0 || suffixes.some((end) => entry.name.endsWith(end))))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
