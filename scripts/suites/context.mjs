// What the suites share: tools, the built package and, in continuous integration, cargo's target folder.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { tryLock } from '../lib/cache.mjs';
import { cacheDir } from '../lib/paths.mjs';
import { detail, failed, heading } from '../lib/terminal.mjs';
import { buildJs } from '../build/js.mjs';
import { buildWasm } from '../build/wasm.mjs';
import { sayMissing, TOOLS } from '../toolchain.mjs';

/** Each need is met once; a suite that asks for one that failed fails with the same message. */
export function createContext() {
  const release = shareTargetFolder();
  const needs = {
    ...Object.fromEntries(Object.entries(TOOLS).map(([name, { ensure }]) => [name, once(ensure)])),
    pkg: once(() => buildWasm()),
    dist: once(async () => {
      await needs.pkg();
      await buildJs();
    }),
  };
  return { ...needs, setUp: (names) => setUp(needs, names), close: release };
}

/**
 * Meets every need up front, in the order of the table, so that the suites show their own times only. What is missing is
 * said before anything is installed.
 */
async function setUp(needs, names) {
  heading('Set-up');
  sayMissing(Object.keys(TOOLS).filter((name) => names.includes(name)));
  for (const [name, meet] of Object.entries(needs)) {
    if (names.includes(name)) await meet().catch((error) => failed(error.message));
  }
}

function once(work) {
  let promise;
  return () => (promise ??= work());
}

/**
 * A fresh clone compiles every dependency again unless it shares cargo's target folder with the clones before it. Only
 * one run at a time may have it, and the crate itself is always rebuilt: cargo compares times of files, and those say
 * nothing across clones.
 */
function shareTargetFolder() {
  if (process.env.CI !== 'true' || process.env.CARGO_TARGET_DIR) return () => {};
  const release = tryLock('target');
  if (!release) {
    detail('another run has the shared target folder; this one uses its own');
    return () => {};
  }
  process.env.CARGO_TARGET_DIR = join(cacheDir, 'target');
  forgetCrate(process.env.CARGO_TARGET_DIR);
  detail(`cargo's target folder: ${process.env.CARGO_TARGET_DIR}`);
  return release;
}

/** Removes what cargo knows about this crate and every test program, but keeps the dependencies. */
function forgetCrate(target) {
  if (!existsSync(target)) return;
  for (const path of readdirSync(target, { recursive: true })) {
    const folder = basename(dirname(path));
    const ofCrate = folder === '.fingerprint' && basename(path).startsWith('idsnap-');
    const isProgram = folder === 'deps' && extname(path) === '';
    if (ofCrate || isProgram) rmSync(join(target, path), { recursive: true, force: true });
  }
}
