// The page of the benchmark in headless Chromium, with the built package, the peers and the pictures to work on.
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNodeModules } from '../lib/npm.mjs';
import { inRoot } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';
import { serveFolder } from '../lib/serve.mjs';
import { ensureBrowser } from '../toolchain.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** wasm-vips needs shared memory, which pages get only when they are isolated; nothing else here does. */
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Opens the page, runs `work` on it (with `open` for further pages and the `ids` of all processes), and closes everything. */
export async function withPage(work) {
  if (!existsSync(inRoot('dist', 'index.js'))) throw new Failure('no package in dist: npm run build');
  const { chromium } = await import('playwright-core');
  const folder = await assemble();
  const pictures = [];
  const find = (name) => pictures[/^picture\/(\d+)\//.exec(name)?.[1]];
  const server = await serveFolder(folder, { headers: ISOLATION, find });
  const browser = await chromium.launch({
    executablePath: (await ensureBrowser()).chromium,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const processes = await processesOf(browser);
    /** A page in a context of its own: nothing is cached. */
    const open = async () => {
      const page = await browser.newPage();
      await page.exposeFunction('report', (line) => console.error(line));
      await page.exposeFunction('cpuMs', processes.cpuMs);
      page.on('pageerror', (error) => console.error(String(error)));
      await page.goto(server.url);
      await page.waitForFunction(() => globalThis.ready, null, { timeout: 60_000 });
      return page;
    };
    /** The address of a picture for the page. */
    const addressOf = (file) => `picture/${pictures.push(file) - 1}/${encodeURIComponent(basename(file))}`;
    return await work(await open(), addressOf, { open, ids: processes.ids });
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** The processes of the browser: their ids, and what all of them have computed so far, in steps of 10 ms. */
async function processesOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const list = async () => (await session.send('SystemInfo.getProcessInfo')).processInfo;
  // What a process that has ended had computed stays in the sum.
  const seconds = new Map();
  return {
    ids: async () => (await list()).map(({ id }) => id),
    cpuMs: async () => {
      for (const { id, cpuTime } of await list()) seconds.set(id, cpuTime);
      return [...seconds.values()].reduce((sum, each) => sum + each, 0) * 1000;
    },
  };
}

async function assemble() {
  const modules = join(HERE, 'node_modules');
  await ensureNodeModules(inRoot('scripts', 'bench'));
  const { build } = await import('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-bench-'));
  await cp(inRoot('dist'), join(folder, 'idsnap'), { recursive: true });
  await cp(join(modules, 'wasm-vips/lib'), join(folder, 'vips'), { recursive: true });
  await build({
    entryPoints: ['page.js', 'outlines.js', 'hints.js'].map((name) => join(HERE, name)),
    bundle: true,
    format: 'esm',
    outdir: folder,
    external: ['./idsnap/index.js', './vips/vips-es6.js'],
    logLevel: 'warning',
  });
  await mkdir(join(folder, 'peers'));
  for (const file of [
    'jpeg/codec/dec/mozjpeg_dec.wasm',
    'jpeg/codec/enc/mozjpeg_enc.wasm',
    'resize/lib/resize/pkg/squoosh_resize_bg.wasm',
  ]) {
    await copyFile(join(modules, '@jsquash', file), join(folder, 'peers', basename(file)));
  }
  await copyFile(join(modules, '@techstark/opencv-js/dist/opencv.js'), join(folder, 'peers', 'opencv.js'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>bench</title><script type="module" src="page.js"></script>',
  );
  return folder;
}
