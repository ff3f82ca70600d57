// <id-capture> in places where it has no camera: the button that takes the page to another browser, and simulated pages.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inGallery, showState } from './gallery.mjs';
import { startDemo } from './support.mjs';

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

describe('the link of the page', () => {
  const copyWith = (clipboard, work) =>
    inGallery(demo, async (page) => {
      await page.evaluate((works) => {
        globalThis.copied = [];
        const writeText = (text) => (works.now ? globalThis.copied.push(text) : Promise.reject(new Error('no')));
        Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
        document.execCommand = (name) => (
          works.before && globalThis.copied.push(`${name} ${getSelection()}`),
          works.before
        );
      }, clipboard);
      await showState(page, 'blocked in_app_browser');
      await page.locator('gallery-capture').getByRole('button', { name: 'Copy the link' }).click();
      await page.locator('gallery-capture .link .text:not(:empty)').waitFor();
      const told = await page.locator('gallery-capture .link .text').textContent();
      const said = await page.locator('gallery-capture').getByRole('status').textContent();
      await work({ url: page.url(), told, said, copied: await page.evaluate(() => globalThis.copied) });
    });
  const COPIED = 'Link copied. Open it in your browser.';

  it('is copied for another browser, and that is told', () =>
    copyWith({ now: true }, ({ url, ...found }) =>
      assert.deepEqual(found, { told: COPIED, said: COPIED, copied: [url] }),
    ));

  it('is copied in the old way where a browser inside an app refuses the new one', () =>
    copyWith({ before: true }, ({ url, ...found }) =>
      assert.deepEqual(found, { told: COPIED, said: COPIED, copied: [`copy ${url}`] }),
    ));

  it('is shown where it cannot be copied', () =>
    copyWith({}, ({ url, ...found }) => assert.deepEqual(found, { told: url, said: url, copied: [] })));

  it('is offered for no other reason', () =>
    inGallery(demo, async (page) => {
      await showState(page, 'blocked no_camera');
      assert.equal(await page.locator('gallery-capture .link').count(), 0);
    }));
});

describe('a page that is only simulated', () => {
  it('as jsdom makes one, has an element that can be made, put in place and taken out', () =>
    inGallery(demo, async (page, log) => {
      const title = await page.evaluate(async () => {
        // What jsdom does not have.
        for (const name of ['ResizeObserver', 'matchMedia', 'CSSStyleSheet']) delete globalThis[name];
        for (const prototype of [ShadowRoot.prototype, Document.prototype]) delete prototype.adoptedStyleSheets;
        delete Element.prototype.part;
        delete Element.prototype.checkVisibility;
        const element = document.createElement('id-capture');
        element.lang = 'en';
        document.body.append(element);
        await new Promise((done) => setTimeout(done, 50));
        const { textContent } = element.shadowRoot.querySelector('h2');
        element.remove();
        await new Promise((done) => setTimeout(done, 50));
        return textContent;
      });
      assert.equal(title, 'Photograph your document');
      assert.deepEqual(log.problems, []);
    }));
});
