// Which data and which functions, of those that are called by their address, only one part of a module can reach.
import { readLinked } from './linked.mjs';

/** What wasm-bindgen asks for the types of exports, and then takes out. */
const DESCRIBES = /^__wbindgen_describe_/;
/** wasm-bindgen's mark behind the name of an export, until it has written the JavaScript. */
const MARK = /_[0-9a-f]{16}$/;

/**
 * What the exports of one part alone reach: addresses of data, in order, and places in the table of functions. What an
 * export reaches is what its function names, and what is named there in turn; so are functions that are called by their
 * address, for somebody has to name them first.
 *
 * @param {Uint8Array} wasm as `wasm-ld --emit-relocs` writes it
 * @param {Readonly<Record<string, readonly string[]>>} parts each with its exports; all others are of the first module
 * @returns {{ data: Map<string, { from: number, to: number }[]>, slots: Map<number, string> }} `to` is excluded
 */
export function reachedByOneOf(wasm, parts) {
  const { exports, starts, pieces, elements, names } = readLinked(wasm);
  const plain = exports.map(({ name, index }) => ({ name: name.replace(MARK, ''), index }));
  const ofParts = Object.values(parts).flat();
  const missing = ofParts.filter((name) => !plain.some((one) => one.name === name));
  if (missing.length > 0) throw new Error(`no such export: ${missing.join(', ')}`);
  const indices = (isWanted) => plain.filter(({ name }) => isWanted(name)).map(({ index }) => index);
  const first = reach(names, [...indices((name) => !ofParts.includes(name) && !DESCRIBES.test(name)), ...starts]);
  const reached = Object.entries(parts).map(([part, own]) => ({
    part,
    by: reach(
      names,
      indices((name) => own.includes(name)),
    ),
  }));
  const ownerOf = (one) => {
    const owners = first.has(one) ? [] : reached.filter(({ by }) => by.has(one));
    return owners.length === 1 ? owners[0].part : undefined;
  };
  const slots = [...elements].map(([slot, index]) => [slot, ownerOf(index)]).filter(([, part]) => part !== undefined);
  const data = Object.keys(parts).map((part) => [part, rangesOf(pieces.filter((piece) => ownerOf(piece) === part))]);
  return { data: new Map(data), slots: new Map(slots) };
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
