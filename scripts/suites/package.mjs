// The package as a customer gets it: packed, checked, installed, imported and bundled.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { WASM_FILES } from '../build/parts.mjs';
import { externalImports } from '../lib/modules.mjs';
import { npmBin } from '../lib/npm.mjs';
import { cacheDir, filesBelow, inRoot, root } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { detail, failed } from '../lib/terminal.mjs';
import { bundleForBrowser, importInNode, installTarball } from './consumer.mjs';

const manifest = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const WITHOUT_TYPES = ['worker.js', ...WASM_FILES];
const BROWSER_MODULES = [
  ...['index.js', 'worker.js', 'proxy.js', 'sandbox.js', 'capture.js', 'handover.js'],
  ...['capture-handover.js', 'capture-computer.js', 'capture-phone.js'],
];
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
const EXPECTED_FILES =
  /^(package\.json|capture\.js|[A-Z]+\.md|LICENSE-(APACHE|MIT)|docs\/((capture|notes|vendors)\/)?[a-zA-Z_-]+\.(md|json|webp|svg)|dist\/[a-z-]+(-[A-Z0-9]{8})?\.js|dist\/idsnap_(vendors_|scene_|zone_|nosimd_)?bg\.wasm|dist\/(types|pkg)\/[\w/-]+\.d\.ts)$/;
/** Shapes of keys and tokens; a bare PEM header is no secret, a header followed by a key is. */
const SECRETS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(\\n|\s)*[A-Za-z0-9+/]{40}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bsk-[A-Za-z0-9]{24,}/,
  /\bxox[abp]-[A-Za-z0-9-]{20,}/,
  /_authToken\s*=/,
  /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
];

/** Each check throws when it fails; the name says what holds when it does not. */
const CHECKS = [
  ['the version is the same in package.json and Cargo.toml', checkVersions],
  ['installing runs no script', checkScripts],
  ['idsnap/capture is exported exactly when it exists', checkCapture],
  ['the modules for the browser import nothing of Node', checkBrowserModules],
  ['the tarball holds the built files and nothing else', checkFiles],
  ['every link of its pages leads to a file of the package', checkLinks],
  ['no file names a folder of the machine that built it', checkPaths],
  ['no file holds anything like a secret', checkSecrets],
  ['publint finds nothing', ({ tarball }) => run(npmBin('publint'), [tarball, '--strict'])],
  ['attw finds nothing', checkTypesResolve],
  ['the tarball installs and every entry imports in Node', importInNode],
  ['esbuild bundles it for the browser', bundleForBrowser],
];

async function checkPackage(context) {
  await context.dist();
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-package-'));
  try {
    const packed = await pack(folder);
    const installed = await installTarball(packed, join(folder, 'app'));
    return await runChecks({ ...packed, ...installed });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runChecks(subject) {
  const totals = { passed: 0, failed: 0 };
  for (const [name, check] of CHECKS) {
    try {
      await check(subject);
      totals.passed += 1;
      detail(`✓ ${name}`);
    } catch (error) {
      totals.failed += 1;
      failed(`${name}\n    ${error instanceof Failure ? error.message : error.stack}`);
    }
  }
  return totals;
}

async function pack(folder) {
  mkdirSync(folder, { recursive: true });
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  await run('npm', args, { quiet: true });
  const tarball = filesBelow(folder, '.tgz')[0];
  if (!tarball) throw new Failure('npm pack made no tarball');
  return { tarball, exports: manifest().exports };
}

function checkVersions() {
  const cargo = /^version = "(.+)"$/m.exec(readFileSync(inRoot('Cargo.toml'), 'utf8'))?.[1];
  expect(cargo === manifest().version, `Cargo.toml says ${cargo}, package.json ${manifest().version}`);
}

function checkScripts() {
  const found = INSTALL_SCRIPTS.filter((name) => name in (manifest().scripts ?? {}));
  expect(found.length === 0, `package.json has ${found.join(', ')}`);
}

function checkCapture({ exports }) {
  const exists = existsSync(inRoot('js', 'src', 'capture', 'index.ts'));
  expect(
    exists === './capture' in exports,
    exists ? 'exports leaves it out' : 'exports names it, but it does not exist',
  );
}

function checkBrowserModules() {
  // A bundle that stands apart is imported by its name beside the others.
  const found = externalImports(...BROWSER_MODULES).filter((name) => !name.startsWith('./'));
  expect(found.length === 0, `they import ${found.join(', ')}`);
}

function checkFiles({ packageDir }) {
  const names = filesBelow(packageDir).map((path) => relative(packageDir, path).replaceAll('\\', '/'));
  const unexpected = names.filter((name) => !EXPECTED_FILES.test(name));
  expect(unexpected.length === 0, `unexpected: ${unexpected.join(', ')}`);
  const wanted = [
    ...WASM_FILES.map((name) => `dist/${name}`),
    'dist/worker.js',
    'dist/types/index.d.ts',
    'LICENSE-MIT',
    'LICENSE-APACHE',
    'README.md',
  ];
  const missing = wanted.filter((name) => !names.includes(name));
  expect(missing.length === 0, `missing: ${missing.join(', ')}`);
}

/** Pages are read where the repository is not: in node_modules, and on the page of a registry. */
function checkLinks({ packageDir }) {
  const pages = filesBelow(packageDir, '.md');
  const links = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)|<img src="([^"]+)"/g)].map(([, link, picture]) => ({
      page,
      target: link ?? picture,
    })),
  );
  const missing = links.filter(({ page, target }) => !target.includes(':') && !existsSync(join(dirname(page), target)));
  expect(links.length > 100, `the pages have ${links.length} links`);
  const told = missing.map(({ page, target }) => `${relative(packageDir, page)}: ${target}`);
  expect(missing.length === 0, `missing: ${told.join(', ')}`);
}

function checkPaths({ packageDir }) {
  const places = [root, homedir(), cacheDir, process.env.CARGO_HOME, '/usr/src/', '/rustup/toolchains/'];
  const needles = places.filter((place) => place && place.length > 4);
  eachFile(packageDir, (text, name) => {
    const found = needles.filter((place) => text.includes(place));
    expect(found.length === 0, `${name} names ${found.join(', ')}`);
  });
}

function checkSecrets({ packageDir }) {
  eachFile(packageDir, (text, name) => {
    const found = SECRETS.find((pattern) => pattern.test(text));
    expect(found === undefined, `${name} matches ${found}`);
  });
}

function checkTypesResolve({ tarball }) {
  return run(npmBin('attw'), [tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...WITHOUT_TYPES]);
}

function eachFile(folder, visit) {
  for (const path of filesBelow(folder)) visit(readFileSync(path, 'latin1'), relative(folder, path));
}

function expect(condition, message) {
  if (!condition) throw new Failure(message);
}

export const packageSuite = {
  name: 'package',
  title: 'the package, packed, installed, imported and bundled',
  files: 'js/src/index.ts',
  needs: ['npm', 'dist'],
  isPresent: () => existsSync(inRoot('js', 'src', 'index.ts')),
  run: checkPackage,
};
