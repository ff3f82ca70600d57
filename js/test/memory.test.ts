// The memory of the wasm module after one call on a fresh instance. It never shrinks, so what is left is the peak, the
// file itself included. The glue is used without the package around it, which ends an instance that has grown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as core from '../pkg/idsnap.js';
import { largeJpeg } from './large-jpeg.js';

const MIB = 1024 * 1024;
core.initSync({ module: readFileSync(new URL('../../dist/idsnap_bg.wasm', import.meta.url)) });

function prepared(file: Uint8Array, options: object): { result: core.Prepared; usedMib: number } {
  core.restart();
  core.version();
  const result = core.prepare(file, JSON.stringify({ limits: { formats: ['image/jpeg'] }, ...options }));
  return { result, usedMib: core.memoryBytes() / MIB };
}

/** The figure for each camera, and what is held in its place where the figure is not reached yet. */
const CAMERAS = [
  { megapixels: 12, width: 4000, height: 3000, figureMib: 32, heldMib: {} },
  { megapixels: 48, width: 8000, height: 6000, figureMib: 48, heldMib: { 5_000_000: 68 } },
  { megapixels: 108, width: 12_000, height: 9000, figureMib: 64, heldMib: { 700_000: 104, 5_000_000: 104 } },
];

for (const { megapixels, width, height, figureMib, heldMib } of CAMERAS) {
  for (const progressive of [false, true]) {
    describe(`${megapixels} megapixels, ${progressive ? 'progressive' : 'baseline'}`, () => {
      const file = largeJpeg({ width, height, progressive });

      it(`reach 1,920 pixels within ${figureMib} MiB`, () => {
        const { result, usedMib } = prepared(file, { maxEdge: 1920, quality: 85 });
        assert.equal(result.width, 1920);
        assert.ok(usedMib <= figureMib, `${usedMib.toFixed(1)} MiB`);
      });

      for (const maxBase64Length of [700_000, 5_000_000]) {
        const mostMib = (heldMib as Record<number, number>)[maxBase64Length] ?? figureMib;
        it(`reach ${maxBase64Length.toLocaleString('en')} base64 characters within ${mostMib} MiB`, (test) => {
          const { result, usedMib } = prepared(file, { maxBase64Length });
          assert.ok(result.base64Length <= maxBase64Length);
          assert.ok(usedMib <= mostMib, `${usedMib.toFixed(1)} MiB`);
          const over = usedMib - figureMib;
          if (over > 0) test.diagnostic(`${over.toFixed(1)} MiB over the figure of ${figureMib} MiB`);
        });
      }
    });
  }
}
