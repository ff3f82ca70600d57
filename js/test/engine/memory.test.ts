// The memory of the wasm module after one call on a fresh instance. It never shrinks, so what is left is the peak, the
// file itself included. The glue is used without the package around it, which ends an instance that has grown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as core from '../../pkg/idsnap.js';
import { largeJpeg } from '../images/large-jpeg.js';

const MIB = 1024 * 1024;
core.initSync({
  module: new WebAssembly.Module(readFileSync(new URL('../../../dist/idsnap_bg.wasm', import.meta.url))),
});

function prepared(bytes: Uint8Array<ArrayBuffer>, options: object): { result: core.Prepared; usedMib: number } {
  core.restart();
  core.version();
  const given = JSON.stringify({ limits: { formats: ['image/jpeg'] }, ...options });
  const [result] = core.prepare([{ field: 'source', bytes }], given) as [core.Prepared];
  return { result, usedMib: core.memoryBytes() / MIB };
}

/**
 * The most memory, in MiB, that preparing a photo of each camera may take: to 1,920 pixels, to 700,000 and to 5,000,000
 * base64 characters. Beside each what was measured, the same at each run of one build; the room is for other compilers.
 * What a phone has is 32 MiB for 12 megapixels, 48 for 48, 64 for 108.
 */
const CAMERAS = [
  // Measured: 8.1, 13.4, 6.2.
  { megapixels: 12, width: 4000, height: 3000, progressive: false, mostMib: [9, 14.5, 7.5] },
  // Measured: 8.9, 14.1, 7.6.
  { megapixels: 12, width: 4000, height: 3000, progressive: true, mostMib: [10, 15.5, 9] },
  // Measured: 16.1, 27.3, 29.6.
  { megapixels: 48, width: 8000, height: 6000, progressive: false, mostMib: [18, 30, 33] },
  // Measured: 19.1, 31.5, 32.6.
  { megapixels: 48, width: 8000, height: 6000, progressive: true, mostMib: [21, 35, 36] },
  // Measured: 29.1, 45.9, 45.9.
  { megapixels: 108, width: 12_000, height: 9000, progressive: false, mostMib: [32, 50, 50] },
  // Measured: 35.4, 57.4, 57.4.
  { megapixels: 108, width: 12_000, height: 9000, progressive: true, mostMib: [39, 62, 62] },
] as const;

for (const { megapixels, width, height, progressive, mostMib } of CAMERAS) {
  describe(`${megapixels} megapixels, ${progressive ? 'progressive' : 'baseline'}`, () => {
    const file = largeJpeg({ width, height, progressive });
    const [edge, small, large] = mostMib;

    it(`reach 1,920 pixels within ${edge} MiB`, (test) => {
      const { result, usedMib } = prepared(file, { maxEdge: 1920, quality: 85 });
      assert.equal(result.width, 1920);
      assert.ok(usedMib <= edge, `${usedMib.toFixed(1)} MiB`);
      test.diagnostic(`${usedMib.toFixed(1)} MiB`);
    });

    for (const [maxBase64Length, most] of [
      [700_000, small],
      [5_000_000, large],
    ] as const) {
      it(`reach ${maxBase64Length.toLocaleString('en')} base64 characters within ${most} MiB`, (test) => {
        const { result, usedMib } = prepared(file, { maxBase64Length });
        assert.ok(result.base64Length <= maxBase64Length);
        assert.ok(usedMib <= most, `${usedMib.toFixed(1)} MiB`);
        test.diagnostic(`${usedMib.toFixed(1)} MiB, ${result.width} x ${result.height}, ${result.path}`);
      });
    }
  });
}

describe('a dense photo of 12 megapixels with chroma of full size', () => {
  // Its codes are not fitted to it: it has the coefficients of a photo of some 5 MB.
  const file = largeJpeg({ width: 4000, height: 3000, progressive: false, full: true, detail: 2.2 });

  // The coefficients are there once: which of them are kept is decided by masks, and they are quantized as they are written.
  // Measured: 28.
  it('reaches 3,000,000 base64 characters within 32 MiB', (test) => {
    const { result, usedMib } = prepared(file, { maxBase64Length: 3_000_000 });
    assert.ok(
      result.base64Length <= 3_000_000 && result.base64Length >= 2_910_000,
      `${result.base64Length} characters`,
    );
    assert.deepEqual([result.path, result.width, result.height], ['transcoded', 4000, 3000]);
    assert.ok(usedMib <= 32, `${usedMib.toFixed(1)} MiB`);
    test.diagnostic(`${usedMib.toFixed(1)} MiB of ${(file.length / MIB).toFixed(1)}`);
  });
});
