// The wasm-bindgen command and its test runner, in exactly the version that Cargo.lock names.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, makeOnce } from '../lib/cache.mjs';
import { cacheDir, findProgram, inRoot } from '../lib/paths.mjs';
import { capture, Failure, run } from '../lib/process.mjs';
import { done, step } from '../lib/terminal.mjs';

/** The version of `wasm-bindgen` in Cargo.lock; the command must be the very same. */
export function bindgenVersion() {
  const found = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(readFileSync(inRoot('Cargo.lock'), 'utf8'));
  if (!found) throw new Failure('Cargo.lock names no wasm-bindgen');
  return found[1];
}

const entryName = (version) => `wasm-bindgen-cli-${version}-${process.platform}-${process.arch}`;

/** What is not there yet; null when both programs are. */
export function missingWasmBindgen() {
  const version = bindgenVersion();
  if (cached(entryName(version)) || findInstalled(version)) return null;
  const where = join(cacheDir, entryName(version));
  return { what: `wasm-bindgen ${version}, with cargo install`, where, size: '75 MB', time: 'two to three minutes' };
}

/**
 * Finds the two programs, or builds them once with cargo.
 *
 * @returns {Promise<{ version: string, bindgen: string, testRunner: string }>}
 */
export async function ensureWasmBindgen() {
  const version = bindgenVersion();
  const name = entryName(version);
  const tools =
    (cached(name) ? null : findInstalled(version)) ?? inFolder(join(await makeOnce(name, installer(version)), 'bin'));
  done(`wasm-bindgen ${version} (${tools.bindgen})`);
  return { version, ...tools };
}

function findInstalled(version) {
  const bindgen = findProgram('wasm-bindgen');
  const testRunner = findProgram('wasm-bindgen-test-runner');
  const isRight = (tool) => tool !== null && (capture(tool, ['--version']) ?? '').split(' ').includes(version);
  return isRight(bindgen) && isRight(testRunner) ? { bindgen, testRunner } : null;
}

const inFolder = (bin) => ({
  bindgen: join(bin, 'wasm-bindgen'),
  testRunner: join(bin, 'wasm-bindgen-test-runner'),
});

/** Unoptimized, because building the optimized tool takes longer than it ever saves. */
const installer = (version) => async (folder) => {
  step(`building wasm-bindgen ${version} with cargo (once, about two minutes)`);
  const build = join(folder, 'build');
  await run(
    'cargo',
    ['install', 'wasm-bindgen-cli', '--version', `=${version}`, '--root', folder, '--profile', 'dev'],
    {
      env: {
        CARGO_TARGET_DIR: build,
        CARGO_PROFILE_DEV_DEBUG: '0',
        CARGO_ENCODED_RUSTFLAGS: undefined,
      },
    },
  );
  rmSync(build, { recursive: true, force: true });
};
