// TypeScript to dist: esbuild makes flat modules, tsc the declarations, and the wasm file comes to stand beside them.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ensureNodeModules, npmBin } from '../lib/npm.mjs';
import { filesBelow, inRoot } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { detail, done, seconds, step, warn } from '../lib/terminal.mjs';
import { withDomTypes } from './dom-types.mjs';
import { fingerprint, isFresh, markFresh } from './fingerprint.mjs';
import { NO_SIMD_FILE, SIMD_FILES } from './parts.mjs';
import { noSimdFile, pkgDir } from './wasm.mjs';

/** Module in dist ← source in js/src. They are flat, because a worker and the wasm file are found beside the module. */
export const ENTRIES = {
  index: 'index.ts',
  node: 'node.ts',
  worker: 'engine/worker.ts',
  proxy: 'proxy/index.ts',
  'proxy-node': 'proxy/node.ts',
  'idsnap-proxy': 'proxy/command/main.ts',
  'idsnap-proxy-check': 'proxy/check/main.ts',
  sandbox: 'sandbox/index.ts',
  idsnap: 'command/main.ts',
  libheif: 'decoders/libheif.ts',
  capture: 'capture/index.ts',
  handover: 'handover/index.ts',
  'capture-handover': 'capture/element/handover/index.ts',
  'capture-computer': 'capture/element/handover/computer.ts',
  'capture-phone': 'capture/element/handover/phone.ts',
};
/** One file that imports nothing: whoever copies it, or bundles it as an asset, has all of it. */
const ALONE = ['worker'];
/**
 * Entries that share no file with the rest, so that what a page loads is not divided because of them: a decoder, the handover and
 * its screens, and what a server imports.
 */
const APART = [
  ['libheif'],
  ['handover'],
  ['capture-handover'],
  ['capture-computer'],
  ['capture-phone'],
  ['node', 'idsnap', 'sandbox', 'proxy', 'proxy-node', 'idsnap-proxy', 'idsnap-proxy-check'],
];
/** What no browser loads keeps its lines: Node shows the line that an error comes from. */
const READABLE = ['proxy'];
/** Entries the package may be without. */
const OPTIONAL = ['capture', 'capture-handover', 'capture-computer', 'capture-phone'];

const ESBUILD_OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  external: ['node:*', 'libheif-js/*'],
  chunkNames: '[name]-[hash]',
  logLevel: 'info',
};

/** A style sheet is imported as `css`, its minified text: a constructed style sheet keeps to any content policy. */
const cssAsText = {
  name: 'css-as-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const bundle = { entryPoints: [path], bundle: true, minify: true, write: false };
      const { outputFiles } = await build.esbuild.build(bundle);
      return { contents: `export const css = ${JSON.stringify(outputFiles[0].text.trim())};`, loader: 'js' };
    });
  },
};

/** A language is written with its keys, and shipped as its texts alone, in the order of `locales/keys.ts`. */
const textsAsList = {
  name: 'texts-as-list',
  setup(build) {
    const load = async (path) => {
      const { outputFiles } = await build.esbuild.build({
        entryPoints: [path],
        bundle: true,
        format: 'esm',
        write: false,
      });
      return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
    };
    build.onLoad({ filter: /[\\/]locales[\\/]((hints|handover)[\\/])?\w\w\.ts$/ }, async ({ path }) => {
      const folder = dirname(path);
      const isHints = basename(folder) === 'hints';
      const name = isHints ? 'hints' : basename(path, '.ts');
      const [keys, { [name]: texts }] = await Promise.all([
        load(join(isHints ? dirname(folder) : folder, 'keys.ts')),
        load(path),
      ]);
      const ordered = isHints ? keys.HINT_KEYS : (keys.HANDOVER_KEYS ?? keys.KEYS);
      const list = ordered.map((key) => texts[key]);
      return { contents: `export const ${name} = ${JSON.stringify(list)};`, loader: 'js' };
    });
  },
};

/** An entry that stands apart and is imported on demand: its file in dist. */
const partsApart = {
  name: 'parts-apart',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return null;
      const source = join(resolveDir, path).replace(/\.js$/, '.ts');
      const name = APART.flat().find((entry) => inRoot('js', 'src', ENTRIES[entry]) === source);
      return name && { path: `./${name}.js`, external: true };
    });
  },
};

/** The worker tells errors by their codes; their categories and advice are in the page. */
const codesAlone = {
  name: 'codes-alone',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/errors\.js$/ }, () => ({ path: inRoot('js', 'src', 'engine', 'raised.ts') }));
  },
};

export const distDir = inRoot('dist');
/** What esbuild says about every module of dist: its imports and its size. */
export const metafile = inRoot('target', 'dist-meta.json');

/** Builds dist unless it is already made from the sources as they are. `partial` tolerates missing entries. */
export async function buildJs({ partial = false } = {}) {
  await ensureNodeModules();
  const entries = existingEntries(partial);
  const key = inputs(entries);
  const stamp = inRoot('target', 'dist.inputs');
  const outputs = [...Object.keys(entries).map((name) => join(distDir, `${name}.js`)), metafile];
  if (isFresh(stamp, key, outputs)) return done('dist is up to date');
  const started = performance.now();
  const staging = inRoot('target', `dist-${process.pid}`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  await bundle(entries, staging);
  await declare(staging);
  copyWasm(staging);
  rmSync(distDir, { recursive: true, force: true });
  renameSync(staging, distDir);
  markFresh(stamp, key);
  done(`dist made in ${seconds(started)}`);
}

async function bundle(entries, folder) {
  step('bundling the TypeScript with esbuild');
  const { build } = await import('esbuild');
  const isAlone = ([name]) => ALONE.includes(name);
  const isApart = ([name]) => APART.flat().includes(name);
  const all = Object.entries(entries);
  const outputs = {};
  for (const [splitting, some] of [
    [true, all.filter((entry) => !isAlone(entry) && !isApart(entry))],
    ...APART.map((names) => [true, all.filter(([name]) => names.includes(name))]),
    ...all.filter(isAlone).map((entry) => [false, [entry]]),
  ].filter(([, given]) => given.length > 0)) {
    const { metafile: meta } = await build({
      ...ESBUILD_OPTIONS,
      minify: !some.some(([name]) => READABLE.includes(name)),
      splitting,
      absWorkingDir: folder,
      entryPoints: Object.fromEntries(some),
      outdir: folder,
      metafile: true,
      plugins: splitting ? [cssAsText, textsAsList, partsApart] : [codesAlone],
    });
    Object.assign(outputs, meta.outputs);
  }
  writeFileSync(metafile, JSON.stringify({ outputs }));
}

/** The declarations name the core's types as `../pkg/idsnap.js` and `codes.js`, so those are copied to stand there. */
async function declare(folder) {
  step('writing the type declarations with tsc');
  await run(npmBin('tsc'), ['-p', 'tsconfig.build.json', '--outDir', join(folder, 'types')]);
  mkdirSync(join(folder, 'pkg'));
  for (const name of ['idsnap.d.ts', 'codes.d.ts'].filter((made) => existsSync(join(pkgDir, made)))) {
    copyFileSync(join(pkgDir, name), join(folder, 'pkg', name));
  }
  for (const path of ['types', 'pkg'].flatMap((made) => filesBelow(join(folder, made), '.d.ts')))
    writeFileSync(path, withDomTypes(readFileSync(path, 'utf8')));
}

function copyWasm(folder) {
  for (const [name, wasm] of Object.entries(wasmFiles())) {
    if (wasm !== undefined && existsSync(wasm)) copyFileSync(wasm, join(folder, name));
    else detail(`${name} is not built; dist goes without it`);
  }
}

/** Where each wasm file of dist is made. */
const wasmFiles = () => ({
  ...Object.fromEntries(SIMD_FILES.map((name) => [name, join(pkgDir, name)])),
  [NO_SIMD_FILE]: noSimdFile(),
});

function existingEntries(partial) {
  const source = (path) => inRoot('js', 'src', path);
  const missing = Object.entries(ENTRIES).filter(
    ([name, path]) => !existsSync(source(path)) && !OPTIONAL.includes(name),
  );
  const names = missing.map(([, path]) => `js/src/${path}`).join(', ');
  if (missing.length > 0 && !partial) throw new Failure(`missing: ${names} (--partial builds what is there)`);
  if (missing.length > 0) warn(`not built, because missing: ${names}`);
  const present = Object.entries(ENTRIES).filter(([, path]) => existsSync(source(path)));
  return Object.fromEntries(present.map(([name, path]) => [name, source(path)]));
}

function inputs(entries) {
  const made = ['idsnap.js', 'idsnap.d.ts', 'operations.js', 'codes.js', 'advice.js'].map((name) => join(pkgDir, name));
  const wasm = Object.values(wasmFiles()).filter((path) => path !== undefined);
  const files = [...filesBelow(inRoot('js', 'src')), ...made, ...wasm];
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'scripts/build/dom-types.mjs'].map((name) => inRoot(name));
  const versions = ['esbuild', 'typescript'].map(
    (name) => JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8')).version,
  );
  return fingerprint([...files, ...settings], ESBUILD_OPTIONS, ALONE, APART, READABLE, Object.keys(entries), versions);
}
