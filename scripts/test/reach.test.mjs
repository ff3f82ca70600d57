// What is of one part alone: found by the linker's relocations, and moved into its file.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { withoutRelocations } from '../build/linked.mjs';
import { reachedByOneOf } from '../build/reach.mjs';
import { split } from '../build/split.mjs';
import { dataSegments } from '../build/wasm-file.mjs';
import { collect } from '../lib/output.mjs';
import { run } from '../lib/process.mjs';
import { ensureWasm, wasmEnv, wasmFlags, WASM_TARGET } from '../toolchain/wasm.mjs';

const PARTS = { vendors: ['parse'], scene: ['analyze'] };

/**
 * `photo` counts LETTERS from 65 places before it, and names DEEP through VIEW alone; BOTH is everybody's. `parse` names
 * OWN and BOTH through TEXTS, and `first` and `second` through CALLS; `analyze` names LIGHT, and TWICE as `parse` does.
 */
const source = `#![no_std]
#![crate_type = "cdylib"]
static LETTERS: [u32; 4] = [101, 102, 103, 104];
static DEEP: [u32; 4] = [201, 202, 203, 204];
static BOTH: [u32; 4] = [301, 302, 303, 304];
static OWN: [u32; 4] = [401, 402, 403, 404];
static LIGHT: [u32; 4] = [501, 502, 503, 504];
static TWICE: [u32; 4] = [601, 602, 603, 604];
fn first() -> u32 { 1 }
fn second() -> u32 { 2 }
static CALLS: [fn() -> u32; 2] = [first, second];
static VIEW: [&[u32; 4]; 2] = [&DEEP, &BOTH];
static TEXTS: [&[u32; 4]; 2] = [&OWN, &BOTH];
#[unsafe(no_mangle)] pub extern "C" fn photo(letter: usize) -> u32 {
  unsafe { *LETTERS.as_ptr().wrapping_add(letter.wrapping_sub(65)) + VIEW[letter & 1][letter & 3] }
}
#[unsafe(no_mangle)] pub extern "C" fn parse(at: usize) -> u32 {
  TEXTS[at & 1][at & 3] + CALLS[at & 1]() + TWICE[at & 3]
}
#[unsafe(no_mangle)] pub extern "C" fn analyze(at: usize) -> u32 { LIGHT[at & 3] + TWICE[at & 3] }
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

describe('what one part of a module alone reaches', () => {
  let [wasm, data, slots] = [];
  before(async () => {
    wasm = await linked();
    ({ data, slots } = reachedByOneOf(wasm, PARTS));
  });

  it('is the data that no other export names, be it through other data', () => {
    const numbers = (part) => numbersAt(wasm, data.get(part)).filter((number) => number > 100 && number < 1000);
    assert.deepEqual(numbers('vendors'), [401, 402, 403, 404]);
    assert.deepEqual(numbers('scene'), [501, 502, 503, 504]);
    const bytes = data.get('vendors').reduce((sum, { from, to }) => sum + to - from, 0);
    assert.equal(bytes, 32, 'OWN, and the two addresses each of TEXTS and CALLS');
  });

  it('is what it calls by its address', () => {
    assert.deepEqual([...slots.values()], ['vendors', 'vendors']);
  });

  it('is read by each file as it was by the whole', async () => {
    const { first, parts } = await split(withoutRelocations(wasm), PARTS, { data, slots });
    const core = new WebAssembly.Instance(new WebAssembly.Module(first)).exports;
    const whole = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports;
    const ranges = [...data.values()].flat();
    const inMemory = () =>
      ranges.map(({ from, to }) => Buffer.from(core.memory.buffer.slice(from, to)).toString('hex'));
    const letters = [65, 66, 67, 68];
    assert.ok(
      inMemory().every((hex) => /^0+$/.test(hex)),
      'they are not in the first file',
    );
    assert.deepEqual(letters.map(core.photo), letters.map(whole.photo));
    for (const [part, name] of [
      ['scene', 'analyze'],
      ['vendors', 'parse'],
    ]) {
      new WebAssembly.Instance(new WebAssembly.Module(parts.get(part)), { first: { ...core } });
      assert.deepEqual([0, 1, 2, 3].map(core[name]), [0, 1, 2, 3].map(whole[name]), name);
    }
    assert.deepEqual(letters.map(core.photo), letters.map(whole.photo));
  });

  it('cannot be determined for an export that is not there', () => {
    assert.throws(() => reachedByOneOf(wasm, { vendors: ['develop'] }), /no such export: develop/);
  });

  it('cannot be determined without relocations: all stays in the first file', () => {
    const found = reachedByOneOf(withoutRelocations(wasm), PARTS);
    assert.deepEqual([...found.data.values()], [[], []]);
    assert.equal(found.slots.size, 0);
  });
});
