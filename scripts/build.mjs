// Builds the package: `node scripts/build.mjs [--wasm | --js] [--partial] [--quick] [--simd-only]`; both halves by
// default. `--quick` and `--simd-only` leave out the wasm for browsers without SIMD.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildJs } from './build/js.mjs';
import { buildWasm } from './build/wasm.mjs';
import { main } from './lib/process.mjs';
import { sayMissing } from './toolchain.mjs';

/** Builds js/pkg and dist, each only when its sources have changed. Without `noSimd`, dist has no wasm for browsers without SIMD. */
export async function build({ partial = false, noSimd = true } = {}) {
  sayMissing(['npm', 'wasm', 'bindgen']);
  await buildWasm({ noSimd });
  await buildJs({ partial });
}

const OPTIONS = {
  wasm: { type: 'boolean' },
  js: { type: 'boolean' },
  partial: { type: 'boolean' },
  quick: { type: 'boolean' },
  'simd-only': { type: 'boolean' },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { wasm, js, partial, quick, 'simd-only': simdOnly } = parseArgs({ options: OPTIONS }).values;
  await main(async () => {
    if (wasm || !js) await buildWasm({ quick, noSimd: !quick && !simdOnly });
    if (js || !wasm) await buildJs({ partial });
  });
}
