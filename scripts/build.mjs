// Builds the package: `node scripts/build.mjs [--wasm | --js] [--partial] [--quick] [--nosimd]`; both halves by
// default. `--nosimd` makes the wasm once more for browsers without SIMD, into dist/nosimd.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildJs } from './build/js.mjs';
import { buildWasm } from './build/wasm.mjs';
import { main } from './lib/process.mjs';
import { sayMissing } from './toolchain.mjs';

/** Builds js/pkg and dist, each only when its sources have changed. */
export async function build({ partial = false } = {}) {
  sayMissing(['npm', 'wasm', 'bindgen']);
  await buildWasm();
  await buildJs({ partial });
}

const OPTIONS = {
  wasm: { type: 'boolean' },
  js: { type: 'boolean' },
  partial: { type: 'boolean' },
  quick: { type: 'boolean' },
  nosimd: { type: 'boolean' },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { wasm, js, partial, quick, nosimd } = parseArgs({ options: OPTIONS }).values;
  await main(async () => {
    if (wasm || !js) await buildWasm({ quick });
    if (nosimd) await buildWasm({ quick, simd: false });
    if (js || !wasm) await buildJs({ partial });
  });
}
