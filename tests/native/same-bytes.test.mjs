// The same core on a server and in a page: the files that the native build and the wasm build make are the same, byte
// for byte. WebAssembly fixes how floats are rounded; the native build must not differ, with other vectors or without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { concat, noisePng } from '../../js/test/fixtures.ts';
import { largeJpeg } from '../../js/test/images/large-jpeg.ts';
import * as core from '../../js/pkg/idsnap.js';

/** The example `prepare_file`, built by the suite that runs this. */
const PROGRAM = process.env.IDSNAP_PREPARE_FILE;
const JPEG_ONLY = { limits: { formats: ['image/jpeg'] } };

const SOURCES = {
  'baseline JPEG': largeJpeg({ width: 1203, height: 901, progressive: false }),
  'progressive JPEG': largeJpeg({ width: 1203, height: 901, progressive: true }),
  PNG: noisePng(301, 203),
};

const CASES = [
  { name: 'untouched', options: {} },
  { name: 'reduced', options: { ...JPEG_ONLY, maxEdge: 640, quality: 85 } },
  { name: 'reduced by a little', options: { ...JPEG_ONLY, maxEdge: 290, quality: 96 } },
  { name: 'reduced by much', options: { ...JPEG_ONLY, maxEdge: 97 } },
  { name: 'within a budget at its own size', options: { ...JPEG_ONLY, maxBytes: 60_000, minQuality: 1 } },
  { name: 'within a budget and smaller', options: { ...JPEG_ONLY, maxBase64Length: 36_000 } },
  { name: 'within a budget and an edge', options: { ...JPEG_ONLY, maxEdge: 800, maxBytes: 40_000 } },
  { name: 'for a vendor', options: { limits: 'zoloz' } },
  { name: 'at 98 % of its length', options: JPEG_ONLY, share: 0.98 },
  { name: 'at 90 % of its length', options: JPEG_ONLY, share: 0.9 },
  // Without loss the JPEG files take 141,129 bytes: a little less makes coefficients be rounded to the nearest steps.
  { name: 'a little below what it takes without loss', options: { ...JPEG_ONLY, maxBytes: 137_000 } },
];

/** Photos of 12 megapixels: how far they are to be coarsened is decided by the logarithms of estimates, bit by bit. */
const LARGE = largeJpeg({ width: 4000, height: 3000, progressive: false });
const LARGE_SOURCES = { 'a photo of 12 megapixels': LARGE, 'a portrait photo of 12 megapixels': turned(LARGE, 6) };
const LARGE_BUDGETS = [700_000, 1_000_000, 1_500_000, 2_000_000];

core.initSync({
  module: new WebAssembly.Module(readFileSync(new URL('../../dist/idsnap_bg.wasm', import.meta.url))),
});
const folder = mkdtempSync(join(tmpdir(), 'idsnap-native-'));
after(() => rmSync(folder, { recursive: true }));

const sum = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The same JPEG file with an EXIF orientation. */
function turned(jpeg, orientation) {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
  const exif = [...Buffer.from('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  return concat([jpeg.subarray(0, 2), Uint8Array.of(0xff, 0xe1, 0, exif.length + 2, ...exif), jpeg.subarray(2)]);
}

const [input, output] = ['input', 'output'].map((name) => join(folder, name));

function assertSame(bytes, options) {
  writeFileSync(input, bytes);
  const told = execFileSync(PROGRAM, [input, output, JSON.stringify(options)], { encoding: 'utf8' });
  const [made] = core.prepare([{ field: 'source', bytes }], JSON.stringify(options));
  assert.equal(sum(made.bytes), sum(readFileSync(output)), `${made.path}, ${made.bytes.length} bytes; ${told}`);
  assert.equal(core.sha256(made.bytes), sum(made.bytes));
  return made;
}

for (const [source, bytes] of Object.entries(SOURCES)) {
  describe(source, () => {
    for (const { name, options: given, share } of CASES) {
      const options = share === undefined ? given : { ...given, maxBytes: Math.floor(bytes.length * share) };
      it(`is the same file natively and in WebAssembly, ${name}`, () => {
        assertSame(bytes, options);
      });
    }
  });
}

for (const [source, bytes] of Object.entries(LARGE_SOURCES)) {
  describe(source, () => {
    for (const maxBase64Length of LARGE_BUDGETS) {
      it(`is the same file natively and in WebAssembly, within ${maxBase64Length.toLocaleString('en')} characters`, () => {
        assert.equal(assertSame(bytes, { ...JPEG_ONLY, maxBase64Length }).path, 'transcoded');
      });
    }
  });
}
