// Short names for what JavaScript gives to the wasm.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shortImports } from '../build/imports.mjs';

const glue = (digits) => `const import0 = {
        __wbg_get_${digits}: function(arg0) { return arg0.__wbg_get_; },
        __wbg_set_d7176cfb76d71114: function() {},
        __wbindgen_generic_0000000000000001: function() {},
        __wbindgen_init_externref_table: function() {},
    };`;

describe('the names of what JavaScript gives', () => {
  it('become short where they hold digits', () => {
    const { glue: short, names } = shortImports(glue('2080c49015e35254'));
    const [first, ...rest] = names.values();
    assert.match(first, /^_[0-9a-f]{8}$/);
    assert.deepEqual(rest, ['_1', '_2']);
    const written = [...short.matchAll(/(\w+): function/g)].map(([, name]) => name);
    assert.deepEqual(written, [first, '_1', '_2', '__wbindgen_init_externref_table']);
    assert.match(short, /return arg0\.__wbg_get_;/);
  });

  it('tell two builds that give something else', () => {
    const [one, other] = ['2080c49015e35254', '2080c49015e35255'].map((digits) => shortImports(glue(digits)).names);
    assert.notEqual([...one.values()][0], [...other.values()][0]);
  });
});
