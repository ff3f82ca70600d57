// The data that only the second module reads: found by the linker's relocations, and moved into it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { withoutRelocations } from '../build/linked.mjs';
import { dataReachedOnlyBy } from '../build/reach.mjs';
import { SECOND_EXPORTS, split } from '../build/split.mjs';
import { dataSegments } from '../build/wasm-file.mjs';
import { collect } from '../lib/output.mjs';
import { run } from '../lib/process.mjs';
import { ensureWasm, wasmEnv, wasmFlags, WASM_TARGET } from '../toolchain/wasm.mjs';

const others = SECOND_EXPORTS.filter((name) => name !== 'parse');

/**
 * `photo` counts LETTERS from 65 places before it, and names DEEP through VIEW alone; BOTH is everybody's. `parse` names
 * OWN and BOTH through TEXTS.
 */
const source = `#![no_std]
#![crate_type = "cdylib"]
static LETTERS: [u32; 4] = [101, 102, 103, 104];
static DEEP: [u32; 4] = [201, 202, 203, 204];
static BOTH: [u32; 4] = [301, 302, 303, 304];
static OWN: [u32; 4] = [401, 402, 403, 404];
static VIEW: [&[u32; 4]; 2] = [&DEEP, &BOTH];
static TEXTS: [&[u32; 4]; 2] = [&OWN, &BOTH];
#[unsafe(no_mangle)] pub extern "C" fn photo(letter: usize) -> u32 {
  unsafe { *LETTERS.as_ptr().wrapping_add(letter.wrapping_sub(65)) + VIEW[letter & 1][letter & 3] }
}
#[unsafe(no_mangle)] pub extern "C" fn parse(at: usize) -> u32 { TEXTS[at & 1][at & 3] }
${others.map((name) => `#[unsafe(no_mangle)] pub extern "C" fn ${name}() {}`).join('\n')}
#[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
`;

async function linked() {
  const { result: toolchain } = await collect(ensureWasm);
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-reach-'));
  try {
    const [from, to] = ['small.rs', 'small.wasm'].map((name) => join(folder, name));
    writeFileSync(from, source);
    const flags = ['--target', WASM_TARGET, '-O', '-Cpanic=abort', '-Clink-arg=--emit-relocs', ...wasmFlags(toolchain)];
    await run(toolchain.rustc, [from, '-o', to, ...flags], { env: wasmEnv(toolchain), quiet: true });
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The numbers of the data at these addresses. */
function numbersAt(wasm, ranges) {
  const segments = dataSegments(wasm);
  const view = new DataView(wasm.buffer, wasm.byteOffset);
  return ranges.flatMap(({ from, to }) => {
    const { address, start } = segments.find((one) => from >= one.address && to <= one.address + one.length);
    return Array.from({ length: (to - from) / 4 }, (_, at) => view.getUint32(start + from - address + at * 4, true));
  });
}

describe('the data of a module that is divided', () => {
  let [wasm, ranges] = [];
  before(async () => {
    wasm = await linked();
    ranges = dataReachedOnlyBy(wasm, SECOND_EXPORTS);
  });

  it('belong to the second half where no other export names them, be it through other data', () => {
    const numbers = numbersAt(wasm, ranges).filter((number) => number < 1000);
    assert.deepEqual(numbers, [401, 402, 403, 404]);
    const bytes = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    assert.equal(bytes, 24, 'OWN and the two addresses of TEXTS');
  });

  it('are read by each half as they were by the whole', async () => {
    const { first, second } = await split(withoutRelocations(wasm), { secondData: ranges });
    const core = new WebAssembly.Instance(new WebAssembly.Module(first)).exports;
    const inMemory = () =>
      ranges.map(({ from, to }) => Buffer.from(core.memory.buffer.slice(from, to)).toString('hex'));
    const { parse, photo } = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports;
    const letters = [65, 66, 67, 68];
    assert.ok(
      inMemory().every((hex) => /^0+$/.test(hex)),
      'they are not in the first half',
    );
    assert.deepEqual(letters.map(core.photo), letters.map(photo));
    new WebAssembly.Instance(new WebAssembly.Module(second), { first: { ...core } });
    assert.deepEqual([0, 1, 2, 3].map(core.parse), [0, 1, 2, 3].map(parse));
    assert.deepEqual(letters.map(core.photo), letters.map(photo));
  });

  it('cannot be told for an export that is not there', () => {
    assert.throws(() => dataReachedOnlyBy(wasm, ['develop']), /no such export: develop/);
  });

  it('cannot be told without relocations: all stay in the first half', () => {
    assert.deepEqual(dataReachedOnlyBy(withoutRelocations(wasm), SECOND_EXPORTS), []);
  });
});
