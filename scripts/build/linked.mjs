// A module as `wasm-ld --emit-relocs` writes it: what each function and each piece of data names.
//
// A relocation tells the symbol, a function or a piece of data, that a place in the code or in the data refers to. An
// address alone would not tell it: a compiler may count a table of letters from `table - 65`.
// https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
import { dataSegments, HEADER_BYTES, number, sections, text } from './wasm-file.mjs';

const [CUSTOM, IMPORTS, EXPORTS, START, ELEMENTS, CODE] = [0, 2, 7, 8, 9, 10];
/** An expression is the number that follows. */
const I32_CONST = 0x41;
const END = 0x0b;
/** The part of the custom section `linking` that has the symbols. */
const SYMBOL_TABLE = 8;
/** The kinds of symbols. */
const [FUNCTION_SYMBOL, DATA_SYMBOL, SECTION_SYMBOL] = [0, 1, 3];
/** Flags of symbols. */
const [UNDEFINED, NAMED, ABSOLUTE] = [0x10, 0x40, 0x200];
/** R_WASM_TYPE_INDEX_LEB: its number is no symbol's. */
const TYPE_RELOCATION = 6;
/** The kinds of relocations that add a number to the address of their symbol. */
const WITH_ADDEND = [3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25];
/** The kinds of imports and exports. */
const [FUNCTION, TABLE, MEMORY, GLOBAL] = [0, 1, 2, 3];

/** What the linker leaves in a module for questions of this kind. */
const isForLinkers = ({ id, name }) => id === CUSTOM && (name === 'linking' || name.startsWith('reloc.'));

/** The same module without its relocations, which are wrong once another tool has written it. */
export function withoutRelocations(wasm) {
  const kept = named(wasm).filter((section) => !isForLinkers(section));
  return Buffer.concat([wasm.subarray(0, HEADER_BYTES), ...kept.map(({ start, end }) => wasm.subarray(start, end))]);
}

/**
 * The exported functions, the function that starts the module, the pieces of data in the order of their addresses, the
 * function at each place of the table, and what each function (by its index) and each piece names.
 *
 * @typedef {{ from: number, to: number }} Piece its addresses, `to` excluded
 * @param {Uint8Array} wasm
 * @returns {{ exports: { name: string, index: number }[], starts: number[], pieces: Piece[],
 *   elements: Map<number, number>, names: Map<number | Piece, Set<number | Piece>> }}
 */
export function readLinked(wasm) {
  const found = named(wasm);
  const open = (isWanted, read) => {
    const section = found.find(isWanted);
    return section === undefined ? [] : read({ wasm, at: section.content, end: section.end });
  };
  const imported = open(({ id }) => id === IMPORTS, readImports);
  const bodies = open(({ id }) => id === CODE, readBodies).map((body, at) => ({ ...body, is: imported.length + at }));
  const segments = dataSegments(wasm);
  // What has no bytes of its own in the file, such as memory that starts as zeros, is no piece of data.
  const hasBytes = (symbol) => symbol?.segment === undefined || symbol.segment < segments.length;
  const symbols = open(({ name }) => name === 'linking', readSymbols).map((one) => (hasBytes(one) ? one : null));
  const pieces = piecesOf(symbols, segments);
  const places = new Map([
    ['reloc.CODE', bodies],
    ['reloc.DATA', pieces.map((piece) => ({ ...fileRange(piece, segments), is: piece }))],
  ]);
  const names = new Map();
  for (const [name, owners] of places) {
    const relocations = open(
      (section) => section.name === name,
      (reader) => readRelocations(reader, found),
    );
    for (const { at, symbol } of relocations) {
      const target = targetOf(symbols[symbol], pieces, segments);
      const owner = ownerOf(owners, at);
      if (target === undefined) continue;
      if (!names.has(owner)) names.set(owner, new Set());
      names.get(owner).add(target);
    }
  }
  return {
    exports: open(({ id }) => id === EXPORTS, readExports),
    starts: open(({ id }) => id === START, readStart),
    pieces,
    elements: new Map(open(({ id }) => id === ELEMENTS, readElements)),
    names,
  };
}

/** The sections, custom ones with their name, after which their content begins. */
function named(wasm) {
  return [...sections(wasm)].map((section) => {
    if (section.id !== CUSTOM) return { ...section, name: '' };
    const reader = { wasm, at: section.content };
    return { ...section, name: text(reader), content: reader.at };
  });
}

const list = (reader, read) => Array.from({ length: number(reader) }, () => read(reader));

/** The imported functions, which come before all others. */
function readImports(reader) {
  return list(reader, () => {
    const name = `${text(reader)}.${text(reader)}`;
    const kind = number(reader);
    if (kind === FUNCTION) number(reader);
    else if (kind === GLOBAL) reader.at += 2;
    else if (kind === MEMORY) skipLimits(reader);
    else if (kind === TABLE) {
      reader.at += 1;
      skipLimits(reader);
    } else throw new Error(`${name}: an import of an unknown kind`);
    return kind;
  }).filter((kind) => kind === FUNCTION);
}

function skipLimits(reader) {
  const hasMost = (number(reader) & 1) === 1;
  number(reader);
  if (hasMost) number(reader);
}

function readExports(reader) {
  return list(reader, () => ({ name: text(reader), kind: number(reader), index: number(reader) })).filter(
    ({ kind }) => kind === FUNCTION,
  );
}

/** Place in the table and index of each function that is called by its address. */
function readElements(reader) {
  return list(reader, () => {
    const [mode, constant, start] = [number(reader), number(reader), number(reader)];
    const isEnded = number(reader) === END;
    if (mode !== 0 || constant !== I32_CONST || !isEnded) throw new Error('functions of a table are not at a constant');
    return list(reader, () => number(reader)).map((index, at) => [start + at, index]);
  }).flat();
}

const readStart = (reader) => [number(reader)];

/** Where each function stands in the file. */
function readBodies(reader) {
  return list(reader, () => {
    const length = number(reader);
    const start = reader.at;
    reader.at += length;
    return { start, end: reader.at };
  });
}

/** Functions by their index, data by segment and place in it; null for what is neither. */
function readSymbols(reader) {
  number(reader);
  while (reader.at < reader.end) {
    const [kind, length] = [number(reader), number(reader)];
    if (kind === SYMBOL_TABLE) return list(reader, readSymbol);
    reader.at += length;
  }
  return [];
}

function readSymbol(reader) {
  const [kind, flags] = [number(reader), number(reader)];
  const isDefined = (flags & UNDEFINED) === 0;
  if (kind === DATA_SYMBOL) {
    text(reader);
    if (!isDefined) return null;
    const [segment, offset, length] = [number(reader), number(reader), number(reader)];
    return (flags & ABSOLUTE) === 0 ? { segment, offset, length } : null;
  }
  const index = number(reader);
  if (kind !== SECTION_SYMBOL && (isDefined || (flags & NAMED) !== 0)) text(reader);
  return kind === FUNCTION_SYMBOL ? { index } : null;
}

/** Symbols that overlap are one piece. */
function piecesOf(symbols, segments) {
  const ranges = symbols
    .filter((symbol) => symbol?.segment !== undefined)
    .map(({ segment, offset, length }) => ({
      from: segments[segment].address + offset,
      to: segments[segment].address + offset + Math.max(length, 1),
    }))
    .sort((one, other) => one.from - other.from);
  const pieces = [];
  for (const { from, to } of ranges) {
    const last = pieces.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else pieces.push({ from, to });
  }
  return pieces;
}

function fileRange({ from, to }, segments) {
  const segment = segments.find(({ address, length }) => from >= address && from < address + length);
  if (segment === undefined) throw new Error('a symbol of data lies outside of the data');
  const shift = segment.start - segment.address;
  return { start: from + shift, end: to + shift };
}

/** Where each relocation stands in the file, and the number of its symbol. */
function readRelocations(reader, found) {
  const section = found[number(reader)];
  return list(reader, () => {
    const kind = number(reader);
    const [offset, symbol] = [number(reader), number(reader)];
    if (WITH_ADDEND.includes(kind)) number(reader);
    return { kind, at: section.content + offset, symbol };
  }).filter(({ kind }) => kind !== TYPE_RELOCATION);
}

/** The function or piece of data that a symbol stands for; undefined for what needs no data, such as a global. */
function targetOf(symbol, pieces, segments) {
  if (symbol === undefined) throw new Error('a relocation has no symbol');
  if (symbol?.segment === undefined) return symbol?.index;
  const address = segments[symbol.segment].address + symbol.offset;
  return pieces[lastAtMost(pieces, address, ({ from }) => from)];
}

function ownerOf(owners, at) {
  const owner = owners[lastAtMost(owners, at, ({ start }) => start)];
  if (owner === undefined || at >= owner.end) throw new Error('a relocation belongs to nothing');
  return owner.is;
}

/** The index of the last element whose key is at most the wanted one; -1 where there is none. */
function lastAtMost(sorted, wanted, key) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(sorted[middle]) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
