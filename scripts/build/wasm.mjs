// Rust to js/pkg: cargo, then wasm-bindgen, then wasm-opt, and what comes of it in several files. And once more without SIMD,
// in one file.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { ensureNodeModules, npmBin } from '../lib/npm.mjs';
import { filesBelow, inRoot, targetDir } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { collect, print } from '../lib/output.mjs';
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
import { fileOf, FIRST_FILE, NO_SIMD_FILE, PARTS, SIMD_FILES } from './parts.mjs';
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
/** What the compiler and wasm-bindgen use beside SIMD; every browser of the last years has them. */
const WASM_FEATURES = [
  '--enable-bulk-memory',
  '--enable-nontrapping-float-to-int',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
];
const WITH_SIMD = ['--enable-simd'];
const WITHOUT_SIMD = ['--disable-simd'];
/** The names of the functions: the parts are told by them. */
const WASM_NAMES_ARG = '--debuginfo';
/** What is taken out once the names of the functions are written down. */
const WASM_STRIP_ARGS = ['--strip-debug', '--strip-producers'];

/** What a build leaves beside its output: of what it was made. */
const STAMP = '.inputs';
/** What js/pkg holds in the end. */
const OUTPUTS = [...SIMD_FILES, 'idsnap.js', 'idsnap.d.ts', 'operations.js', 'codes.js', 'advice.js'];

/** Where wasm-bindgen's output stands. */
export const pkgDir = inRoot('js', 'pkg');
/** Where the build without SIMD stands. Its JavaScript is that of js/pkg. */
const noSimdDir = inRoot('target', 'pkg-nosimd');

/** What makes a build quick, and its wasm large and slow: for a test that looks at neither. */
const QUICK_ENV = {
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
};

/**
 * Builds js/pkg and the file without SIMD, each unless it is already made from the sources as they are. The linker works on
 * one core, so both are made at once. `quick` leaves the wasm as the compiler made it, and makes none without SIMD.
 */
export async function buildWasm({ quick = false, noSimd = !quick } = {}) {
  const tools = await toolsWith({ quick });
  const [, second] = await Promise.all([
    make(tools, { folder: pkgDir, simd: true, outputs: OUTPUTS }),
    noSimd ? collect(() => makeNoSimd(tools).catch((error) => ({ error }))) : undefined,
  ]);
  if (second === undefined) return;
  print(second.report.trimEnd());
  if (second.result?.error !== undefined) throw second.result.error;
  if (!isSame(...[pkgDir, noSimdDir].map((folder) => join(folder, 'idsnap.js'))))
    throw new Failure('the build without SIMD does not go with the JavaScript of js/pkg');
}

/** The file without SIMD, if it is there and of the same sources as js/pkg. */
export function noSimdFile() {
  const stamps = [pkgDir, noSimdDir].map((folder) => join(folder, STAMP));
  const isCurrent = stamps.every((path) => existsSync(path)) && isSame(...stamps);
  return isCurrent ? join(noSimdDir, NO_SIMD_FILE) : undefined;
}

const isSame = (one, other) => readFileSync(one).equals(readFileSync(other));

async function toolsWith({ quick }) {
  await ensureNodeModules();
  const toolchain = await ensureWasm();
  const { bindgen, version } = await ensureWasmBindgen();
  return { toolchain, bindgen, quick, key: inputs(toolchain, version, quick) };
}

const makeNoSimd = (tools) => make(tools, { folder: noSimdDir, simd: false, outputs: [NO_SIMD_FILE, 'idsnap.js'] });

async function make({ toolchain, bindgen, quick, key }, { folder, simd, outputs }) {
  const named = relative(inRoot(), folder);
  const all = outputs.map((name) => join(folder, name));
  if (isFresh(join(folder, STAMP), key, all)) return done(`${named} is up to date`);
  const started = performance.now();
  const how = quick ? 'quickly' : `release, link-time optimization${simd ? '' : ', without SIMD'}`;
  step(`compiling the core to wasm (${how})`);
  await cargoWasm(toolchain, [...CARGO_ARGS, ...CARGO_CONFIG, ...LINK_ARGS], {
    env: { ...wasmEnv(toolchain, { simd }), ...(quick ? QUICK_ENV : {}) },
  });
  const staging = inRoot('target', `${basename(folder)}-${process.pid}`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  const ofParts = await bind(bindgen, staging, wasmFolder(simd));
  if (simd) await dividedInto(staging, { ofParts, quick });
  else await inOneFile(staging, ofParts);
  markFresh(join(staging, STAMP), key);
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
  const script = join(folder, 'idsnap.js');
  const { glue, names: givenNames } = shortImports(withoutUnused(readFileSync(script, 'utf8')));
  writeFileSync(script, glue);
  return { ...ofParts, givenNames };
}

/** Makes all files of the one. Unless it is `quick`, the names of the functions go to a file beside each. */
async function dividedInto(folder, { ofParts, quick }) {
  const whole = join(folder, FIRST_FILE);
  if (!quick) await optimize(whole, [...WITH_SIMD, ...WASM_OPT_ARGS, WASM_NAMES_ARG]);
  step('dividing the wasm');
  const { first, parts } = await split(readFileSync(whole), PARTS, ofParts);
  for (const [name, bytes] of [[FIRST_FILE, first], ...[...parts].map(([part, made]) => [fileOf(part), made])]) {
    const wasm = join(folder, name);
    writeFileSync(wasm, bytes);
    if (!quick) await wasmOpt(wasm, [...WITH_SIMD, '--reorder-functions-by-name', ...namesBeside(wasm)]);
    checked(wasm);
  }
  await writeOperations(folder);
  writeCodes(folder);
}

/** Leaves all in one file. Without SIMD, wasm-opt refuses a module that has some. */
async function inOneFile(folder, { givenNames }) {
  const wasm = join(folder, NO_SIMD_FILE);
  renameSync(join(folder, FIRST_FILE), wasm);
  writeFileSync(wasm, (await split(readFileSync(wasm), {}, { givenNames })).first);
  await optimize(wasm, [...WITHOUT_SIMD, ...WASM_OPT_ARGS, ...namesBeside(wasm)]);
  checked(wasm);
}

async function optimize(wasm, args) {
  const before = statSync(wasm).size;
  writeFileSync(wasm, await panicsToTraps(readFileSync(wasm)));
  step(`optimizing ${kilobytes(before)} of wasm with wasm-opt (about half a minute for each megabyte)`);
  await wasmOpt(wasm, args);
  detail(`${kilobytes(before)} became ${kilobytes(statSync(wasm).size)}`);
}

/** Writes the names of the functions down, and takes them out. */
const namesBeside = (wasm) => [`--symbolmap=${wasm.replace('_bg.wasm', '.symbols')}`, ...WASM_STRIP_ARGS];

function checked(wasm) {
  const name = basename(wasm);
  if (!WebAssembly.validate(readFileSync(wasm))) throw new Failure(`Node cannot read the ${name} that was made`);
  detail(`${name}: ${kilobytes(statSync(wasm).size)}`);
}

async function wasmOpt(wasm, args) {
  await run(npmBin('wasm-opt'), [wasm, '-o', `${wasm}.opt`, ...WASM_FEATURES, ...args], { onOutput: () => {} });
  renameSync(`${wasm}.opt`, wasm);
}

/** Of what both builds are made: what has the same key goes together. */
function inputs(toolchain, bindgenVersion, quick) {
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
    wasmFlags(toolchain),
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
