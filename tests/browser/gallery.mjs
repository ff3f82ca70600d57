// Opens pages that show <id-capture> in any state, on the demo's server and under its content security policy.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const FOLDER = new URL('gallery/', import.meta.url);
const FILES = ['index.html', 'gallery.css', 'gallery.js', 'states.js', 'handover.js'];
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/** A page with the gallery in it. `log.problems` collects what the page complains about. */
export async function openGallery(browser, url, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const log = { problems: [] };
  page.on('console', (message) => message.type() === 'error' && log.problems.push(message.text()));
  page.on('pageerror', (error) => log.problems.push(String(error)));
  const headers = (await context.request.get(url)).headers();
  for (const name of FILES) await page.route(addressOf(name, url), (route) => serve(route, name, headers));
  await page.goto(addressOf('index.html', url));
  await page.waitForFunction(() => 'gallery' in globalThis);
  return { page, log };
}

const addressOf = (name, url) => new URL(name === 'index.html' ? 'gallery.html' : name, url).href;

async function serve(route, name, headers) {
  const policy = headers['content-security-policy'];
  const body = await readFile(new URL(name, FOLDER));
  await route.fulfill({ body, headers: { 'content-type': TYPES[extname(name)], 'content-security-policy': policy } });
}

/** Puts an element with these attributes in a state. */
export async function showState(page, name, attributes) {
  await page.evaluate(
    async ([state, given]) => {
      if (given || !document.querySelector('gallery-capture')) await globalThis.gallery.add(given ?? {});
      await globalThis.gallery.show(state);
    },
    [name, attributes],
  );
}

/** The same of the live view, which draws nothing and tells nothing before the browser has laid it out. */
export async function showLive(page, name, attributes) {
  await showState(page, name, attributes);
  await page.waitForFunction(() => document.querySelector('gallery-capture').shadowRoot.querySelector('[points]'));
}

/** The screens of a handover: what the computer shows of the phone, and the phone of the computer. */
export const HANDOVER_SCREENS = [
  'phone offered',
  'phone scan',
  'phone code',
  'phone front',
  'phone over',
  'computer same',
  'computer done',
  'computer over',
];

/** Gives the page an element on a screen of a handover. */
export async function showHandover(page, name, attributes = {}) {
  await page.evaluate(([screen, given]) => globalThis.gallery.showHandover(screen, given), [name, attributes]);
}

/** Runs `work` on a page with an element at its start, and closes the page. */
export async function inGallery(demo, work, attributes = {}) {
  const { page, log } = await openGallery(demo.browser, demo.url);
  await showState(page, 'intro', attributes);
  await work(page, log);
  await page.context().close();
}
