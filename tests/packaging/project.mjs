// A customer's project: a folder of this one, with its dependencies from npm and the packed package installed.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { createProxy } from '../../dist/proxy.js';
import { toNodeHandler } from '../../dist/proxy-node.js';
import { createSandbox } from '../../dist/sandbox.js';
import { WASM_FILES } from '../../scripts/build/parts.mjs';
import { makeOnce } from '../../scripts/lib/cache.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { serveFolder } from '../../scripts/lib/serve.mjs';

const HERE = inRoot('tests', 'packaging');
const NPM = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
/** What is copied beside a bundle, as README says. */
const FILES = ['worker.js', ...WASM_FILES];
const START_MS = 60_000;
const HTML =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>';
const MAIN = "import { tryAll } from './page.js';\nglobalThis.outcome = await tryAll();\n";

/** Runs a program to its end and gives what it printed; fails with all of it. */
export async function run(program, args, cwd, env = {}) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1e8, timeout: 600_000 };
  try {
    const { stdout } = await promisify(execFile)(program, args, options);
    return stdout.trim();
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')}: ${String(error.stderr || error.stdout || error).slice(-1500)}`, {
      cause: error,
    });
  }
}

/** Makes the project `name`; what npm installs of others is kept in the cache, by the versions that are wanted. */
export async function project(name, tarball) {
  const manifest = readFileSync(join(HERE, name, 'package.json'));
  const key = createHash('sha256').update(manifest).digest('hex').slice(0, 8);
  const folder = await makeOnce(`packaging-${name}-${key}`, async (made) => {
    copyFileSync(join(HERE, name, 'package.json'), join(made, 'package.json'));
    await run('npm', ['install', ...NPM], made);
  });
  cpSync(join(HERE, name), folder, { recursive: true });
  cpSync(join(HERE, 'shared'), folder, { recursive: true });
  await run('npm', ['install', '--no-save', '--offline', ...NPM.slice(0, -1), tarball], folder);
  for (const made of ['out', '.next', '.nuxt', '.output', '.parcel-cache', '.svelte-kit'])
    rmSync(join(folder, made), { recursive: true, force: true });
  const bin = (tool, args, env) => run(join(folder, 'node_modules', '.bin', tool), args, folder, env);
  return { folder, bin, dist: join(folder, 'node_modules', 'idsnap', 'dist') };
}

/** Writes a page that tells what it found out, in the folder `to` where the bundle comes. */
export function writePage({ folder }, to = '.') {
  mkdirSync(join(folder, to), { recursive: true });
  writeFileSync(join(folder, to, 'index.html'), HTML);
  writeFileSync(join(folder, 'main.js'), MAIN);
}

/** Copies the files of the package that the bundler leaves where they are. */
export function copyFiles({ folder, dist }, to) {
  mkdirSync(join(folder, to), { recursive: true });
  for (const name of FILES) copyFileSync(join(dist, name), join(folder, to, name));
}

/** Serves a folder, and the proxy to the sandbox at `/api/idsnap`. */
export async function serveWithProxy(folder) {
  const sandbox = await createSandbox();
  const basePath = '/api/idsnap';
  const proxy = createProxy({ ...sandbox.credentials, basePath, authorize: 'anyone', fetch: sandbox.fetch });
  const handler = toNodeHandler(proxy);
  return serveFolder(folder, { handlers: { [`${basePath}/`]: handler } });
}

/** Serves what was built, with the proxy, and opens it. */
export async function openFolder(open, folder) {
  const server = await serveWithProxy(folder);
  await open(server.url).finally(server.close);
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return String(port);
}

/** Starts a server of its own and waits until it prints what `found` recognizes, without the colors of a terminal. */
export async function start({ program, args, cwd, env = {} }, found) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const told = new Promise((resolve, reject) => {
    const read = (text) => {
      printed += text;
      const match = found.exec(stripVTControlCharacters(printed));
      if (match !== null) resolve(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => reject(new Error(`${program} ended: ${printed.slice(-1500)}`)));
    setTimeout(() => reject(new Error(`${program} did not start: ${printed.slice(-1500)}`)), START_MS).unref();
  });
  return { value: await told, close: () => child.kill() };
}
