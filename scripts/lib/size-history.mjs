// The sizes of versions and commits before this one: docs/notes/sizes.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** @typedef {{ version: string, commit: string, date: string, parts: Record<string, number> }} Row */

/**
 * The bytes of each part, by a name that the next build has too: without the hashes that esbuild puts into names of files. Parts
 * of the same name are summed.
 *
 * @param {readonly { part: string, brotli: number }[]} parts
 */
export function byName(parts) {
  const sums = {};
  for (const { part, brotli } of parts) {
    const name = part.replace(/-[A-Z0-9]{8}\.js$/, '.js');
    sums[name] = (sums[name] ?? 0) + brotli;
  }
  return sums;
}

/** @returns {Row[]} the rows of a file, the oldest first */
export const readHistory = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []);

/** Adds a row, in the place of an earlier one of the same commit. One row is one line, so that a diff shows it. */
export function writeRow(path, row) {
  const rows = [...readHistory(path).filter(({ commit }) => commit !== row.commit), row];
  writeFileSync(path, `[\n${rows.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
}

/** What became larger, smaller, or is there on one side only, in bytes: the largest difference first. */
export function differences(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, bytes: (after[name] ?? 0) - (before[name] ?? 0) }))
    .filter(({ bytes }) => bytes !== 0)
    .sort((one, other) => Math.abs(other.bytes) - Math.abs(one.bytes));
}
