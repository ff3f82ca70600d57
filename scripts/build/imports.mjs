// Short names for what wasm-bindgen's JavaScript gives to the wasm: theirs hold 16 digits each that nothing compresses.
import { createHash } from 'node:crypto';

/** How wasm-bindgen writes each, in the object that it gives. */
const GIVEN = /^(\s+)(__wb(?:g_|indgen_generic_)\w+)(?=: function)/gm;

/**
 * The same JavaScript with short names, and the short name of each. One of them holds a digest of all the long ones, so
 * that a wasm file and JavaScript of two builds still refuse each other.
 *
 * @param {string} glue
 * @returns {{ glue: string, names: Map<string, string> }}
 */
export function shortImports(glue) {
  const long = [...glue.matchAll(GIVEN)].map(([, , name]) => name);
  const digest = createHash('sha256').update(long.join()).digest('hex').slice(0, 8);
  const names = new Map(long.map((name, at) => [name, at === 0 ? `_${digest}` : `_${at.toString(36)}`]));
  return { glue: glue.replace(GIVEN, (_, indent, name) => `${indent}${names.get(name)}`), names };
}
