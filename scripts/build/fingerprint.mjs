// Tells whether a step's inputs are the same as when its output was made.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../lib/paths.mjs';

/** A hash over files (names and contents) and settings. */
export function fingerprint(files, ...settings) {
  const hash = createHash('sha256');
  for (const file of files) {
    if (!existsSync(file)) continue;
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.update(JSON.stringify(settings)).digest('hex');
}

/** Whether the step that wrote `stamp` had these inputs, and every output is still there. */
export const isFresh = (stamp, key, outputs) =>
  existsSync(stamp) && readFileSync(stamp, 'utf8') === key && outputs.every((path) => existsSync(path));

/** Writes down the inputs of a step that has ended well. */
export const markFresh = (stamp, key) => writeFileSync(stamp, key);
