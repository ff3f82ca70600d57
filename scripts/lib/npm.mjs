// The development dependencies from npm. This module itself must not need any of them.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { Failure, run } from './process.mjs';
import { done, step } from './terminal.mjs';
import { withLock } from './cache.mjs';

let checked = false;

/** Runs `npm ci` when what stands in node_modules is not what package-lock.json names. */
export async function ensureNodeModules() {
  if (checked) return;
  await installIfNeeded();
  checked = true;
  done('node_modules as in package-lock.json');
}

async function installIfNeeded() {
  if (isCurrent()) return;
  await withLock('npm-ci', async () => {
    if (isCurrent()) return;
    step('installing the development dependencies with npm ci');
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', args);
  });
  if (!isCurrent()) throw new Failure('npm ci ended well, but node_modules is not what package-lock.json names');
}

/** The path of a command that an npm package brought. */
export const npmBin = (name) => inRoot('node_modules', '.bin', name);

/** npm writes down what it installed; it is current when every package of the lockfile that is needed here is in it. */
function isCurrent() {
  const installed = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      path === '' ||
      (entry.optional && !have[path]) ||
      (have[path] !== undefined && have[path].integrity === entry.integrity),
  );
}
