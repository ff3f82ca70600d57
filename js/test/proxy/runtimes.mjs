/* global process -- that of Node */
// Deno and Bun, from npm where they are not installed: made once and kept in the cache beside the other tools.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { makeOnce } from '../../../scripts/lib/cache.mjs';
import { filesBelow } from '../../../scripts/lib/paths.mjs';
import { detail, warn } from '../../../scripts/lib/terminal.mjs';

const VERSIONS = { deno: '2.9.6', bun: '1.4.5' };
/** Where each has its programs, a package a platform. */
const SCOPES = { deno: '@deno', bun: '@oven' };
/** A registry that does not respond must not hold the tests up. */
const INSTALL_MS = 60_000;
const START_MS = 10_000;

/** The path of a runtime that works, or `undefined` where it is not to be had. `IDSNAP_DENO` and `IDSNAP_BUN` name one. */
export async function runtimeOf(name) {
  const named = process.env[`IDSNAP_${name.toUpperCase()}`];
  if (named !== undefined) return works(named) ? named : undefined;
  if (works(name)) return name;
  try {
    const folder = await makeOnce(`${name}-${VERSIONS[name]}`, (made) => install(name, made));
    return programOf(name, folder);
  } catch (error) {
    warn(error.message);
    return undefined;
  }
}

function works(path) {
  return spawnSync(path, ['--version'], { timeout: START_MS, killSignal: 'SIGKILL', stdio: 'ignore' }).status === 0;
}

/** The program itself: the command of the package is a script around it, which could end before it. */
function programOf(name, folder) {
  const scope = join(folder, 'node_modules', SCOPES[name]);
  return filesBelow(scope, `${name}`).find(works);
}

/** Installs one runtime by npm, without running any script of it. */
async function install(name, folder) {
  detail(`installing ${name} ${VERSIONS[name]} by npm, some 100 MB`);
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--fetch-retries=0',
    '--prefix',
    folder,
  ];
  const args = ['install', ...flags, `${name}@${VERSIONS[name]}`];
  const child = spawn('npm', args, { stdio: 'ignore', cwd: folder, timeout: INSTALL_MS });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`npm could not install ${name} ${VERSIONS[name]}`);
  // A program that does not run here must not be kept.
  if (programOf(name, folder) === undefined) throw new Error(`${name} of npm does not run here`);
}
