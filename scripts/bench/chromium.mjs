// The page of the benchmark in headless Chromium, with the built package, the peers and the pictures to work on.
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../lib/paths.mjs';
import { Failure, run } from '../lib/process.mjs';
import { ensureBrowser } from '../toolchain.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };
/** wasm-vips needs shared memory, which pages get only when they are isolated; nothing else here does. */
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Opens the page, runs `work` on it, and closes everything. */
export async function withPage(work) {
  if (!existsSync(inRoot('dist', 'index.js'))) throw new Failure('no package in dist: npm run build');
  const { chromium } = await import('playwright-core');
  const folder = await assemble();
  const pictures = [];
  const server = await serve(folder, pictures);
  const browser = await chromium.launch({
    executablePath: (await ensureBrowser()).chromium,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.exposeFunction('report', (line) => console.error(line));
    page.on('pageerror', (error) => console.error(String(error)));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => globalThis.ready, null, { timeout: 60_000 });
    /** The address of a picture for the page. */
    const addressOf = (file) => `picture/${pictures.push(file) - 1}/${encodeURIComponent(basename(file))}`;
    return await work(page, addressOf);
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  }
}

async function assemble() {
  const modules = join(HERE, 'node_modules');
  const { dependencies } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8'));
  const isMissing = (name) => !existsSync(join(modules, name));
  if (Object.keys(dependencies).some(isMissing)) await run('npm', ['ci', '--ignore-scripts'], { cwd: HERE });
  const { build } = await import('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-bench-'));
  await cp(inRoot('dist'), join(folder, 'idsnap'), { recursive: true });
  await cp(join(modules, 'wasm-vips/lib'), join(folder, 'vips'), { recursive: true });
  await build({
    entryPoints: [join(HERE, 'page.js'), join(HERE, 'outlines.js')],
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

function serve(folder, pictures) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://localhost').pathname.slice(1) || 'index.html';
    const picture = /^picture\/(\d+)\//.exec(name);
    const path = picture ? pictures[Number(picture[1])] : join(folder, name);
    const body = await readFile(path).catch(() => null);
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    response.writeHead(body ? 200 : 404, { ...ISOLATION, 'content-type': type }).end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
