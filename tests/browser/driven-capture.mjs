// <id-capture> on a page of a browser that is driven by WebDriver, used as a person does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const APPEARS_MS = 20_000;

/** Puts the element alone on the demo's page. */
export async function openCapture(browser, attributes = {}) {
  await browser.call(async (given) => {
    await import(new URL('idsnap/capture.js', location.href).href);
    const element = document.createElement('id-capture');
    for (const [name, value] of Object.entries({ lang: 'en', ...given })) element.setAttribute(name, value);
    document.body.replaceChildren(element);
    window.inCapture = (selector) => element.shadowRoot.querySelector(selector);
  }, attributes);
  return driven(browser);
}

/* global inCapture -- made by openCapture */
function driven(browser) {
  /** Waits until `look`, called in the page, gives something. */
  const waitFor = async (what, look, ...args) => {
    const until = performance.now() + APPEARS_MS;
    for (;;) {
      const found = await browser.call(look, ...args);
      if (found) return found;
      if (performance.now() > until) throw new Error(`${what} does not appear, but: ${await text()}`);
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const text = () => browser.call(() => document.querySelector('id-capture').shadowRoot.textContent);
  return {
    /** Waits for a text. */
    shows: (wanted) => waitFor(`“${wanted}”`, (part) => inCapture('.content').textContent.includes(part), wanted),
    /** Presses a button by its name. */
    press: (name) =>
      waitFor(
        `the button “${name}”`,
        (wanted) => {
          const buttons = [...document.querySelector('id-capture').shadowRoot.querySelectorAll('button')];
          const named = (node) => (node.getAttribute('aria-label') ?? node.textContent) === wanted;
          const button = buttons.find(named);
          button?.click();
          return button !== undefined;
        },
        name,
      ),
    /** Uploads the demo's example card. */
    chooseCard: async () => {
      const card = await browser.call(async () => {
        const { exampleCard } = await import(new URL('example.js', location.href).href);
        const bytes = new Uint8Array(await (await exampleCard('front')).arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      });
      const folder = mkdtempSync(join(tmpdir(), 'idsnap-card-'));
      const path = join(folder, 'card.jpg');
      writeFileSync(path, Buffer.from(card, 'base64'));
      const input = await browser.call(() => inCapture('input[type=file]'));
      await browser.choose(input, path);
      return () => rmSync(folder, { recursive: true });
    },
    /** The place of the first corner in the editor, from the left, in percent. */
    cornerPlace: () => browser.call(() => Number(inCapture('.handle').style.left.replace('%', ''))),
    /** Types keys on the first corner. */
    typeOnCorner: async (...keys) => {
      await browser.call(() => inCapture('.handle').focus());
      await browser.keys(...keys);
    },
  };
}
