// Rust to js/pkg: cargo, then wasm-bindgen, then wasm-opt, and what comes of it in several files.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ensureNodeModules, npmBin } from '../lib/npm.mjs';
import { filesBelow, inRoot, targetDir } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { detail, done, seconds, step } from '../lib/terminal.mjs';
import { cargoWasm, ensureWasm, WASM_TARGET, wasmEnv, wasmFlags, wasmFolder } from '../toolchain/wasm.mjs';
import { ensureWasmBindgen } from '../toolchain/wasm-bindgen.mjs';
import { fingerprint, isFresh, markFresh } from './fingerprint.mjs';
import { withoutUnused } from './glue.mjs';
import { shortImports } from './imports.mjs';
import { withoutRelocations } from './linked.mjs';
import { writeCodes } from './codes.mjs';
import { writeOperations } from './operations.mjs';
import { panicsToTraps } from './panics.mjs';
import { fileOf, FIRST_FILE, PARTS, WASM_FILES } from './parts.mjs';
import { reachedByOneOf } from './reach.mjs';
import { split } from './split.mjs';

/** `cdylib` on the command line only: beside an `rlib`, cargo would skip link-time optimization. */
const CARGO_ARGS = ['rustc', '--lib', '--crate-type', 'cdylib', '--release'];
/** What finds zones is built for size here alone: the tools that fit and measure it run for hours. */
const CARGO_CONFIG = ['--config', 'profile.release.package.idsnap-zone.opt-level="s"'];
/** The linker leaves in the module what refers to what: the data are told by it. */
const LINK_ARGS = ['--', '-Clink-arg=--emit-relocs'];
const BINDGEN_ARGS = ['--target', 'web', '--out-name', 'idsnap', '--remove-producers-section'];
/**
 * Rust keeps its stack at the lowest addresses, so that nothing stands in the first 1,024 bytes. No engine makes use of
 * the alignment that an access promises. Functions of one Rust module compress better next to each other.
 */
const WASM_OPT_ARGS = ['-O3', '--low-memory-unused', '--dealign', '--reorder-functions-by-name'];
/** What the compiler and wasm-bindgen use; every browser of the last years has them. */
const WASM_FEATURES = [
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
];
/** The names of the functions: the parts are told by them. */
const WASM_NAMES_ARG = '--debuginfo';
/** What is taken out once the names of the functions are written down. */
const WASM_STRIP_ARGS = ['--strip-debug', '--strip-producers'];

/** Where wasm-bindgen's output stands. */
export const pkgDir = inRoot('js', 'pkg');
/** The same of the build without SIMD, of which the package takes the wasm alone: the JavaScript is the same. */
export const noSimdDir = inRoot('target', 'pkg-nosimd');

/** What makes a build quick, and its wasm large and slow: for a test that looks at neither. */
const QUICK_ENV = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
};

/**
 * Builds js/pkg unless it is already made from the sources as they are. `quick` leaves the wasm as the compiler made it;
 * without `simd` it is target/pkg-nosimd.
 */
export async function buildWasm({ quick = false, simd = true } = {}) {
  const folder = simd ? pkgDir : noSimdDir;
  const named = relative(inRoot(), folder);
  await ensureNodeModules();
  const toolchain = await ensureWasm();
  const { bindgen, version } = await ensureWasmBindgen();
  const key = inputs(toolchain, version, { quick, simd });
  const stamp = join(folder, '.inputs');
  const outputs = [...WASM_FILES, 'idsnap.js', 'idsnap.d.ts', 'operations.js', 'codes.js', 'advice.js'].map((name) =>
    join(folder, name),
  );
  if (isFresh(stamp, key, outputs)) return done(`${named} is up to date`);
  const started = performance.now();
  step(`compiling the core to wasm (${quick ? 'quickly' : 'release, link-time optimization'})`);
  await cargoWasm(toolchain, [...CARGO_ARGS, ...CARGO_CONFIG, ...LINK_ARGS], {
    env: { ...wasmEnv(toolchain, { simd }), ...(quick ? QUICK_ENV : {}) },
  });
  const staging = inRoot('target', `pkg-${process.pid}`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const ofParts = await bind(bindgen, staging, wasmFolder(simd));
  if (!quick) await optimize(join(staging, FIRST_FILE));

  await divide(staging, { ofParts, isNamed: quick });
  markFresh(join(staging, '.inputs'), key);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(staging, folder);
  done(`${named} made in ${seconds(started)}`);
}

/** Makes the JavaScript glue from cargo's artefact, and tells what of it is of one part alone. */
async function bind(bindgen, folder, cargoFolder) {
  const artefact = readFileSync(join(targetDir(), cargoFolder, WASM_TARGET, 'release', 'idsnap.wasm'));
  const ofParts = reachedByOneOf(artefact, PARTS);
  step('making the JavaScript glue and the types with wasm-bindgen');
  const linked = join(folder, 'linked.wasm');
  writeFileSync(linked, withoutRelocations(artefact));
  await run(bindgen, [linked, '--out-dir', folder, ...BINDGEN_ARGS]);
  rmSync(linked);
  await writeOperations(folder);
  writeCodes(folder);
  return ofParts;
}

async function optimize(wasm) {
  const before = statSync(wasm).size;
  writeFileSync(wasm, await panicsToTraps(readFileSync(wasm)));
  step(`optimizing ${kilobytes(before)} of wasm with wasm-opt (about half a minute for each megabyte)`);
  await wasmOpt(wasm, [...WASM_OPT_ARGS, WASM_NAMES_ARG]);
  detail(`${kilobytes(before)} became ${kilobytes(statSync(wasm).size)}, with the names of the functions`);
}

/** Makes all files of the one, and the JavaScript fit them. Without `isNamed`, the names of the functions go to a file beside each. */
async function divide(folder, { ofParts, isNamed }) {
  step('dividing the wasm');
  const script = join(folder, 'idsnap.js');
  const { glue, names: givenNames } = shortImports(withoutUnused(readFileSync(script, 'utf8')));
  writeFileSync(script, glue);
  const { first, parts } = await split(readFileSync(join(folder, FIRST_FILE)), PARTS, { ...ofParts, givenNames });
  for (const [name, bytes] of [[FIRST_FILE, first], ...[...parts].map(([part, bytes]) => [fileOf(part), bytes])]) {
    const wasm = join(folder, name);
    writeFileSync(wasm, bytes);
    if (!isNamed) {
      const symbols = join(folder, name.replace('_bg.wasm', '.symbols'));
      await wasmOpt(wasm, ['--reorder-functions-by-name', `--symbolmap=${symbols}`, ...WASM_STRIP_ARGS]);
    }
    if (!WebAssembly.validate(readFileSync(wasm))) throw new Failure(`Node cannot read the ${name} that was made`);
    detail(`${name}: ${kilobytes(statSync(wasm).size)}`);
  }
}

async function wasmOpt(wasm, args) {
  await run(npmBin('wasm-opt'), [wasm, '-o', `${wasm}.opt`, ...WASM_FEATURES, ...args], { onOutput: () => {} });
  renameSync(`${wasm}.opt`, wasm);
}

function inputs(toolchain, bindgenVersion, { quick, simd }) {
  const files = [
    ...filesBelow(inRoot('src')),
    ...filesBelow(inRoot('derive')),
    ...filesBelow(inRoot('pixels')),
    ...filesBelow(inRoot('zone')),
    inRoot('Cargo.toml'),
    inRoot('Cargo.lock'),
  ];
  const binaryen = inRoot('node_modules', 'binaryen', 'package.json');
  const flags = [
    quick,
    CARGO_ARGS,
    CARGO_CONFIG,
    LINK_ARGS,
    BINDGEN_ARGS,
    WASM_OPT_ARGS,
    WASM_FEATURES,
    WASM_STRIP_ARGS,
    wasmFlags(toolchain, { simd }),
  ];
  const steps = [
    'panics',
    'operations',
    'codes',
    'glue',
    'imports',
    'linked',
    'parts',
    'reach',
    'split',
    'wasm-file',
  ].map((name) => inRoot('scripts', 'build', `${name}.mjs`));
  return fingerprint([...files, ...steps, binaryen], toolchain.version, bindgenVersion, flags);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
