// The development dependencies from npm. This module itself must not need any of them.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot, root } from './paths.mjs';
import { Failure, run } from './process.mjs';
import { done, step } from './terminal.mjs';
import { withLock } from './cache.mjs';

const checked = new Set();

/** What is not there yet of the development dependencies in the folder; null when all is. */
export function missingNodeModules(size, folder = root) {
  if (isCurrent(folder)) return null;
  const name = join(relative(root, folder), 'node_modules');
  return { what: 'development dependencies, with npm ci', where: name, size, time: 'half a minute' };
}

/** Runs `npm ci` in the folder when what stands in its node_modules is not what its package-lock.json names. */
export async function ensureNodeModules(folder = root) {
  if (checked.has(folder)) return;
  await installIfNeeded(folder);
  checked.add(folder);
  done(`${join(relative(root, folder), 'node_modules')} as in package-lock.json`);
}

async function installIfNeeded(folder) {
  if (isCurrent(folder)) return;
  await withLock('npm-ci', async () => {
    if (isCurrent(folder)) return;
    step('installing the development dependencies with npm ci');
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', args, { cwd: folder });
  });
  if (!isCurrent(folder)) throw new Failure('npm ci ended well, but node_modules is not what package-lock.json names');
}

/** The path of a command that an npm package brought. */
export const npmBin = (name) => inRoot('node_modules', '.bin', name);

/** npm writes down what it installed; it is current when every package of the lockfile that is needed here is in it. */
function isCurrent(folder) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      path === '' ||
      (entry.optional && !have[path]) ||
      (have[path] !== undefined && have[path].integrity === entry.integrity),
  );
}
