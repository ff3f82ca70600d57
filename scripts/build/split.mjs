// One module becomes two: what a photo needs, and what vendors and zones need, which is loaded while the first works.
//
// It is done as binaryen's `wasm-split` does it, which the npm package does not carry. The second module has the functions
// that only its exports reach. It takes the memory, the tables and all other functions from the first. There its exports
// are calls by a table that the second fills. So both are one program: nothing is there twice, and no byte is copied.
import { createHash } from 'node:crypto';
import { dataSegments, FEATURES, withData } from './wasm-file.mjs';

/** The exports that the second module brings. Everything else stays in the first. */
export const SECOND_EXPORTS = [
  ...['check', 'compose', 'parse', 'request', 'probe', 'upload'],
  ...['readZone', 'crossCheckMrz', 'formatMrz'],
];
/**
 * What is called by its address may be called by anybody, and so stays in the first module. But no code for photos calls
 * into these rooms.
 */
const SECOND_ROOMS =
  /^<?idsnap(\[[0-9a-f]+\])?::(vendors::[a-z_]+|document|compose::build|wasm::(operations|mrz|transport))::/;
/** The name under which the second module imports the first. */
const FIRST = 'first';
/** The table of the second module's exports. */
const ENTRIES = 'entries';
/** binaryen's name for a memory without one. */
const MEMORY = '0';
/** A run of zeros that is longer than the head of another segment. */
const LEAST_ZEROS = 12;

/**
 * Both modules of one whose functions have names. They keep the names.
 *
 * @param {Uint8Array} wasm
 * @param {{ secondData?: readonly { from: number, to: number }[], givenNames?: Map<string, string> }} [more] the addresses
 *   that only the second module reads, in order; and other names for what JavaScript gives
 * @returns {Promise<{ first: Uint8Array, second: Uint8Array }>}
 */
export async function split(wasm, { secondData = [], givenNames = new Map() } = {}) {
  const { default: binaryen } = await import('binaryen');
  binaryen.setDebugInfo(true);
  const [first, second] = [new Half(wasm, binaryen), new Half(wasm, binaryen)];
  // Halves of two builds would run on one another: the name that both have of the memory tells the build.
  const memory = `memory-${createHash('sha256').update(wasm).digest('hex').slice(0, 8)}`;
  const entries = second.exports().filter(({ name }) => SECOND_EXPORTS.includes(name));
  if (entries.length !== SECOND_EXPORTS.length) throw new Error('an export of the second module is missing');

  for (const { name } of entries) first.module.removeExport(name);
  const isSecond = (name) => SECOND_ROOMS.test(name);
  first.callByAddress((name) => !isSecond(name));
  first.sweep();
  // What JavaScript gives is given to the first module alone, which hands it on.
  const given = second.functions().filter(({ module }) => module);
  const kept = new Map([...given, ...first.functions()].map((one) => [one.name, one]));

  for (const { name } of second.exports()) second.module.removeExport(name);
  second.importFrom(kept, memory);
  second.callByAddress(isSecond);
  second.addEntries(entries.map(({ value }) => value));
  second.sweep();
  const shared = second.importAll();
  first.importMissing(given.filter(({ name }) => shared.functions.some(([used]) => used === name)));
  first.exportAll(shared);
  first.module.addMemoryExport(MEMORY, memory);
  first.addCalls(entries.map(({ name, value }) => ({ ...second.functionNamed(value), name })));
  first.renameGiven(givenNames);
  const data = divided(wasm, secondData);
  return { first: withData(first.written(), data.first), second: withData(second.written(), data.second) };
}

/** A copy of the module, to be reduced to one of its halves. */
class Half {
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

  functionNamed(name) {
    return this.binaryen.getFunctionInfo(this.module.getFunction(name));
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
      for (const { at, run } of runsOf(data, isWanted)) {
        module.addActiveElementSegment(table, `${name}:${at}`, run, module.i32.const(start + at));
      }
    }
  }

  /** Removes what nothing reaches. */
  sweep() {
    this.module.runPasses(['remove-unused-module-elements']);
  }

  /** Puts the functions behind the exports into their table. */
  addEntries(names) {
    const { module } = this;
    module.addTable(ENTRIES, names.length, names.length);
    module.addTableImport(ENTRIES, FIRST, ENTRIES);
    module.addActiveElementSegment(ENTRIES, ENTRIES, names, module.i32.const(0));
  }

  /** Takes these functions, the tables and the memory from the first module. What fills a table of its own counts as unused. */
  importFrom(kept, memory) {
    for (const name of this.tables()) this.module.addTableImport(name, FIRST, name);
    this.module.addMemoryImport(MEMORY, FIRST, memory);
    for (const { name, params, results } of kept.values()) {
      this.module.removeFunction(name);
      this.module.addFunctionImport(name, FIRST, name, params, results);
    }
  }

  /** Takes all that it does not have itself from the first module, and tells under which names. */
  importAll() {
    const { module, binaryen } = this;
    const next = namer();
    const functions = this.functions().filter((one) => one.module === FIRST);
    const named = functions.map(({ name }) => [name, next()]);
    functions.forEach(({ name, params, results }, index) => {
      module.removeFunction(name);
      module.addFunctionImport(name, FIRST, named[index][1], params, results);
    });
    const tables = this.tables().map((name) => [name, next()]);
    for (const [name, base] of tables) module.addTableImport(name, FIRST, base);
    const infos = Array.from({ length: module.getNumGlobals() }, (_, index) =>
      binaryen.getGlobalInfo(module.getGlobalByIndex(index)),
    );
    const globals = infos.map(({ name }) => [name, next()]);
    infos.forEach(({ name, type, mutable }, index) => {
      module.removeGlobal(name);
      module.addGlobalImport(name, FIRST, globals[index][1], type, mutable);
    });
    return { functions: named, tables, globals };
  }

  /** Takes from JavaScript what is only handed on. */
  importMissing(given) {
    const own = new Set(this.functions().map(({ name }) => name));
    for (const { name, module, base, params, results } of given) {
      if (!own.has(name)) this.module.addFunctionImport(name, module, base, params, results);
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

  /** Gives what the second module takes. */
  exportAll({ functions, tables, globals }) {
    const { module } = this;
    for (const [name, base] of functions) module.addFunctionExport(name, base);
    for (const [name, base] of globals) module.addGlobalExport(name, base);
    for (const [name, base] of tables) {
      if (name === ENTRIES) module.addTable(ENTRIES, SECOND_EXPORTS.length, SECOND_EXPORTS.length);
      module.addTableExport(name, base);
    }
  }

  /** Exports of the second module, each a call by its table. */
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
    if (!this.module.validate()) throw new Error('a half of the module is not valid');
    const bytes = this.module.emitBinary();
    this.module.dispose();
    return bytes;
  }
}

/**
 * The data of both modules. Those of the first are one segment, with zeros where the second has its own: a segment takes
 * more bytes than compressed zeros. The second may write over nothing that the first has.
 */
function divided(wasm, secondData) {
  const segments = dataSegments(wasm);
  if (segments.length === 0) return { first: [], second: [] };
  const from = Math.min(...segments.map(({ address }) => address));
  const to = Math.max(...segments.map(({ address, length }) => address + length));
  const memory = new Uint8Array(to - from);
  for (const { address, start, length } of segments) memory.set(wasm.subarray(start, start + length), address - from);
  const second = secondData
    .map((range) => ({ from: Math.max(range.from, from), to: Math.min(range.to, to) }))
    .filter((range) => range.from < range.to)
    .flatMap((range) => withoutZeros(range.from, memory.slice(range.from - from, range.to - from)));
  for (const { address, bytes } of second) memory.fill(0, address - from, address - from + bytes.length);
  return { first: [{ address: from, bytes: memory }], second };
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

/** The runs of wanted names, each with where it begins. */
function runsOf(names, isWanted) {
  const runs = [];
  names.forEach((name, at) => {
    if (!isWanted(name)) return;
    const last = runs.at(-1);
    if (last !== undefined && last.at + last.run.length === at) last.run.push(name);
    else runs.push({ at, run: [name] });
  });
  return runs;
}

/** Short names. */
function namer() {
  let count = 0;
  return () => `_${(count++).toString(36)}`;
}
