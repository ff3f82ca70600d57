// cargo-mutants, which changes the code and sees whether a test notices.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, makeOnce } from '../lib/cache.mjs';
import { cacheDir, findProgram } from '../lib/paths.mjs';
import { run } from '../lib/process.mjs';
import { detail, step } from '../lib/terminal.mjs';

const VERSION = '27.1.0';
const ENTRY = `cargo-mutants-${VERSION}-${process.platform}-${process.arch}`;

/**
 * Finds the program, or builds it once with cargo.
 *
 * @returns {Promise<string>} its path
 */
export async function ensureMutants() {
  const found = cached(ENTRY) === null ? findProgram('cargo-mutants') : null;
  if (found) return found;
  if (!cached(ENTRY)) {
    step(`missing: cargo-mutants ${VERSION}, with cargo install`);
    detail(`goes to ${join(cacheDir, ENTRY)}; takes 120 MB and about three minutes`);
  }
  return join(await makeOnce(ENTRY, install), 'bin', 'cargo-mutants');
}

async function install(folder) {
  const build = join(folder, 'build');
  const args = ['install', 'cargo-mutants', '--version', `=${VERSION}`, '--root', folder, '--profile', 'dev'];
  await run('cargo', args, { env: { CARGO_TARGET_DIR: build, CARGO_PROFILE_DEV_DEBUG: '0' } });
  rmSync(build, { recursive: true, force: true });
}
