// A page in headless Chromium whose fake camera films a card in the hand.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import '../lib/ts-hooks.mjs';
import { serveFolder } from '../lib/serve.mjs';
import { ensureBrowser } from '../toolchain.mjs';

/** A card in the hand: no two frames are alike. Frames that are all alike would be looked at less. */
const FILM = 'in the hand';
const SECONDS = 2;
const FRAMES_PER_SECOND = 30;
/** DevTools' throttling; it slows the page's own thread alone. */
const THROTTLING = 4;

/** Serves the built package as `idsnap/` beside a page with this body, and gives the folder and the address to `work`. */
export async function withPackage(body, work) {
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-filmed-'));
  try {
    await cp(inRoot('dist'), join(folder, 'idsnap'), { recursive: true });
    await writeFile(join(folder, 'index.html'), `<!doctype html><title>filmed</title><body style="margin:0">${body}`);
    const server = await serveFolder(folder);
    await work({ folder, url: server.url });
    await server.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Opens a browser whose camera films in this size, as `1280x720`. */
export async function withCamera({ folder, url }, size, work) {
  const film = join(folder, `${size}.y4m`);
  await write(film, size);
  const { chromium } = await import('playwright-core');
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const browser = await chromium.launch({
    executablePath: (await ensureBrowser()).chromium,
    args: ['--no-sandbox', '--disable-gpu', ...camera, `--use-file-for-fake-video-capture=${film}`],
  });
  try {
    await work({ browser, url });
  } finally {
    await browser.close();
  }
}

/** Writes the film in a size, without any encoder. */
async function write(path, size) {
  const [{ allFilms }, { writeY4m }] = await Promise.all([import('./films/films.mjs'), import('./films/y4m.mjs')]);
  const film = allFilms().find(({ name }) => name === FILM);
  const [width, height] = size.split('x').map(Number);
  writeY4m(film, path, { fromS: 1.2, forS: SECONDS, framesPerSecond: FRAMES_PER_SECOND, size: { width, height } });
}

/** A page in a context of its own, in which `watch` runs before all else; slowed to a quarter if `isSlow`. */
export async function openPage({ browser, url }, watch, isSlow) {
  const context = await browser.newContext({ permissions: ['camera'], viewport: { width: 412, height: 732 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(watch);
  if (isSlow) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING });
  }
  await page.goto(url);
  return page;
}
