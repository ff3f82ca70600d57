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
/** V8 has no SIMD where it is told that the processor lacks SSE 4.1. */
const WITHOUT_SIMD = '--js-flags=--no-enable-sse4-1';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = './node_modules/idsnap/dist';
const IMPORTS = { idsnap: `${DIST}/index.js`, 'idsnap/capture': `${DIST}/capture.js` };
const IMPORT_MAP = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;
const html = (script, head = '') =>
  `<!doctype html><link rel="icon" href="data:,">${head}<script type="module" src="${script}"></script>`;
const PAGE = "import { tryAlone } from './alone.js'; globalThis.outcome = await tryAlone();";

describe('the package', () => {
  let app;
  let browser;
  let withoutSimd;

  before(async () => {
    app = await mkdtemp(join(tmpdir(), 'idsnap-bundlers-'));
    await writeFile(join(app, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
    await writeFile(join(app, 'page.js'), PAGE);
    await copyFile(new URL('shared/alone.js', import.meta.url), join(app, 'alone.js'));
    await writeFile(join(app, 'index.html'), html('./page.js'));
    const npm = (args, cwd) => execFileSync('npm', [...args, '--silent'], { cwd, encoding: 'utf8' }).trim();
    const tarball = npm(['pack', '--ignore-scripts', '--pack-destination', app], ROOT).split('\n').at(-1);
    npm(['install', `./${tarball}`, '--offline', '--no-audit', '--no-fund'], app);
    const args = [...FLAGS, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    const launch = (own) =>
      chromium.launch({ executablePath: process.env.IDSNAP_CHROMIUM ?? '/usr/bin/chromium', args: own });
    [browser, withoutSimd] = await Promise.all([launch(args), launch([...args, WITHOUT_SIMD])]);
  });

  after(async () => {
    await Promise.all([browser?.close(), withoutSimd?.close()]);
    await rm(app, { recursive: true, force: true });
  });

  /** Opens the page and waits for what it found out; gives how many wasm files it loaded: a diagnosis asks for heads too. */
  async function check(url, by = browser) {
    const page = await by.newPage();
    const problems = [];
    const asked = new Set();
    page.on(
      'request',
      (request) => request.method() === 'GET' && request.url().endsWith('.wasm') && asked.add(request.url()),
    );
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
    return asked.size;
  }

  /** Opens it with SIMD and without, where one file has the whole core. The browser that can have its parts asks for three. */
  async function checkFolder(folder) {
    const server = await serveFolder(folder);
    try {
      const asked = await Promise.all([check(server.url), check(server.url, withoutSimd)]);
      assert.deepEqual(asked, [3, 1]);
    } finally {
      await server.close();
    }
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

  /** What a page of a few lines finds out, with its own headers and files. */
  async function outcomeOf(script, { head = '', headers = {}, files = {}, kind = 'module' } = {}) {
    const folder = await mkdtemp(join(app, 'small-'));
    const page = `<!doctype html><link rel="icon" href="data:,">${head}<script type="${kind}" src="/main.js"></script>`;
    for (const [name, text] of Object.entries({ 'main.js': script, 'index.html': page, ...files })) {
      await writeFile(join(folder, name), text);
    }
    const at = (name) => (name.startsWith('node_modules/') ? join(app, name) : undefined);
    const server = await serveFolder(folder, { headers, find: at });
    const tab = await browser.newPage();
    try {
      await tab.goto(server.url);
      const handle = await tab.waitForFunction(() => globalThis.outcome, null, { timeout: 30_000 });
      return await handle.jsonValue();
    } finally {
      await tab.close();
      await server.close();
    }
  }

  /** Prepares an image and tells where, and what was warned of. */
  const smallPage = (from, options = '{}') => `
    import { diagnose, init, prepareImage } from '${from}';
    const warned = [];
    await init({ ...${options}, onWarning: (warning) => warned.push(warning) });
    const { width } = await prepareImage(new ImageData(64, 48), { maxBase64Length: 4000 });
    const { engine, remedies } = await diagnose();
    globalThis.outcome = { width, host: engine.host, warned, remedies };
  `;

  it('runs from a CDN of another origin, with a worker of three lines, and says so without', async () => {
    const cdn = await serveFolder(join(app, 'node_modules/idsnap/dist'), {
      headers: { 'access-control-allow-origin': '*' },
    });
    try {
      const from = `${cdn.url}index.js`;
      const files = { 'idsnap-worker.js': `import '${cdn.url}worker.js';\n` };
      const good = await outcomeOf(smallPage(from, "{ workerUrl: '/idsnap-worker.js' }"), { files });
      assert.deepEqual(good, { width: 64, host: 'worker', warned: [], remedies: [] });
      const { width, host, warned, remedies } = await outcomeOf(smallPage(from));
      assert.deepEqual([width, host, warned.length], [64, 'thread', 1]);
      assert.match(warned[0].remedy, /serve a file of this origin that holds import '.*worker\.js'/);
      assert.deepEqual(remedies, [warned[0].remedy]);
    } finally {
      await cdn.close();
    }
  });

  it('makes its worker by the policy idsnap where the page takes trusted types alone, and says so where it may not', async () => {
    const csp = (types) => ({
      'content-security-policy': `require-trusted-types-for 'script'; trusted-types ${types}; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'`,
    });
    const script = smallPage('./node_modules/idsnap/dist/index.js');
    const good = await outcomeOf(script, { headers: csp('idsnap') });
    assert.deepEqual(good, { width: 64, host: 'worker', warned: [], remedies: [] });
    const { host, warned, remedies } = await outcomeOf(script, { headers: csp("'none'") });
    assert.deepEqual([host, warned.length], ['thread', 1]);
    assert.match(warned[0].remedy, /content security policy: trusted-types idsnap$/);
    assert.deepEqual(remedies, [warned[0].remedy]);
  });

  it('says what is at the address of the worker in its place', async () => {
    const script = smallPage('./node_modules/idsnap/dist/index.js', "{ workerUrl: '/gone/worker.js' }");
    const { host, warned } = await outcomeOf(script);
    assert.equal(host, 'thread');
    assert.match(
      warned[0].remedy,
      /\/gone\/worker\.js gives HTTP status 404: serve worker\.js .* init\(\{ workerUrl \}\)/,
    );
  });

  it('runs in a classic script that names its files, and says so in one that does not', async () => {
    const bundled = async (text) => {
      await writeFile(join(app, 'classic.js'), text);
      const options = { absWorkingDir: app, entryPoints: ['classic.js'], bundle: true, format: 'iife', write: false };
      const { outputFiles } = await esbuild({ ...options, logLevel: 'silent' });
      return outputFiles[0].text;
    };
    const script = (options) => `
      import { init, prepareImage, diagnose } from 'idsnap';
      init(${options})
        .then(() => prepareImage(new ImageData(64, 48), { maxBase64Length: 4000 }))
        .then(async ({ width }) => (globalThis.outcome = { width, host: (await diagnose()).engine.host }))
        .catch(({ code, message }) => (globalThis.outcome = { code, message }));
    `;
    const kind = 'text/javascript';
    const names =
      "{ workerUrl: '/node_modules/idsnap/dist/worker.js', wasmUrl: '/node_modules/idsnap/dist/idsnap_bg.wasm' }";
    assert.deepEqual(await outcomeOf(await bundled(script(names)), { kind }), { width: 64, host: 'worker' });
    const { code, message } = await outcomeOf(await bundled(script('{}')), { kind });
    assert.equal(code, 'engine_unavailable');
    assert.match(message, /a classic script needs init\(\{ workerUrl, wasmUrl \}\)/);
  });

  it('fails in a service worker with what to do', async () => {
    const worker = `
      import { prepareImage } from './node_modules/idsnap/dist/index.js';
      self.onmessage = async ({ source }) => {
        const told = await prepareImage(new Uint8Array([1])).catch(({ code, message }) => ({ code, message }));
        source.postMessage(told);
      };
    `;
    const script = `
      const { serviceWorker } = navigator;
      serviceWorker.onmessage = ({ data }) => (globalThis.outcome = data);
      const registration = await serviceWorker.register('/service.js', { type: 'module' });
      await serviceWorker.ready;
      registration.active.postMessage('go');
    `;
    const { code, message } = await outcomeOf(script, { files: { 'service.js': worker } });
    assert.equal(code, 'engine_unavailable');
    assert.match(message, /a service worker loads no code: call the SDK from a page/);
  });
});
