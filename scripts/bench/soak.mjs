// A soak in headless Chromium: images prepared and posted one after another, and what memory the page and its worker keep.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { print } from '../lib/output.mjs';
import { Failure } from '../lib/process.mjs';
import { ensureBrowser } from '../toolchain.mjs';

const IMAGES = 500;
const EVERY = 100;
/** What the memory may differ by between the first fifth and the end, in MiB: more is a leak of 5 KiB an image. */
const MOST_GROWTH_MIB = 2;

/** Posts 500 images and prints the memory after each hundred; fails where it grows. */
export async function measureSoak({ photo }) {
  if (!existsSync(inRoot('dist', 'index.js'))) throw new Failure('no package in dist: npm run build');
  const { chromium } = await import('playwright-core');
  const { server, url, posted } = await serve(photo);
  const browser = await chromium.launch({
    executablePath: (await ensureBrowser()).chromium,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const devtools = await page.context().newCDPSession(page);
    const rows = [];
    for (let done = EVERY; done <= IMAGES; done += EVERY) {
      const wasm = await page.evaluate(soak, EVERY);
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      rows.push({ done, wasm: wasm / 2 ** 20, heap: usedSize / 2 ** 20 });
    }
    print('| images posted | wasm, MiB | heap of the page, MiB |\n| ---: | ---: | ---: |');
    for (const row of rows)
      print(
        `| ${Object.values(row)
          .map((value) => Math.round(value * 10) / 10)
          .join(' | ')} |`,
      );
    if (posted() !== IMAGES) throw new Failure(`${posted()} of ${IMAGES} images were posted`);
    for (const key of ['wasm', 'heap']) {
      const growth = rows.at(-1)[key] - rows[0][key];
      if (growth > MOST_GROWTH_MIB) throw new Failure(`${key} grew by ${growth.toFixed(1)} MiB`);
    }
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/** Runs in the page. */
async function soak(count) {
  const idsnap = (globalThis.idsnap ??= await import('./idsnap/index.js'));
  const photo = (globalThis.photo ??= await (await fetch('photo')).blob());
  const client = (globalThis.client ??= idsnap.createClient({ endpoint: 'api' }));
  for (let at = 0; at < count; at += 1) await client.cvs.card({ image: photo }, { prepare: { maxEdge: 1200 } });
  const { engine } = await idsnap.diagnose();
  return engine.memoryBytes;
}

async function serve(photo) {
  let posts = 0;
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      request.resume().on('end', () => {
        posts += 1;
        response.end('{"errorCode":"0","errorMessage":"","data":[]}');
      });
      return;
    }
    const { pathname } = new URL(request.url, 'http://localhost');
    const type = pathname.endsWith('.js') ? 'text/javascript' : pathname.endsWith('.wasm') ? 'application/wasm' : '';
    response.writeHead(200, { 'content-type': type || 'text/html' });
    if (pathname === '/photo') response.end(readFileSync(photo));
    else if (pathname.startsWith('/idsnap/')) response.end(readFileSync(inRoot('dist', pathname.slice(8))));
    else response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/`, posted: () => posts };
}
