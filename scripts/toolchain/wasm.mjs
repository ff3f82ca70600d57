// A Rust compiler with the wasm32 standard library, and the one way to call cargo with it.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cached, makeOnce } from '../lib/cache.mjs';
import { cacheDir, findProgram, inRoot, root, targetDir } from '../lib/paths.mjs';
import { capture, Failure, run, runForCode } from '../lib/process.mjs';
import { detail, done, step, warn } from '../lib/terminal.mjs';
import { installPackages } from './debian.mjs';

export const WASM_TARGET = 'wasm32-unknown-unknown';

const SYSTEM_BIN = '/usr/bin';
/** The compiler of the distribution. */
export const SYSTEM_RUSTC = join(SYSTEM_BIN, 'rustc');
const RUSTUP_TIMEOUT_MS = 300_000;
/** Debian's security updates carry a current Rust under the names `*-web`; newer releases have it under plain names. */
const DEBIAN_RUST = [
  ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'rust-web-clippy', 'rustfmt-web'],
  ['rustc', 'cargo', 'rust-src', 'rust-llvm', 'rust-clippy', 'rustfmt'],
  ['rustc', 'cargo', 'rust-src', 'lld', 'rust-clippy', 'rustfmt'],
];
/** How Debian's sources are made into a standard library; part of the cache key. */
const STD_FLAGS = ['-Zforce-unstable-if-unmarked', '-Cembed-bitcode=yes'];
/** Raise it when the recipe in `buildStd` changes. */
const STD_RECIPE = 'recipe 3';

/**
 * The compiler to use for wasm: `rustc` is its path, `pathPrefix` goes before `PATH` (null: the one already there),
 * `sysroot` is where its standard library stands (null: its own).
 *
 * @typedef {{ rustc: string, version: string, pathPrefix: string | null, sysroot: string | null }} WasmToolchain
 */

/**
 * Finds a compiler for wasm32, or makes one.
 *
 * `IDSNAP_RUST=rustup` or `IDSNAP_RUST=system` settles which compiler is used; by default the one on `PATH` comes first.
 *
 * @returns {Promise<WasmToolchain>}
 */
export async function ensureWasm() {
  const choice = process.env.IDSNAP_RUST;
  const found = choice === 'system' ? findSystem() : (findOnPath() ?? (choice === 'rustup' ? null : findSystem()));
  if (found) return announce(found);
  if (choice !== 'system' && (await addRustupTarget())) {
    const added = findOnPath();
    if (added) return announce(added);
  }
  if (choice === 'rustup') throw new Failure(`rustup could not add ${WASM_TARGET}`);
  return announce(await makeSystem());
}

/** What is not there yet; null when a compiler for wasm32 is. The plan is the first way that is tried. */
export function missingWasm() {
  const choice = process.env.IDSNAP_RUST;
  if ((choice !== 'system' && findOnPath()) || (choice !== 'rustup' && findSystem())) return null;
  if (choice !== 'system' && findProgram('rustup')) {
    const where = 'the toolchain of rustup';
    return {
      what: 'wasm32 standard library, with rustup',
      where,
      size: '90 MB, 25 MB to fetch',
      time: 'half a minute',
    };
  }
  if (!systemIsComplete(true)) return missingSystemRust();
  const what = 'wasm32 standard library, built from the sources of the system';
  return { what, where: join(cacheDir, sysrootName()), size: '60 MB', time: 'one to two minutes' };
}

/** What installing the distribution's compiler takes. */
export const missingSystemRust = () => ({
  what: `Rust ${minimumRust()} or newer with its sources, packages of the system`,
  where: '/usr',
  size: '950 MB, 180 MB to fetch',
  time: 'a minute, and one to two more for the wasm32 standard library',
});

/** Whether the distribution's compiler is there and new enough. */
export const isSystemReady = () => systemIsComplete(false);

/** The environment in which cargo builds for wasm32. Without SIMD it has a folder of its own, as all is compiled anew. */
export function wasmEnv(toolchain, { simd = true } = {}) {
  return {
    ...(toolchain.pathPrefix === null ? {} : systemEnv(toolchain.pathPrefix)),
    CARGO_ENCODED_RUSTFLAGS: wasmFlags(toolchain, { simd }).join('\x1f'),
    CARGO_TARGET_DIR: join(targetDir(), wasmFolder(simd)),
  };
}

/** Calls cargo for wasm32 with the right compiler, flags and target folder. */
export const cargoWasm = (toolchain, args, options = {}) =>
  run('cargo', withTarget(args), { ...options, env: { ...wasmEnv(toolchain), ...options.env } });

/** Like {@link cargoWasm}, but returns the exit code. */
export const cargoWasmForCode = (toolchain, args, options = {}) =>
  runForCode('cargo', withTarget(args), { ...options, env: { ...wasmEnv(toolchain), ...options.env } });

/** Compiler flags of every wasm build; no path of this machine gets into the artefact. */
export function wasmFlags(toolchain, { simd = true } = {}) {
  const flags = [...(simd ? ['-Ctarget-feature=+simd128'] : []), ...remapFlags()];
  return toolchain.sysroot === null ? flags : [...flags, `--sysroot=${toolchain.sysroot}`];
}

/** The folder of cargo below its target folder. */
export const wasmFolder = (simd) => (simd ? 'wasm' : 'wasm-nosimd');

/** Panics name source files; these flags keep the folders of this machine out of those names. */
const remapFlags = () => [
  `--remap-path-prefix=${cargoHome()}=/cargo`,
  `--remap-path-prefix=${root}=/idsnap`,
  '--remap-path-prefix=/usr/src=/rustc',
];

const cargoHome = () => process.env.CARGO_HOME || join(homedir(), '.cargo');

const withTarget = ([command, ...rest]) => [command, '--target', WASM_TARGET, ...rest];

function findOnPath() {
  const rustc = findProgram('rustc');
  if (!rustc || !isNewEnough(rustc) || !hasStd(sysrootOf(rustc))) return null;
  return { rustc, version: versionOf(rustc), pathPrefix: null, sysroot: null };
}

function findSystem() {
  if (!systemIsComplete(false)) return null;
  const common = { rustc: SYSTEM_RUSTC, version: versionOf(SYSTEM_RUSTC), pathPrefix: SYSTEM_BIN };
  if (hasStd(sysrootOf(SYSTEM_RUSTC))) return { ...common, sysroot: null };
  const sysroot = cached(sysrootName());
  return sysroot === null ? null : { ...common, sysroot };
}

async function addRustupTarget() {
  const rustc = findProgram('rustc');
  if (!findProgram('rustup')) return false;
  if (rustc && !isNewEnough(rustc)) {
    warn(`${versionOf(rustc)} is older than the ${minimumRust()} this project needs`);
    return false;
  }
  step(`adding the wasm32 standard library with rustup (at most ${RUSTUP_TIMEOUT_MS / 60_000} minutes)`);
  const code = await runForCode('rustup', ['target', 'add', WASM_TARGET], { timeoutMs: RUSTUP_TIMEOUT_MS });
  if (code !== 0) detail('rustup could not; going on with the packages of the system');
  return code === 0;
}

/** Installs the distribution's compiler where it is missing, and builds its wasm32 standard library once. */
async function makeSystem() {
  await ensureSystemRust();
  if (!findProgram('rust-lld') || capture('rust-lld', ['-flavor', 'wasm', '--version']) === null) await installLinker();
  if (!systemIsComplete(true)) {
    throw new Failure(
      `${SYSTEM_RUSTC} with its sources and Rust ${minimumRust()} or newer is needed; see docs/building.md`,
    );
  }
  const common = { rustc: SYSTEM_RUSTC, version: versionOf(SYSTEM_RUSTC), pathPrefix: SYSTEM_BIN };
  if (hasStd(sysrootOf(SYSTEM_RUSTC))) return { ...common, sysroot: null };
  return { ...common, sysroot: await makeOnce(sysrootName(), buildStd) };
}

/** Installs the distribution's compiler and its sources where they are missing. */
export async function ensureSystemRust() {
  if (!systemIsComplete(true)) await installPackages('a Rust compiler with its sources', DEBIAN_RUST);
}

const installLinker = () => installPackages('the linker for wasm', [[`lld-${llvmMajor()}`], ['lld']]);

async function buildStd(folder) {
  step('building the wasm32 standard library from the sources of the distribution (once, about a minute)');
  const build = join(folder, 'build');
  await run('cargo', stdBuildArgs(build), {
    cwd: sourceFolder(),
    env: {
      ...systemEnv(SYSTEM_BIN),
      RUSTC_BOOTSTRAP: '1',
      __CARGO_DEFAULT_LIB_METADATA: 'stablestd',
      CARGO_ENCODED_RUSTFLAGS: [...STD_FLAGS, ...remapFlags()].join('\x1f'),
      CARGO_TARGET_DIR: build,
    },
  });
  const libraries = stdFolder(folder);
  mkdirSync(libraries, { recursive: true });
  const made = join(build, WASM_TARGET, 'dist', 'deps');
  for (const name of readdirSync(made)) {
    if (/^lib(?!sysroot-).*\.(rlib|rmeta)$/.test(name)) copyFileSync(join(made, name), join(libraries, name));
  }
  if (!hasStd(folder)) throw new Failure('the standard library was built, but its files are not where they should be');
  rmSync(build, { recursive: true, force: true });
}

const stdBuildArgs = (build) => [
  ...['build', '--manifest-path', join(sourceFolder(), 'sysroot', 'Cargo.toml'), '--target', WASM_TARGET],
  ...['--profile', 'dist', '--features', 'compiler-builtins-mem', '--locked', '--config', 'profile.dist.debug=0'],
  ...['--config', 'profile.dist.opt-level="s"'],
  ...['--target-dir', build],
];

/** Cargo looks for its subcommands in its own home first unless that folder is already on `PATH`. */
export function systemEnv(bin = SYSTEM_BIN) {
  return {
    PATH: [bin, process.env.PATH, join(cargoHome(), 'bin')].join(delimiter),
    RUSTC: undefined,
    RUSTUP_TOOLCHAIN: undefined,
  };
}

const sourceFolder = () => join(sysrootOf(SYSTEM_RUSTC), 'lib/rustlib/src/rust/library');
const stdFolder = (sysroot) => join(sysroot, 'lib/rustlib', WASM_TARGET, 'lib');

function hasStd(sysroot) {
  const folder = stdFolder(sysroot);
  return existsSync(folder) && readdirSync(folder).some((name) => /^libstd-.*\.rlib$/.test(name));
}

function systemIsComplete(withSources) {
  const programs = ['rustc', 'cargo', 'cargo-clippy'].map((name) => join(SYSTEM_BIN, name));
  if (!programs.every((path) => existsSync(path)) || !isNewEnough(SYSTEM_RUSTC)) return false;
  return !withSources || hasStd(sysrootOf(SYSTEM_RUSTC)) || existsSync(join(sourceFolder(), 'sysroot', 'Cargo.toml'));
}

function sysrootName() {
  const key = createHash('sha256')
    .update([capture(SYSTEM_RUSTC, ['-vV']), STD_RECIPE, ...STD_FLAGS].join('\n'))
    .digest('hex');
  return `rust-std-${WASM_TARGET}-${/\d+\.\d+\.\d+/.exec(versionOf(SYSTEM_RUSTC))[0]}-${key.slice(0, 12)}`;
}

const versionOf = (rustc) => capture(rustc, ['--version']) ?? 'an unknown rustc';
const sysrootOf = (rustc) => capture(rustc, ['--print', 'sysroot']) ?? dirname(dirname(rustc));
const llvmMajor = () => /LLVM version: (\d+)/.exec(capture(SYSTEM_RUSTC, ['-vV']) ?? '')?.[1] ?? '';
/** The `rust-version` of Cargo.toml. */
export const minimumRust = () => /^rust-version = "(.+)"$/m.exec(readFileSync(inRoot('Cargo.toml'), 'utf8'))[1];

/** Whether a compiler is at least the `rust-version` of Cargo.toml. */
export function isNewEnough(rustc) {
  const parts = (text) => text.match(/\d+/g).map(Number);
  const version = capture(rustc, ['--version']);
  if (version === null) return false;
  const [major, minor] = parts(version);
  const [wantedMajor, wantedMinor] = parts(minimumRust());
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function announce(toolchain) {
  done(`wasm32: ${toolchain.version} (${toolchain.rustc})`);
  if (toolchain.sysroot) detail(`standard library: ${toolchain.sysroot}`);
  return toolchain;
}
