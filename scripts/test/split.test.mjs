// The module divided in two: the halves are one program, and the first works before the second is there.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import binaryen from 'binaryen';
import { SECOND_EXPORTS, split } from '../build/split.mjs';

const BOTH = '$"idsnap::document::both"';
const others = SECOND_EXPORTS.filter((name) => name !== 'check' && name !== 'parse');

/** `both` is called by the photo's export and, by its address, by a vendor's; `given` by a vendor's alone. */
const text = (number) => `(module
  (import "./glue.js" "given" (func $given (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "start")
  (table 2 2 funcref)
  (elem (i32.const 0) $plain ${BOTH})
  (global $count (mut i32) (i32.const 0))
  (func $plain (result i32) (i32.const 1))
  (func ${BOTH} (result i32) (global.set $count (i32.add (global.get $count) (i32.const ${number}))) (global.get $count))
  (func $slot (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
  (func (export "photo") (result i32) (i32.add (call ${BOTH}) (call $slot (i32.const 0))))
  (func (export "check") (param i32) (result i32) (call $slot (local.get 0)))
  (func (export "parse") (result i32) (call $given))
  ${others.map((name) => `(func (export "${name}"))`).join('\n')}
)`;

async function halves(number, givenNames) {
  binaryen.setDebugInfo(true);
  const module = binaryen.parseText(text(number));
  module.setFeatures(binaryen.Features.All);
  const { first, second } = await split(module.emitBinary(), { givenNames });
  return { first: new WebAssembly.Module(first), second: new WebAssembly.Module(second) };
}

const start = (first) => new WebAssembly.Instance(first, { './glue.js': { given: () => 42 } }).exports;
const link = (second, first) => new WebAssembly.Instance(second, { first: { ...first } });

describe('a module that is divided', () => {
  let made;
  before(async () => {
    made = await halves(10);
  });

  it('works for photos while the second half is not there', () => {
    const core = start(made.first);
    assert.equal(core.photo(), 11);
    assert.throws(() => core.check(1), WebAssembly.RuntimeError);
  });

  it('is one program once it is: memory, variables and what is called by its address', () => {
    const core = start(made.first);
    core.photo();
    new Uint8Array(core.memory.buffer)[0] = 7;
    link(made.second, core);
    assert.equal(core.check(1), 20);
    assert.equal(core.check(0), 1);
    assert.equal(core.photo(), 31);
    assert.equal(core.parse(), 42);
    assert.equal(new Uint8Array(core.memory.buffer)[0], 7, 'the data are written once');
  });

  it('takes what JavaScript gives by a name of the build', async () => {
    const { first, second } = await halves(10, new Map([['given', '_0']]));
    const core = new WebAssembly.Instance(first, { './glue.js': { _0: () => 43 } }).exports;
    link(second, core);
    assert.equal(core.parse(), 43);
  });

  it('refuses the half of another build', async () => {
    const other = await halves(11);
    assert.throws(() => link(other.second, start(made.first)), WebAssembly.LinkError);
  });
});
