// Every tool that the build and the checks need: what is missing, and how it is found or made.
import { ensureNodeModules, missingNodeModules } from './lib/npm.mjs';
import { inRoot } from './lib/paths.mjs';
import { detail, step } from './lib/terminal.mjs';
import { ensureBrowser, missingBrowser } from './toolchain/browser.mjs';
import { ensureHostRust, missingHostRust } from './toolchain/host.mjs';
import { ensureWasmBindgen, missingWasmBindgen } from './toolchain/wasm-bindgen.mjs';
import { ensureWasm, missingWasm } from './toolchain/wasm.mjs';

export { CHROMIUM_FLAGS, ensureBrowser } from './toolchain/browser.mjs';
export { cargoWasm, cargoWasmForCode, ensureWasm, wasmEnv } from './toolchain/wasm.mjs';
export { ensureWasmBindgen } from './toolchain/wasm-bindgen.mjs';
export { ensureNodeModules } from './lib/npm.mjs';

const BUNDLERS = inRoot('tests', 'packaging');

/**
 * A tool: `missing` changes nothing and tells what installing it takes, or null when it is there; `ensure` finds it or
 * installs it, and says where it stands.
 *
 * @typedef {{ what: string, where: string, size: string, time: string }} Plan
 * @type {Record<string, { missing: () => Plan | null, ensure: () => Promise<unknown> }>}
 */
export const TOOLS = {
  npm: { missing: () => missingNodeModules('230 MB'), ensure: () => ensureNodeModules() },
  bundlers: { missing: () => missingNodeModules('75 MB', BUNDLERS), ensure: () => ensureNodeModules(BUNDLERS) },
  host: { missing: missingHostRust, ensure: ensureHostRust },
  wasm: { missing: missingWasm, ensure: ensureWasm },
  bindgen: { missing: missingWasmBindgen, ensure: ensureWasmBindgen },
  browser: { missing: missingBrowser, ensure: ensureBrowser },
};

/** Says what of the tools named is missing and what installing it takes; returns the names of those tools. */
export function sayMissing(names) {
  const missing = names.map((name) => ({ name, plan: TOOLS[name].missing() })).filter(({ plan }) => plan !== null);
  for (const what of new Set(missing.map(({ plan }) => plan.what))) {
    const group = missing.filter(({ plan }) => plan.what === what);
    const { where, size, time } = group[0].plan;
    step(`missing: ${group.map(({ name }) => name).join(' and ')} (${what})`);
    detail(`goes to ${where}; takes ${size} and about ${time}`);
  }
  return missing.map(({ name }) => name);
}

/** Says what is missing, then makes it, in the order of the table. */
export async function setUp(names) {
  sayMissing(names);
  for (const [name, { ensure }] of Object.entries(TOOLS)) if (names.includes(name)) await ensure();
}
