// What <id-capture> says, to eyes and to screen readers, and in which language.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openGallery, showState } from './gallery.mjs';
import { startDemo } from './support.mjs';

const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

const open = (options = PHONE) => openGallery(demo.browser, demo.url, options);
const element = (page) => page.locator('gallery-capture');

describe('what is said', () => {
  it('reads a hint out once it has stood for a while, and leaves out passing ones', async () => {
    const { page } = await open();
    await showState(page, 'intro');
    // From here on time passes when the test says so.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await showState(page, 'live TOO_FAR');
    await page.clock.runFor(1400);
    await showState(page, 'live BLUR');
    await page.clock.runFor(1400);
    const status = element(page).getByRole('status');
    assert.equal(await status.textContent(), '');
    await page.clock.runFor(200);
    assert.equal(await status.textContent(), 'Hold still until it is sharp');
    await page.context().close();
  });

  it('reads a hint that stays again at a calm pace, and leaves nothing that is no longer true', async () => {
    const { page } = await open();
    await showState(page, 'intro');
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const status = element(page).getByRole('status');
    await showState(page, 'live BLUR');
    await page.clock.runFor(1500);
    const heard = await page.evaluate(async () => {
      const node = document.querySelector('gallery-capture').shadowRoot.querySelector('[role=status]');
      globalThis.heard = [];
      new MutationObserver(() => node.textContent && globalThis.heard.push(node.textContent)).observe(node, {
        childList: true,
      });
      return node.textContent;
    });
    assert.equal(heard, 'Hold still until it is sharp');
    await page.clock.runFor(17_000);
    const again = await page.evaluate(() => globalThis.heard);
    assert.deepEqual(again, [heard, heard], 'every eight seconds');
    await showState(page, 'live TOO_FAR');
    assert.equal(await status.textContent(), '', 'at once');
    await page.clock.runFor(1500);
    assert.equal(await status.textContent(), 'Move closer');
    await showState(page, 'review');
    assert.equal(await status.textContent(), '');
    await page.clock.runFor(30_000);
    assert.equal(await status.textContent(), '');
    await page.context().close();
  });

  it('does not leave a person without a word while hints keep changing', async () => {
    const { page } = await open();
    await showState(page, 'intro');
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.evaluate(() => {
      const node = document.querySelector('gallery-capture').shadowRoot.querySelector('[role=status]');
      globalThis.heard = [];
      new MutationObserver(() => node.textContent && globalThis.heard.push(node.textContent)).observe(node, {
        childList: true,
      });
    });
    for (let second = 0; second < 7; second += 1) {
      await showState(page, second % 2 === 0 ? 'live TOO_FAR' : 'live TOO_CLOSE');
      await page.clock.runFor(1000);
    }
    assert.equal(await page.evaluate(() => globalThis.heard.length), 1);
    await page.context().close();
  });

  it('says which way, with an arrow that points there whatever the direction of the page', async () => {
    const { page } = await open();
    for (const dir of ['ltr', 'rtl']) {
      await page.evaluate((value) => (document.documentElement.dir = value), dir);
      await showState(page, 'live to the left');
      const hint = element(page).locator('.hint');
      assert.equal(await hint.textContent(), 'Move the document a little to the left');
      assert.equal(await hint.evaluate((node) => getComputedStyle(node, '::before').rotate), '-45deg', dir);
    }
    await showState(page, 'live BLUR');
    assert.equal(
      await element(page)
        .locator('.hint')
        .evaluate((node) => getComputedStyle(node, '::before').content),
      'none',
    );
    await page.context().close();
  });

  it('interrupts for an error alone', async () => {
    const { page } = await open();
    await showState(page, 'intro');
    const alert = element(page).getByRole('alert');
    assert.equal(await alert.textContent(), '');
    await showState(page, 'intro error');
    assert.match(await alert.textContent(), /cannot be read as a photo/);
    await page.context().close();
  });

  it('has what went wrong in sight on every screen, with large text on a small screen', async () => {
    for (const [width, height] of [
      [320, 568],
      [568, 320],
    ]) {
      const { page } = await open({ viewport: { width, height } });
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      for (const lang of ['en', 'kk', 'ky', 'ru', 'uz', 'vi']) {
        for (const [before, name] of [
          ['intro', 'intro error'],
          ['live BLUR', 'live error'],
          ['review', 'review error'],
          ['blocked no_camera', 'blocked error'],
        ]) {
          const what = `${name} in ${lang} at ${width} x ${height}`;
          await showState(page, before, { lang });
          await showState(page, name);
          const { text, said, isInSight } = await page.evaluate(errorNow);
          assert.ok(text.length > 20, `${what}: ${text}`);
          assert.equal(said, text, what);
          assert.ok(isInSight, what);
        }
      }
      await page.context().close();
    }
  });

  /** What the element shows and says of an error, and whether it is seen. */
  async function errorNow() {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const host = document.querySelector('gallery-capture');
    const root = host.shadowRoot;
    const node = root.querySelector('.error');
    const view = node.closest('.panel, .live').getBoundingClientRect();
    const { top, bottom, height } = node.getBoundingClientRect();
    const end = Math.min(bottom, view.bottom, node.parentElement.getBoundingClientRect().bottom);
    // Over the camera it has less room: three lines, and the rest is scrolled to.
    const enough = root.querySelector('.live') ? Math.min(height, 134) : Math.min(height, view.height);
    const isInSight = top >= view.top - 1 && end - top >= enough - 1;
    return { text: node.textContent, said: root.querySelector('[role=alert]').textContent, isInSight };
  }

  it('speaks the language of the page around it, and English where it knows none', async () => {
    const { page } = await open();
    for (const [lang, text] of [
      ['ru', 'Сфотографируйте документ'],
      ['kk-KZ', 'Құжатты суретке түсіріңіз'],
      ['vi', 'Chụp giấy tờ của bạn'],
      ['uz', 'Hujjatni suratga oling'],
      ['ky', 'Документти сүрөткө тартыңыз'],
      ['eo', 'Photograph your document'],
    ]) {
      await page.evaluate((tag) => (document.querySelector('main').lang = tag), lang);
      await showState(page, 'intro', {});
      await element(page).getByRole('heading', { name: text }).waitFor();
    }
    await showState(page, 'intro', { lang: 'en' });
    await element(page).getByRole('heading', { name: 'Photograph your document' }).waitFor();
    await page.context().close();
  });

  it('takes texts and languages of the page’s own', async () => {
    const { page } = await open();
    await showState(page, 'intro', { lang: 'de-AT' });
    await page.evaluate(async () => {
      const { registerCaptureLocale } = await import('./idsnap/capture.js');
      registerCaptureLocale('de', () => Promise.resolve({ title: 'Ausweis fotografieren' }));
      document.querySelector('gallery-capture').strings = { upload: 'Datei wählen' };
    });
    await element(page).getByRole('heading', { name: 'Ausweis fotografieren' }).waitFor();
    await element(page).getByRole('button', { name: 'Datei wählen' }).waitFor();
    await element(page).getByRole('button', { name: 'Use the camera' }).waitFor();
    await page.context().close();
  });

  it('is laid out from right to left where the page is', async () => {
    const { page } = await open();
    const closeAt = async () => (await element(page).getByRole('button', { name: 'Cancel' }).boundingBox()).x;
    await showState(page, 'live BLUR');
    assert.ok((await closeAt()) < 100);
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    assert.ok((await closeAt()) > 260);
    await page.context().close();
  });
});
