// npm run bench: idsnap beside its peers, in one headless Chromium, on one photo.
//
//   npm run bench -- [photo.jpg] [rounds]
//
// Prints medians, the medians of the ratios pair by pair, and the sizes that came out.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('./bench/', import.meta.url));
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PHOTO = join(ROOT, '../shared/corpus/photos/kim/photo_1.jpg');
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.jpg': 'image/jpeg' };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function assemble(photo) {
  if (!existsSync(join(HERE, 'node_modules')))
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: HERE, stdio: 'inherit' });
  const { build } = await import('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-bench-'));
  await cp(join(ROOT, 'dist'), join(folder, 'idsnap'), { recursive: true });
  const external = ['./idsnap/index.js'];
  await build({
    entryPoints: [join(HERE, 'page.js')],
    bundle: true,
    format: 'esm',
    outdir: folder,
    external,
    logLevel: 'warning',
  });
  await mkdir(join(folder, 'peers'));
  for (const file of [
    'jpeg/codec/dec/mozjpeg_dec.wasm',
    'jpeg/codec/enc/mozjpeg_enc.wasm',
    'resize/lib/resize/pkg/squoosh_resize_bg.wasm',
  ]) {
    await copyFile(join(HERE, 'node_modules/@jsquash', file), join(folder, 'peers', file.split('/').at(-1)));
  }
  await copyFile(photo, join(folder, 'photo.jpg'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>bench</title><script type="module" src="page.js"></script>',
  );
  return folder;
}

function serve(folder) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://localhost').pathname.slice(1) || 'index.html';
    const body = await readFile(join(folder, name)).catch(() => null);
    response
      .writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' })
      .end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function table({ results }) {
  for (const [name, contenders] of Object.entries(results)) {
    console.log(`\n### ${name}\n\n| | median ms | idsnap takes | base64 characters |\n|---|---|---|---|`);
    const ours = contenders.idsnap.map((run) => run.ms);
    for (const [who, runs] of Object.entries(contenders)) {
      const failed = runs.find((run) => run.error);
      if (failed) console.log(`| ${who} | ${failed.error} | | |`);
      else {
        const ratio = who === 'idsnap' ? '' : `${median(runs.map((run, round) => ours[round] / run.ms)).toFixed(2)} x`;
        console.log(
          `| ${who} | ${median(runs.map((run) => run.ms)).toFixed(0)} | ${ratio} | ${median(runs.map((run) => run.base64Length))} |`,
        );
      }
    }
  }
}

const [photo = PHOTO, rounds = '7'] = process.argv.slice(2);
if (!existsSync(photo)) throw new Error(`no photo at ${photo}: name one, npm run bench -- photo.jpg`);
const { ensureBrowser } = await import('./toolchain.mjs');
const { chromium } = await import('playwright-core');
const folder = await assemble(photo);
const server = await serve(folder);
const browser = await chromium.launch({
  executablePath: (await ensureBrowser()).chromium,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage();
  await page.exposeFunction('report', (line) => console.error(line));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.ready, null, { timeout: 60_000 });
  const outcome = await page.evaluate(
    ([count]) => globalThis.bench('photo.jpg', count, globalThis.report),
    [Number(rounds)],
  );
  table(outcome);
  console.log('\n### peak wasm memory, the file included\n');
  for (const [name, bytes] of Object.entries(outcome.memory)) {
    console.log(`- ${name}: ${(bytes / 1024 / 1024).toFixed(1)} MiB`);
  }
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}
