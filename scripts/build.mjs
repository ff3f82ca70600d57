// Builds the package: `node scripts/build.mjs [--wasm | --js]`, both by default.
import { fileURLToPath } from 'node:url';
import { main } from './lib/process.mjs';
import { buildWasm } from './build/wasm.mjs';

/** Builds js/pkg and dist. */
export async function build({ wasm = true } = {}) {
  if (wasm) await buildWasm();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(() => build());
}
