/* global document -- that of the page */
// Films the demo for the README: `node scripts/film.mjs` (needs a built dist) writes docs/demo.webp. A phone photographs the
// example card and sends it to the sandbox. The camera is a canvas, and everybody in it is invented.
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { drawnCamera } from '../tests/browser/drawn-camera.mjs';
import { startServer } from '../www/server.mjs';
import { drawExample } from './example.mjs';
import { print } from './lib/output.mjs';
import { inRoot } from './lib/paths.mjs';
import { animate, toWebp } from './lib/webp.mjs';
import { CHROMIUM_FLAGS, ensureBrowser } from './toolchain.mjs';

const SIZE = { width: 360, height: 640 };
const FILE = inRoot('docs', 'demo.webp');
const MOST_BYTES = 300_000;
/** Whom the sandbox of ZOLOZ knows, on the example card. */
const HOLDER = {
  surname: 'SPECIMEN',
  givenNames: 'LINA MARIA',
  number: 'XS0000017',
  birth: '900812',
  expiry: '330415',
  sex: 'F',
};
const QUALITY = 0.7;
const WAIT = { timeout: 60_000 };
/** Longer than any transition of the page. */
const SETTLED_MS = 400;
/** Longer than the mark that says that a photo was taken. */
const MARK_MS = 1600;

/** Plays the demo and gives what is seen, in order, each with how long it is shown. */
async function play(page) {
  const seen = [];
  const show = async (milliseconds, settled = SETTLED_MS) => {
    await page.waitForTimeout(settled);
    seen.push({ png: await page.screenshot(), milliseconds });
  };
  const setScene = (scene) => page.evaluate((given) => Object.assign(globalThis.scene, given), scene);
  const capture = page.locator('id-capture');
  const hint = async (text, scene) => {
    await setScene(scene);
    await capture.getByText(text).first().waitFor(WAIT);
    await show(1300);
  };
  const takeSide = async (title) => {
    await capture.getByRole('heading', { name: title }).waitFor(WAIT);
    await show(1500, MARK_MS);
    await capture.getByRole('button', { name: 'Use this photo' }).click();
  };
  await show(1300);
  await page.locator('#camera').click();
  await capture.getByRole('button', { name: 'Use the camera' }).click();
  await hint('Fit the document into the frame', { width: 0 });
  await hint('Move closer', { width: 320 });
  await hint('More light, please', { width: 620, light: 0.15 });
  await setScene({ width: 620, light: 1 });
  await takeSide('Is everything easy to read?');
  await hint('Turn the document over', {});
  await setScene({ side: 'back' });
  await takeSide('Is everything easy to read?');
  await page.locator('#side-back[data-prepared]').waitFor(WAIT);
  await page.locator('#side-front').scrollIntoViewIfNeeded();
  await show(1500);
  await page.locator('#recognize').click();
  await page.locator('.banner.good').waitFor(WAIT);
  await page.locator('.banner.good').evaluate((banner) => banner.scrollIntoView({ block: 'start' }));
  await show(3500);
  return seen;
}

const server = await startServer({ port: 0 });
const browser = await chromium.launch({ executablePath: (await ensureBrowser()).chromium, args: CHROMIUM_FLAGS });
const page = await browser.newPage({ viewport: SIZE, isMobile: true, hasTouch: true, locale: 'en' });
await page.addInitScript(drawnCamera, { width: 720, height: 1280 });
const cards = drawExample(HOLDER);
await page.route('**/example/*.svg', (route) =>
  route.fulfill({ contentType: 'image/svg+xml', body: cards[/(\w+)\.svg/.exec(route.request().url())[1]] }),
);
await page.goto(server.url);
await page.waitForFunction(() => document.querySelector('#engine').textContent.startsWith('Engine ready'));
const seen = await play(page);
const blank = await browser.newPage();
const frames = [];
for (const { png, milliseconds } of seen) frames.push({ webp: await toWebp(blank, png, QUALITY), milliseconds });
const film = animate(SIZE, frames);
await browser.close();
await server.close();
if (film.length > MOST_BYTES) throw new Error(`the film takes ${film.length} bytes of ${MOST_BYTES}`);
writeFileSync(FILE, film);
print(`${FILE}: ${frames.length} pictures, ${film.length} bytes`);
