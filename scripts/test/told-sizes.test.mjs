import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wronglyTold } from '../lib/told-sizes.mjs';

const SIZES = {
  'WebAssembly before the first photo': 147_190,
  'WebAssembly for calls of vendors': 269_900,
  'WebAssembly, on demand: scene': 49_350,
  'WebAssembly, on demand: zone': 60_160,
  'WebAssembly without SIMD': 367_080,
  'JavaScript of the SDK': 20_480,
  "SDK, on demand: in the page's thread": 6_770,
  'JavaScript of the capture component': 15_510,
};

describe('the sizes that the docs tell', () => {
  it('are refused where a row is missing or says another size', () => {
    const all = wronglyTold(SIZES, () => '');
    assert.equal(all.length, 14);
    assert.match(all[0], /^README\.md tells nothing of “JavaScript of the SDK, with the worker”, which is 20\.5 KB$/);
    const told = (size) => wronglyTold(SIZES, () => `| WebAssembly before the first photo | ${size} | |\n`).length;
    assert.deepEqual([told('147'), told('147.7'), told('148'), told('some')], [12, 12, 14, 14]);
  });
});
