// Finds every tool the build needs, or makes it, and says where it stands. `node scripts/toolchain.mjs [wasm] [browser]`
import { fileURLToPath } from 'node:url';
import { cacheDir } from './lib/paths.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { main } from './lib/process.mjs';
import { detail } from './lib/terminal.mjs';
import { ensureBrowser } from './toolchain/browser.mjs';
import { ensureWasm } from './toolchain/wasm.mjs';
import { ensureWasmBindgen } from './toolchain/wasm-bindgen.mjs';

export { CHROMIUM_FLAGS, ensureBrowser } from './toolchain/browser.mjs';
export { cargoWasm, cargoWasmForCode, ensureWasm, wasmEnv } from './toolchain/wasm.mjs';
export { ensureWasmBindgen } from './toolchain/wasm-bindgen.mjs';
export { ensureNodeModules } from './lib/npm.mjs';

/** Makes the tools named, or all of them. */
async function ensureAll(names) {
  const wanted = (name) => names.length === 0 || names.includes(name);
  detail(`tools that are made once are kept in ${cacheDir}`);
  if (wanted('npm')) await ensureNodeModules();
  if (wanted('wasm')) await ensureWasm();
  if (wanted('wasm')) await ensureWasmBindgen();
  if (wanted('browser')) await ensureBrowser();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(() => ensureAll(process.argv.slice(2)));
