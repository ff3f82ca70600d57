// One module becomes several: what a photo needs, and parts that are loaded when they are needed.
//
// It is done as binaryen's `wasm-split` does it, which the npm package does not carry. A part has the functions that only
// its exports reach. It takes the memory, the tables and all other functions from the first module. There its exports are
// calls by a table that the part fills. So all are one program: nothing is there twice, and no byte is copied. What
// several parts reach stays in the first module, so that each can be loaded without the others.
import { createHash } from 'node:crypto';
import { dataSegments, FEATURES, withData } from './wasm-file.mjs';

/** The name under which parts import the first module. */
const FIRST = 'first';
/** The table of the parts' exports. */
const ENTRIES = 'entries';
/** binaryen's name for a memory without one. */
const MEMORY = '0';
/** A run of zeros that is longer than the head of another segment. */
const LEAST_ZEROS = 12;

/**
 * All modules of one whose functions have names. They keep the names.
 *
 * @typedef {{ from: number, to: number }} Range addresses, `to` excluded
 * @param {Uint8Array} wasm
 * @param {Readonly<Record<string, readonly string[]>>} parts each with its exports; without any, the first module is the whole
 * @param {{ data?: Map<string, readonly Range[]>, slots?: Map<number, string>, givenNames?: Map<string, string> }} [more]
 *   the addresses that only a part reads, in order; the part of what is called by its address, by its place in the table;
 *   and other names for what JavaScript gives. What is not named is of the first module.
 * @returns {Promise<{ first: Uint8Array, parts: Map<string, Uint8Array> }>}
 */
export async function split(wasm, parts, { data = new Map(), slots = new Map(), givenNames = new Map() } = {}) {
  const { default: binaryen } = await import('binaryen');
  binaryen.setDebugInfo(true);
  const open = () => new Copy(wasm, binaryen);
  // Modules of two builds would run on one another: the name that all have of the memory tells the build.
  const memory = `memory-${createHash('sha256').update(wasm).digest('hex').slice(0, 8)}`;
  const entries = entriesOf(open(), parts);
  const partNames = Object.keys(parts);
  const reached = new Map([undefined, ...partNames].map((part) => [part, open().reachedBy(part, entries, slots)]));
  const isShared = (name) => partNames.filter((part) => reached.get(part).has(name)).length > 1;

  const shared = new Shared();
  const made = partNames.map((part) => {
    const copy = open();
    const kept = copy
      .functions()
      .filter((one) => one.module || reached.get(undefined).has(one.name) || isShared(one.name));
    copy.becomePart(part, { kept, memory, entries, slots }, shared);
    return [part, copy.written()];
  });
  const first = open();
  first.becomeFirst({ memory, entries, slots, givenNames }, shared);
  const memoryOf = divided(wasm, data);
  return {
    first: withData(first.written(), memoryOf.first),
    parts: new Map(made.map(([part, bytes]) => [part, withData(bytes, memoryOf.parts.get(part) ?? [])])),
  };
}

/** The exports of the parts in the order of their table: the part, the name, and the function behind it. */
function entriesOf(copy, parts) {
  const exports = new Map(copy.exports().map(({ name, value }) => [name, value]));
  const entries = Object.entries(parts).flatMap(([part, names]) =>
    names.map((name) => ({ part, name, value: exports.get(name) })),
  );
  const missing = entries.filter(({ value }) => value === undefined).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`no such export: ${missing.join(', ')}`);
  const named = entries.map((entry) => ({ ...copy.functionNamed(entry.value), ...entry }));
  copy.module.dispose();
  return named;
}

/** What parts take from the first module, each under one short name. */
class Shared {
  functions = new Map();
  tables = new Map();
  globals = new Map();

  /** The short name of one of these. */
  nameIn(kind, name) {
    if (!this[kind].has(name)) {
      const count = this.functions.size + this.tables.size + this.globals.size;
      this[kind].set(name, `_${count.toString(36)}`);
    }
    return this[kind].get(name);
  }
}

/** A copy of the module, to be reduced to one of those that it becomes. */
class Copy {
  constructor(wasm, binaryen) {
    this.binaryen = binaryen;
    this.module = binaryen.readBinary(wasm);
    this.module.setFeatures(FEATURES.reduce((features, name) => features | binaryen.Features[name], 0));
  }

  exports() {
    const at = (index) => this.binaryen.getExportInfo(this.module.getExportByIndex(index));
    return Array.from({ length: this.module.getNumExports() }, (_, index) => at(index));
  }

  functions() {
    const at = (index) => this.binaryen.getFunctionInfo(this.module.getFunctionByIndex(index));
    return Array.from({ length: this.module.getNumFunctions() }, (_, index) => at(index));
  }

  tables() {
    const at = (index) => this.binaryen.getTableInfo(this.module.getTableByIndex(index)).name;
    return Array.from({ length: this.module.getNumTables() }, (_, index) => at(index));
  }

  globals() {
    const at = (index) => this.binaryen.getGlobalInfo(this.module.getGlobalByIndex(index));
    return Array.from({ length: this.module.getNumGlobals() }, (_, index) => at(index));
  }

  functionNamed(name) {
    return this.binaryen.getFunctionInfo(this.module.getFunction(name));
  }

  /** The names of all functions that a part's exports reach, or, for `undefined`, those of the first module. */
  reachedBy(part, entries, slots) {
    this.keepExports(part, entries);
    this.callByAddress((slot) => slots.get(slot) === part);
    this.sweep();
    const names = new Set(this.functions().map(({ name }) => name));
    this.module.dispose();
    return names;
  }

  keepExports(part, entries) {
    const partOf = new Map(entries.map((entry) => [entry.name, entry.part]));
    for (const { name } of this.exports()) if (partOf.get(name) !== part) this.module.removeExport(name);
  }

  /** Leaves in the table what is wanted, where it is. */
  callByAddress(isWanted) {
    const { module, binaryen } = this;
    const segments = Array.from({ length: module.getNumElementSegments() }, (_, index) =>
      binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(index)),
    );
    for (const { name, table, offset, data } of segments) {
      const start = binaryen.getExpressionInfo(offset).value;
      module.removeElementSegment(name);
      for (const { at, run } of runsOf(data, (index) => isWanted(start + index))) {
        module.addActiveElementSegment(table, `${name}:${at}`, run, module.i32.const(start + at));
      }
    }
  }

  /** Removes what nothing reaches. */
  sweep() {
    this.module.runPasses(['remove-unused-module-elements']);
  }

  /** Leaves what the first module does not have, and takes the rest from it. */
  becomePart(part, { kept, memory, entries, slots }, shared) {
    for (const { name } of this.exports()) this.module.removeExport(name);
    this.importFrom(kept, memory);
    this.callByAddress((slot) => slots.get(slot) === part);
    this.addEntries(part, entries);
    this.sweep();
    this.importAll(shared);
  }

  /** Leaves what no part has, and what several have. */
  becomeFirst({ memory, entries, slots, givenNames }, shared) {
    this.keepExports(undefined, entries);
    this.callByAddress((slot) => slots.get(slot) === undefined);
    this.exportAll(shared, entries);
    this.sweep();
    if (entries.length > 0) this.module.addMemoryExport(MEMORY, memory);
    this.addCalls(entries);
    this.renameGiven(givenNames);
  }

  /** Puts the functions behind the part's exports into their table. */
  addEntries(part, entries) {
    const { module } = this;
    const own = entries.filter((entry) => entry.part === part);
    module.addTable(ENTRIES, entries.length, entries.length);
    module.addTableImport(ENTRIES, FIRST, ENTRIES);
    const names = own.map(({ value }) => value);
    module.addActiveElementSegment(ENTRIES, ENTRIES, names, module.i32.const(entries.indexOf(own[0])));
  }

  /** Takes these functions, the tables and the memory from the first module. What fills a table of its own counts as unused. */
  importFrom(kept, memory) {
    for (const name of this.tables()) this.module.addTableImport(name, FIRST, name);
    this.module.addMemoryImport(MEMORY, FIRST, memory);
    for (const { name, params, results } of kept) {
      this.module.removeFunction(name);
      this.module.addFunctionImport(name, FIRST, name, params, results);
    }
  }

  /** Takes all that it does not have itself from the first module, under the names that all parts have for it. */
  importAll(shared) {
    const { module } = this;
    for (const { name, params, results } of this.functions().filter((one) => one.module === FIRST)) {
      module.removeFunction(name);
      module.addFunctionImport(name, FIRST, shared.nameIn('functions', name), params, results);
    }
    for (const name of this.tables()) module.addTableImport(name, FIRST, shared.nameIn('tables', name));
    for (const { name, type, mutable } of this.globals()) {
      module.removeGlobal(name);
      module.addGlobalImport(name, FIRST, shared.nameIn('globals', name), type, mutable);
    }
  }

  /** Gives what is imported under these names others. */
  renameGiven(names) {
    for (const { name, module, base, params, results } of this.functions()) {
      if (!module || !names.has(base)) continue;
      this.module.removeFunction(name);
      this.module.addFunctionImport(name, module, names.get(base), params, results);
    }
  }

  /** Gives what the parts take. What JavaScript gives is given to the first module alone, which hands it on. */
  exportAll({ functions, tables, globals }, entries) {
    const { module } = this;
    for (const [name, base] of functions) module.addFunctionExport(name, base);
    for (const [name, base] of globals) module.addGlobalExport(name, base);
    for (const [name, base] of tables) {
      if (name === ENTRIES) module.addTable(ENTRIES, entries.length, entries.length);
      module.addTableExport(name, base);
    }
  }

  /** Exports of the parts, each a call by their table. */
  addCalls(entries) {
    const { module, binaryen } = this;
    entries.forEach(({ name, params, results }, index) => {
      const operands = binaryen.expandType(params).map((type, at) => module.local.get(at, type));
      const call = module.call_indirect(ENTRIES, module.i32.const(index), operands, params, results);
      module.addFunction(name, params, results, [], call);
      module.addFunctionExport(name, name);
    });
  }

  written() {
    if (!this.module.validate()) throw new Error('a part of the module is not valid');
    const bytes = this.module.emitBinary();
    this.module.dispose();
    return bytes;
  }
}

/**
 * The data of all modules. Those of the first are one segment, with zeros where a part has its own: a segment takes more
 * bytes than compressed zeros. A part may write over nothing that another module has.
 */
function divided(wasm, dataOfParts) {
  const segments = dataSegments(wasm);
  if (segments.length === 0) return { first: [], parts: new Map() };
  const from = Math.min(...segments.map(({ address }) => address));
  const to = Math.max(...segments.map(({ address, length }) => address + length));
  const memory = new Uint8Array(to - from);
  for (const { address, start, length } of segments) memory.set(wasm.subarray(start, start + length), address - from);
  const own = (ranges) =>
    ranges
      .map((range) => ({ from: Math.max(range.from, from), to: Math.min(range.to, to) }))
      .filter((range) => range.from < range.to)
      .flatMap((range) => withoutZeros(range.from, memory.slice(range.from - from, range.to - from)));
  const parts = new Map([...dataOfParts].map(([part, ranges]) => [part, own(ranges)]));
  for (const { address, bytes } of [...parts.values()].flat()) {
    memory.fill(0, address - from, address - from + bytes.length);
  }
  return { first: [{ address: from, bytes: memory }], parts };
}

/** Segments of these bytes at an address, without long runs of zeros: they are in the memory already. */
function withoutZeros(address, bytes) {
  const segments = [];
  let [start, end] = [0, 0];
  const close = () => end > start && segments.push({ address: address + start, bytes: bytes.slice(start, end) });
  bytes.forEach((byte, at) => {
    if (byte === 0) return;
    if (at - end >= LEAST_ZEROS) {
      close();
      start = at;
    }
    end = at + 1;
  });
  close();
  return segments;
}

/** The runs of names at wanted places, each with where it begins. */
function runsOf(names, isWanted) {
  const runs = [];
  names.forEach((name, at) => {
    if (!isWanted(at)) return;
    const last = runs.at(-1);
    if (last !== undefined && last.at + last.run.length === at) last.run.push(name);
    else runs.push({ at, run: [name] });
  });
  return runs;
}
