// <id-capture> in every state, its engine scripted: what axe finds, what fits on the screen, targets, motion.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { openGallery, showState } from './gallery.mjs';
import { startDemo } from './support.mjs';

const AXE = new URL('../../node_modules/axe-core/axe.min.js', import.meta.url);
const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

const open = (options = PHONE) => openGallery(demo.browser, demo.url, options);
const element = (page) => page.locator('gallery-capture');
const stateNames = (page) => page.evaluate(() => globalThis.gallery.names);

/** Asserts that axe finds no fault with the states. */
async function assertNoFaults(page, names) {
  await page.evaluate(await readFile(AXE, 'utf8'));
  for (const name of names) {
    await showState(page, name, { crop: '' });
    const faults = await page.evaluate(async () => {
      const element = document.querySelector('gallery-capture');
      const passing = element.shadowRoot
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime));
      await Promise.all(passing.map(({ finished }) => finished.catch(() => {})));
      const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
      const { violations, incomplete } = await globalThis.axe.run('gallery-capture', { rules });
      // Text in the colour of its ground is left to people by axe.
      const isUnseen = ({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio');
      const unseen = incomplete.filter(({ nodes }) => nodes.some(isUnseen));
      return [...violations, ...unseen].map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    });
    assert.deepEqual(faults, [], name);
  }
}

/** A state of each screen. */
const SCREENS = [
  'intro error',
  'live offer',
  'live zoom',
  'starting',
  'review',
  'review overridable',
  'corners',
  'done',
];

describe('every state', () => {
  for (const colorScheme of ['light', 'dark']) {
    it(`has nothing that axe finds fault with, ${colorScheme}`, async () => {
      const { page, log } = await open({ ...PHONE, colorScheme });
      const names = await stateNames(page);
      assert.ok(names.length >= 40, `${names.length} states`);
      await assertNoFaults(page, names);
      assert.deepEqual(log.problems, [], 'nor the content security policy');
      await page.context().close();
    });
  }

  it('has no fault with large text on the smallest screen, and every line can be reached', async () => {
    const { page } = await open({ ...PHONE, viewport: { width: 320, height: 568 } });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    const names = await stateNames(page);
    await assertNoFaults(page, names);
    for (const name of names) {
      await showState(page, name, { crop: '' });
      assert.deepEqual(await page.evaluate(clipped), [], name);
    }
    await page.context().close();
  });

  it('fits the smallest screen in Russian, with text of twice the size', async () => {
    const { page } = await open({ ...PHONE, viewport: { width: 320, height: 568 } });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await showState(page, 'intro', { lang: 'ru' });
    await element(page).getByRole('heading', { name: 'Сфотографируйте документ' }).waitFor();
    for (const name of await stateNames(page)) {
      await showState(page, name, { crop: '', lang: 'ru' });
      assert.deepEqual(await page.evaluate(clipped), [], name);
      assert.deepEqual(await page.evaluate(overflowing), [], name);
    }
    for (const [width, height, dir] of [
      [320, 568, 'ltr'],
      [568, 320, 'ltr'],
      [568, 320, 'rtl'],
    ]) {
      await page.setViewportSize({ width, height });
      await page.evaluate((given) => (document.documentElement.dir = given), dir);
      for (const name of ['live searching', 'live OUT_OF_FRAME', 'live shutter']) {
        await showState(page, name);
        assert.deepEqual(await page.evaluate(hardToUse), [], `${name}, ${width} x ${height} ${dir}`);
      }
    }
    await page.context().close();
  });

  /** What of the live view cannot be read, pressed or filled: a broken word, a button cut off, a frame that is too small. */
  function hardToUse() {
    const host = document.querySelector('gallery-capture');
    const find = (selector) => [...host.shadowRoot.querySelectorAll(selector)].filter((node) => node.checkVisibility());
    const box = host.getBoundingClientRect();
    const { scripted } = host;
    // The camera turns with the phone.
    const [width, height] = box.width > box.height ? [1280, 720] : [720, 1280];
    scripted.set({ ...scripted.state, camera: { ...scripted.state.camera, width, height } });
    const faults = [];
    for (const node of find('.live .hint, .live button, .live .auto')) {
      const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
      for (const { index, 0: word } of (text?.data ?? '').matchAll(/[^\s-]+/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (range.getClientRects().length > 1) faults.push(`${word} is broken`);
      }
      const { left, right } = node.getBoundingClientRect();
      if (left < box.left - 1 || right > box.right + 1) faults.push(`${node.className} sticks out`);
    }
    const [hint] = find('.hint').map((node) => node.getBoundingClientRect());
    const [guide] = find('.guide').map((node) => node.getBoundingClientRect());
    const [upload] = find('.upload').map((node) => node.getBoundingClientRect());
    if (hint.bottom > box.bottom) faults.push(`the hint ends at ${hint.bottom}`);
    if (guide.width < Math.min(box.width, box.height) / 2) faults.push(`the guide is ${guide.width} wide`);
    if (guide.bottom > box.bottom) faults.push(`the guide ends at ${guide.bottom}`);
    const isScrolled = find('.live')[0].scrollHeight > find('.live')[0].clientHeight;
    if (upload.bottom > box.bottom && !isScrolled) faults.push(`the upload ends at ${upload.bottom}`);
    return faults;
  }

  /** Texts that are wider than what holds them, so that their ends are cut off or run over the border. */
  function overflowing() {
    const { shadowRoot } = document.querySelector('gallery-capture');
    const nodes = [...shadowRoot.querySelectorAll('button, h2, p, li, .side, .panel, .live')];
    const isOver = (node) =>
      node.checkVisibility() && !node.closest('.quiet') && node.scrollWidth > node.clientWidth + 1;
    return nodes.filter(isOver).map(({ className, textContent }) => `${className}: ${textContent.slice(0, 60)}`);
  }

  it('has no fault with forced colours, nor from right to left', async () => {
    const { page } = await open({ ...PHONE, forcedColors: 'active' });
    await assertNoFaults(page, SCREENS);
    await showState(page, 'review', { crop: '' });
    const [ground, ink] = await element(page)
      .locator('.primary')
      .evaluate((node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]);
    assert.notEqual(ground, ink, 'axe does not see which colours are forced');
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await assertNoFaults(page, SCREENS);
    for (const name of await stateNames(page)) {
      await showState(page, name, { crop: '' });
      assert.deepEqual(await page.evaluate(clipped), [], name);
    }
    await page.context().close();
  });

  it('has no fault in a dark page of a browser that cannot mix colours', async () => {
    const { page } = await open({ ...PHONE, colorScheme: 'dark' });
    await page.route('**/capture.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll('color-mix(', 'unknown-mix(') });
    });
    await page.reload();
    await page.waitForFunction(() => 'gallery' in globalThis);
    await assertNoFaults(page, SCREENS);
    await page.context().close();
  });

  it('keeps everything in sight at 200 % text on a phone', async () => {
    const { page } = await open();
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    for (const name of await stateNames(page)) {
      await showState(page, name, { crop: '' });
      assert.deepEqual(await page.evaluate(clipped), [], name);
    }
    await page.context().close();
  });

  it('offers no target smaller than 44 px', async () => {
    const { page } = await open();
    for (const name of await stateNames(page)) {
      await showState(page, name, { crop: '' });
      assert.deepEqual(await page.evaluate(tooSmall), [], name);
    }
    await page.context().close();
  });

  /** What is too small for a finger, seen and measured at one moment. */
  function tooSmall() {
    const { shadowRoot } = document.querySelector('gallery-capture');
    return [...shadowRoot.querySelectorAll('button, input[type=range]')]
      .filter((node) => node.checkVisibility({ visibilityProperty: true }))
      .map((node) => ({ className: node.className, box: node.getBoundingClientRect() }))
      .filter(({ box: { width, height } }) => width > 0 && (width < 44 || height < 44))
      .map(({ className, box: { width, height } }) => `${className} ${width} x ${height}`);
  }

  /** What sticks out of the element sideways, or below without a way to scroll there. */
  function clipped() {
    const host = document.querySelector('gallery-capture');
    const box = host.getBoundingClientRect();
    const canScroll = (node) => {
      for (let parent = node.parentElement; parent; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflowY === 'auto') return true;
      }
      return false;
    };
    const isOut = (node) => {
      const { left, right, bottom, top, width } = node.getBoundingClientRect();
      return (
        width > 1 && (left < -1 || right > box.right + 1 || (!canScroll(node) && (top < -1 || bottom > box.bottom + 1)))
      );
    };
    const texts = [...host.shadowRoot.querySelectorAll('button, h2, p, li, .side, input[type=range]')];
    return texts.filter((node) => node.checkVisibility() && isOut(node)).map((node) => node.outerHTML.slice(0, 80));
  }

  it('stands still for people who asked for less motion', async () => {
    const { page } = await open({ ...PHONE, reducedMotion: 'reduce' });
    for (const name of ['starting', 'live HOLD_STILL', 'review']) {
      await showState(page, name);
      const running = await page.evaluate(
        () => document.querySelector('gallery-capture').shadowRoot.getAnimations().length,
      );
      assert.equal(running, 0, name);
    }
    await page.context().close();
  });

  it('shows a video whole where filling the element would hide too much of it', async () => {
    const { page } = await open();
    await showState(page, 'live BLUR');
    const classes = () => element(page).locator('video').getAttribute('class');
    assert.doesNotMatch(await classes(), /contain/);
    await page.evaluate(() => {
      const { scripted } = document.querySelector('gallery-capture');
      scripted.set({ ...scripted.state, camera: { ...scripted.state.camera, width: 1280, height: 720 } });
    });
    assert.match(await classes(), /contain/);
    await page.context().close();
  });
});
