// Takes the pictures of docs/capture: `node scripts/screenshots.mjs [capture] [handover]` (needs a built dist). scripts/film.mjs
// films the demo.
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { HANDOVER_SCREENS, openGallery, showHandover, showState } from '../tests/browser/gallery.mjs';
import { startServer } from '../www/server.mjs';
import { toWebp } from './lib/webp.mjs';
import { CHROMIUM_FLAGS, ensureBrowser } from './toolchain.mjs';

const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
const ON_ITS_SIDE = { ...PHONE, viewport: { width: 844, height: 390 } };
const DESKTOP = { viewport: { width: 960, height: 640 } };
/** The hints differ in their text alone, and the live view is the same in both colour schemes. */
const HINTS = /^live [A-Z]/;
/** Sheets with every state of <id-capture>: how the pictures are taken, how wide they are shown, how many to a row. */
const SHEETS = [
  ['docs/capture/phone-light.webp', { ...PHONE, colorScheme: 'light' }, { width: 180, columns: 8 }],
  ['docs/capture/phone-dark.webp', { ...PHONE, colorScheme: 'dark' }, { width: 180, columns: 8, leaveOut: HINTS }],
  ['docs/capture/phone-on-its-side.webp', ON_ITS_SIDE, { width: 280, columns: 5, leaveOut: HINTS }],
  ['docs/capture/phone-from-right.webp', PHONE, { width: 180, columns: 8, leaveOut: HINTS, dir: 'rtl' }],
  ['docs/capture/desktop-light.webp', { ...DESKTOP, colorScheme: 'light' }, { width: 240, columns: 6 }],
  ['docs/capture/desktop-dark.webp', { ...DESKTOP, colorScheme: 'dark' }, { width: 240, columns: 6, leaveOut: HINTS }],
];
/** The screens of a handover, of each of its two pages. */
const HANDOVER_SHEETS = [
  ['docs/capture/handover-computer.webp', DESKTOP, { width: 300, columns: 5, only: /^phone / }],
  ['docs/capture/handover-phone.webp', PHONE, { width: 180, columns: 3, only: /^computer / }],
];
/** Longer than any transition of the element. */
const SETTLED_MS = 350;
const QUALITY = 0.7;

async function shootCapture(browser, url) {
  for (const [path, options, layout] of SHEETS) {
    await shootSheet(browser, url, { path, options, layout }, async (page) => {
      await page.evaluate((dir) => (globalThis.document.documentElement.dir = dir), layout.dir ?? 'ltr');
      const names = await page.evaluate(() => globalThis.gallery.names);
      const shown = names.filter((name) => !layout.leaveOut?.test(name));
      return { names: shown, show: (name) => showState(page, name, { crop: '' }) };
    });
  }
}

async function shootHandover(browser, url) {
  for (const [path, options, layout] of HANDOVER_SHEETS) {
    await shootSheet(browser, url, { path, options, layout }, (page) => ({
      names: HANDOVER_SCREENS.filter((name) => layout.only.test(name)),
      show: (name) => showHandover(page, name),
    }));
  }
}

/** Takes a picture of every state that `begin` names, and lays them out. */
async function shootSheet(browser, url, { path, options, layout }, begin) {
  const { page } = await openGallery(browser, url, options);
  const { names, show } = await begin(page);
  const shots = [];
  for (const name of names) {
    await show(name);
    await page.waitForTimeout(SETTLED_MS);
    shots.push([name, (await page.screenshot()).toString('base64')]);
  }
  await page.context().close();
  await writeSheet(browser, { path, shots, layout });
}

/** Lays pictures out with their names below. */
async function writeSheet(browser, { path, shots, layout: { width, columns } }) {
  const gap = 12;
  const page = await browser.newPage({ viewport: { width: columns * (width + gap) + gap, height: 100 } });
  const figures = shots.map(
    ([name, data]) => `<figure><img src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`,
  );
  const style = `body { display: flex; flex-wrap: wrap; gap: ${gap}px; margin: ${gap}px; background: #d5d9e0 }
    figure { margin: 0; width: ${width}px; font: 12px/1.4 sans-serif; text-align: center } img { width: 100% }`;
  await page.setContent(`<style>${style}</style>${figures.join('')}`);
  writeFileSync(path, await toWebp(page, await page.screenshot({ fullPage: true }), QUALITY));
  await page.close();
}

const wanted = process.argv.slice(2);
const server = await startServer({ port: 0 });
const browser = await chromium.launch({ executablePath: (await ensureBrowser()).chromium, args: CHROMIUM_FLAGS });
if (wanted.length === 0 || wanted.includes('capture')) await shootCapture(browser, server.url);
if (wanted.length === 0 || wanted.includes('handover')) await shootHandover(browser, server.url);
await browser.close();
await server.close();
