// A customer's page, bundled in each of the ways README names and opened in a browser: the worker, the wasm file and the
// modules that the capture component loads on demand are found, and nothing is requested that is not there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { chromium } from 'playwright-core';
import { build as vite, createServer as viteServer } from 'vite';
import webpack from 'webpack';
import { WASM_FILES } from '../../scripts/build/parts.mjs';
import { serveFolder } from '../../scripts/lib/serve.mjs';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = './node_modules/idsnap/dist';
const IMPORTS = { idsnap: `${DIST}/index.js`, 'idsnap/capture': `${DIST}/capture.js` };
const IMPORT_MAP = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;
const html = (script, head = '') =>
  `<!doctype html><link rel="icon" href="data:,">${head}<script type="module" src="${script}"></script>`;
const PAGE = `
  import { diagnose, prepareImage } from 'idsnap';
  import 'idsnap/capture';
  const capture = Object.assign(document.createElement('id-capture'), { lang: 'ru', crop: true });
  document.body.append(capture);
  const isGuided = new Promise((done) => capture.addEventListener('id-capture:hint', done, { once: true }));
  await capture.start();
  await isGuided;
  const close = capture.shadowRoot.querySelector('.close').ariaLabel;
  capture.remove();
  const image = await prepareImage(new ImageData(64, 48), { maxBase64Length: 4000 });
  const { engine } = await diagnose();
  globalThis.outcome = { width: image.width, host: engine.host, close };
`;

describe('the package', () => {
  let app;
  let browser;

  before(async () => {
    app = await mkdtemp(join(tmpdir(), 'idsnap-bundlers-'));
    await writeFile(join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
    await writeFile(join(app, 'page.js'), PAGE);
    await writeFile(join(app, 'index.html'), html('./page.js'));
    const npm = (args, cwd) => execFileSync('npm', [...args, '--silent'], { cwd, encoding: 'utf8' }).trim();
    const tarball = npm(['pack', '--ignore-scripts', '--pack-destination', app], ROOT).split('\n').at(-1);
    npm(['install', `./${tarball}`, '--offline', '--no-audit', '--no-fund'], app);
    browser = await chromium.launch({
      executablePath: process.env.IDSNAP_CHROMIUM ?? '/usr/bin/chromium',
      args: [...FLAGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    });
  });

  after(async () => {
    await browser?.close();
    await rm(app, { recursive: true, force: true });
  });

  /** Opens the page and waits for what it found out. */
  async function check(url) {
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('response', (response) => response.ok() || problems.push(`${response.status()} ${response.url()}`));
    await page.goto(url);
    const outcome = await page
      .waitForFunction(() => globalThis.outcome, null, { timeout: 60_000 })
      .then((handle) => handle.jsonValue())
      .catch((error) => problems.push(error.message));
    await page.close();
    assert.deepEqual(problems, []);
    assert.deepEqual(outcome, { width: 64, host: 'worker', close: 'Отмена' });
  }

  async function checkFolder(folder) {
    const server = await serveFolder(folder);
    await check(server.url).finally(server.close);
  }

  it('runs from the development server of Vite', async () => {
    const server = await viteServer({ root: app, configFile: false, logLevel: 'error', server: { port: 0 } });
    await server.listen();
    await check(server.resolvedUrls.local[0]).finally(() => server.close());
  });

  it('is bundled by Vite', async () => {
    await vite({ root: app, configFile: false, logLevel: 'error', build: { outDir: 'vite', target: 'es2022' } });
    await checkFolder(join(app, 'vite'));
  });

  it('is bundled by webpack', async () => {
    const folder = join(app, 'webpack');
    const compiler = webpack({
      mode: 'production',
      performance: false,
      context: app,
      entry: './page.js',
      output: { path: folder, filename: 'page.js' },
    });
    const stats = await new Promise((resolve, reject) => {
      compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result))));
    });
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }), { errors: [], warnings: [] });
    await writeFile(join(folder, 'index.html'), html('./page.js'));
    await checkFolder(folder);
  });

  it('is bundled by esbuild, with the worker as an entry and the wasm files copied', async () => {
    const folder = join(app, 'esbuild');
    await mkdir(folder);
    await esbuild({
      absWorkingDir: app,
      entryPoints: { page: './page.js', worker: 'idsnap/worker.js' },
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: folder,
      logLevel: 'silent',
    });
    for (const name of WASM_FILES) {
      await copyFile(join(app, 'node_modules/idsnap/dist', name), join(folder, name));
    }
    await writeFile(join(folder, 'index.html'), html('./page.js'));
    await checkFolder(folder);
  });

  it('runs unbundled, by a script of type module', async () => {
    await writeFile(join(app, 'index.html'), html('./page.js', IMPORT_MAP));
    await checkFolder(app);
  });
});
