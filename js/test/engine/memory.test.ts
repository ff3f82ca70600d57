// The memory of the wasm module after one call on a fresh instance. It never shrinks, so what is left is the peak, the
// file itself included. The glue is used without the package around it, which ends an instance that has grown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as core from '../../pkg/idsnap.js';
import { largeJpeg } from '../images/large-jpeg.js';

const MIB = 1024 * 1024;
core.initSync({ module: readFileSync(new URL('../../../dist/idsnap_bg.wasm', import.meta.url)) });

function prepared(bytes: Uint8Array<ArrayBuffer>, options: object): { result: core.Prepared; usedMib: number } {
  core.restart();
  core.version();
  const given = JSON.stringify({ limits: { formats: ['image/jpeg'] }, ...options });
  const [result] = core.prepare([{ field: 'source', bytes }], given) as [core.Prepared];
  return { result, usedMib: core.memoryBytes() / MIB };
}

/** The most memory that preparing a photo of each camera may take. */
const CAMERAS = [
  { megapixels: 12, width: 4000, height: 3000, figureMib: 32 },
  { megapixels: 48, width: 8000, height: 6000, figureMib: 48 },
  { megapixels: 108, width: 12_000, height: 9000, figureMib: 64 },
];

for (const { megapixels, width, height, figureMib } of CAMERAS) {
  for (const progressive of [false, true]) {
    describe(`${megapixels} megapixels, ${progressive ? 'progressive' : 'baseline'}`, () => {
      const file = largeJpeg({ width, height, progressive });

      it(`reach 1,920 pixels within ${figureMib} MiB`, (test) => {
        const { result, usedMib } = prepared(file, { maxEdge: 1920, quality: 85 });
        assert.equal(result.width, 1920);
        assert.ok(usedMib <= figureMib, `${usedMib.toFixed(1)} MiB`);
        test.diagnostic(`${usedMib.toFixed(1)} MiB`);
      });

      for (const maxBase64Length of [700_000, 5_000_000]) {
        it(`reach ${maxBase64Length.toLocaleString('en')} base64 characters within ${figureMib} MiB`, (test) => {
          const { result, usedMib } = prepared(file, { maxBase64Length });
          assert.ok(result.base64Length <= maxBase64Length);
          assert.ok(usedMib <= figureMib, `${usedMib.toFixed(1)} MiB`);
          test.diagnostic(`${usedMib.toFixed(1)} MiB, ${result.width} x ${result.height}, ${result.path}`);
        });
      }
    });
  }
}
