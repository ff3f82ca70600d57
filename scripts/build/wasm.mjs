// Rust to js/pkg: cargo, then wasm-bindgen, then wasm-opt.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureNodeModules, npmBin } from '../lib/npm.mjs';
import { filesBelow, inRoot, targetDir } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { detail, done, seconds, step } from '../lib/terminal.mjs';
import { cargoWasm, ensureWasm, WASM_TARGET, wasmFlags } from '../toolchain/wasm.mjs';
import { ensureWasmBindgen } from '../toolchain/wasm-bindgen.mjs';
import { fingerprint, isFresh, markFresh } from './fingerprint.mjs';
import { writeOperations } from './operations.mjs';
import { panicsToTraps } from './panics.mjs';

/** `cdylib` on the command line only: beside an `rlib`, cargo would skip link-time optimization. */
const CARGO_ARGS = ['rustc', '--lib', '--crate-type', 'cdylib', '--release'];
const BINDGEN_ARGS = ['--target', 'web', '--out-name', 'idsnap', '--remove-producers-section'];
/**
 * Rust keeps its stack at the lowest addresses, so that nothing stands in the first 1,024 bytes. No engine makes use of
 * the alignment that an access promises. Functions of one Rust module compress better next to each other. The features
 * are those that the compiler and wasm-bindgen use; every browser of the last years has them.
 */
const WASM_OPT_ARGS = [
  '-O3',
  '--low-memory-unused',
  '--dealign',
  '--reorder-functions-by-name',
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
];
/** What is taken out once the names of the functions are written down. */
const WASM_STRIP_ARGS = ['--strip-debug', '--strip-producers'];

/** Where wasm-bindgen's output stands. */
export const pkgDir = inRoot('js', 'pkg');

/** What makes a build quick, and its wasm large and slow: for a test that looks at neither. */
const QUICK_ENV = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
};

/** Builds js/pkg unless it is already made from the sources as they are. `quick` leaves the wasm as the compiler made it. */
export async function buildWasm({ quick = false } = {}) {
  await ensureNodeModules();
  const toolchain = await ensureWasm();
  const { bindgen, version } = await ensureWasmBindgen();
  const key = inputs(toolchain, version, quick);
  const stamp = join(pkgDir, '.inputs');
  const outputs = ['idsnap_bg.wasm', 'idsnap.js', 'idsnap.d.ts', 'operations.js'].map((name) => join(pkgDir, name));
  if (isFresh(stamp, key, outputs)) return done('js/pkg is up to date');
  const started = performance.now();
  step(`compiling the core to wasm (${quick ? 'quickly' : 'release, link-time optimization'})`);
  await cargoWasm(toolchain, CARGO_ARGS, { env: quick ? QUICK_ENV : {} });
  const staging = inRoot('target', `pkg-${process.pid}`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  await bind(bindgen, staging);
  if (!quick) await optimize(join(staging, 'idsnap_bg.wasm'));
  markFresh(join(staging, '.inputs'), key);
  rmSync(pkgDir, { recursive: true, force: true });
  mkdirSync(dirname(pkgDir), { recursive: true });
  renameSync(staging, pkgDir);
  done(`js/pkg made in ${seconds(started)}`);
}

/** Makes the JavaScript glue from cargo's artefact. */
async function bind(bindgen, folder) {
  const artefact = join(targetDir(), 'wasm', WASM_TARGET, 'release', 'idsnap.wasm');
  step('making the JavaScript glue and the types with wasm-bindgen');
  await run(bindgen, [artefact, '--out-dir', folder, ...BINDGEN_ARGS]);
  await writeOperations(folder);
}

async function optimize(wasm) {
  const before = statSync(wasm).size;
  writeFileSync(wasm, await panicsToTraps(readFileSync(wasm)));
  step(`optimizing ${kilobytes(before)} of wasm with wasm-opt (about half a minute for each megabyte)`);
  const symbolMap = `--symbolmap=${join(dirname(wasm), 'idsnap.symbols')}`;
  const args = [wasm, '-o', `${wasm}.opt`, ...WASM_OPT_ARGS, symbolMap, ...WASM_STRIP_ARGS];
  await run(npmBin('wasm-opt'), args, { onOutput: () => {} });
  renameSync(`${wasm}.opt`, wasm);
  if (!WebAssembly.validate(readFileSync(wasm))) throw new Failure('wasm-opt wrote what Node cannot read');
  detail(`${kilobytes(before)} became ${kilobytes(statSync(wasm).size)}`);
}

function inputs(toolchain, bindgenVersion, quick) {
  const files = [
    ...filesBelow(inRoot('src')),
    ...filesBelow(inRoot('derive')),
    ...filesBelow(inRoot('pixels')),
    inRoot('Cargo.toml'),
    inRoot('Cargo.lock'),
  ];
  const binaryen = inRoot('node_modules', 'binaryen', 'package.json');
  const flags = [quick, CARGO_ARGS, BINDGEN_ARGS, WASM_OPT_ARGS, WASM_STRIP_ARGS, wasmFlags(toolchain)];
  const steps = ['panics.mjs', 'operations.mjs'].map((name) => inRoot('scripts', 'build', name));
  return fingerprint([...files, ...steps, binaryen], toolchain.version, bindgenVersion, flags);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
