// Which data only some exports of a module can reach.
import { readLinked } from './linked.mjs';

/** What wasm-bindgen asks for the types of exports, and then takes out. */
const DESCRIBES = /^__wbindgen_describe_/;
/** wasm-bindgen's mark behind the name of an export, until it has written the JavaScript. */
const MARK = /_[0-9a-f]{16}$/;

/**
 * The addresses that no export reaches but the named ones, in order: `to` is excluded. What an export reaches is what its
 * function names, and what is named there in turn; so are functions that are called by their address, for somebody has to
 * name them first.
 *
 * @param {Uint8Array} wasm as `wasm-ld --emit-relocs` writes it
 * @param {readonly string[]} names of exports
 * @returns {{ from: number, to: number }[]}
 */
export function dataReachedOnlyBy(wasm, names) {
  const { exports, starts, pieces, names: named } = readLinked(wasm);
  const plain = exports.map(({ name, index }) => ({ name: name.replace(MARK, ''), index }));
  const missing = names.filter((name) => !plain.some((one) => one.name === name));
  if (missing.length > 0) throw new Error(`no such export: ${missing.join(', ')}`);
  const others = plain.filter(({ name }) => !names.includes(name) && !DESCRIBES.test(name));
  const reached = reach(named, [...others.map(({ index }) => index), ...starts]);
  return rangesOf(pieces.filter((piece) => !reached.has(piece)));
}

function reach(named, roots) {
  const reached = new Set(roots);
  for (const one of reached) for (const next of named.get(one) ?? []) reached.add(next);
  return reached;
}

/** Neighbours become one range. */
function rangesOf(pieces) {
  const ranges = [];
  for (const { from, to } of pieces) {
    const last = ranges.at(-1);
    if (last?.to === from) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges;
}
