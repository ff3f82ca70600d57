// A module divided: its files are one program, the first works before any other is there, and each part without the others.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import binaryen from 'binaryen';
import { split } from '../build/split.mjs';

const PARTS = { vendors: ['check', 'parse'], scene: ['analyze'] };
/** Only `check` calls what is at the second place of the table. */
const SLOTS = new Map([[1, 'vendors']]);

/** `both` is called by the photo's export and, by its address, by `check`; `given` by `parse` alone; `twice` by two parts. */
const text = (number) => `(module
  (import "./glue.js" "given" (func $given (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "start")
  (table 2 2 funcref)
  (elem (i32.const 0) $plain $own)
  (global $count (mut i32) (i32.const 0))
  (func $plain (result i32) (i32.const 1))
  (func $both (result i32) (global.set $count (i32.add (global.get $count) (i32.const ${number}))) (global.get $count))
  (func $own (result i32) (i32.add (call $both) (i32.const 1000)))
  (func $twice (result i32) (i32.const 7))
  (func $slot (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
  (func (export "photo") (result i32) (i32.add (call $both) (call $slot (i32.const 0))))
  (func (export "check") (param i32) (result i32) (call $slot (local.get 0)))
  (func (export "parse") (result i32) (i32.add (call $given) (call $twice)))
  (func (export "analyze") (result i32) (i32.add (call $both) (call $twice)))
)`;

function binary(number) {
  binaryen.setDebugInfo(true);
  const module = binaryen.parseText(text(number));
  module.setFeatures(binaryen.Features.All);
  return module.emitBinary();
}

async function modules(number, givenNames) {
  const { first, parts } = await split(binary(number), PARTS, { slots: SLOTS, givenNames });
  const compiled = [...parts].map(([part, bytes]) => [part, new WebAssembly.Module(bytes)]);
  return { first: new WebAssembly.Module(first), ...Object.fromEntries(compiled) };
}

const start = (first) => new WebAssembly.Instance(first, { './glue.js': { given: () => 42 } }).exports;
const link = (part, first) => new WebAssembly.Instance(part, { first: { ...first } });

describe('a module that is divided', () => {
  let made;
  before(async () => {
    made = await modules(10);
  });

  it('works for photos while no part is there', () => {
    const core = start(made.first);
    assert.equal(core.photo(), 11);
    assert.throws(() => core.check(1), WebAssembly.RuntimeError);
    assert.throws(() => core.analyze(), WebAssembly.RuntimeError);
  });

  it('is one program once they are: memory, variables and what is called by its address', () => {
    const core = start(made.first);
    core.photo();
    new Uint8Array(core.memory.buffer)[0] = 7;
    link(made.vendors, core);
    assert.equal(core.check(1), 1020);
    assert.equal(core.check(0), 1);
    assert.equal(core.photo(), 31);
    assert.equal(core.parse(), 49);
    link(made.scene, core);
    assert.equal(core.analyze(), 47);
    assert.equal(new Uint8Array(core.memory.buffer)[0], 7, 'the data are written once');
  });

  it('runs each part without the others, also what two of them call', () => {
    const core = start(made.first);
    link(made.scene, core);
    assert.equal(core.analyze(), 17);
    assert.throws(() => core.parse(), WebAssembly.RuntimeError);
  });

  it('has what one part alone calls in its file alone', () => {
    const names = (wasm) => Buffer.from(WebAssembly.Module.customSections(wasm, 'name')[0]).toString('latin1');
    assert.match(names(made.vendors), /own/);
    assert.doesNotMatch(names(made.first), /own/);
    assert.match(names(made.first), /twice/);
  });

  it('takes what JavaScript gives by a name of the build', async () => {
    const { first, vendors } = await modules(10, new Map([['given', '_0']]));
    const core = new WebAssembly.Instance(first, { './glue.js': { _0: () => 43 } }).exports;
    link(vendors, core);
    assert.equal(core.parse(), 50);
  });

  it('refuses a part of another build', async () => {
    const other = await modules(11);
    assert.throws(() => link(other.vendors, start(made.first)), WebAssembly.LinkError);
  });

  it('is the whole without parts, and tells that by its exports', async () => {
    const { first } = await split(binary(10), {}, { givenNames: new Map([['given', '_0']]) });
    const core = new WebAssembly.Instance(new WebAssembly.Module(first), { './glue.js': { _0: () => 42 } }).exports;
    assert.deepEqual(Object.keys(core).sort(), ['analyze', 'check', 'memory', 'parse', 'photo']);
    assert.deepEqual([core.photo(), core.check(1), core.parse()], [11, 1020, 49]);
    assert.match(Object.keys(start(made.first)).join(), /\bmemory-/);
  });

  it('names an export that is not there', async () => {
    const module = binaryen.parseText('(module (func (export "check")))');
    await assert.rejects(split(module.emitBinary(), { vendors: ['check', 'parse'] }), /no such export: parse/);
  });
});
