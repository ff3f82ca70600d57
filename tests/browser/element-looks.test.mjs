// What a page may change of <id-capture>'s looks, in every state: parts, the accent, direction, layout of a phone on its side.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { openGallery, showLive, showState } from './gallery.mjs';
import { startDemo } from './support.mjs';

const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
const ON_ITS_SIDE = [
  [844, 390],
  [667, 375],
  [568, 320],
];

/** The parts that the documentation names for pages. */
const PARTS = (() => {
  const docs = readFileSync(new URL('../../docs/capture.md', import.meta.url), 'utf8');
  const [list] = /^`header` .*$/m.exec(docs) ?? [''];
  return [...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
})();

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

const open = (options = PHONE) => openGallery(demo.browser, demo.url, options);
/** The states that differ in more than the text of a hint or of a reason. */
const stateNames = async (page) =>
  (await page.evaluate(() => globalThis.gallery.names)).filter(
    (name) => !/^(live [A-Z]|blocked \w+_)/.test(name) || /HOLD_STILL|no_camera|in_app/.test(name),
  );

/** Runs `look` in every state, in a page with these options; what it finds wrong fails the test. */
async function inEveryState(look, given, options) {
  const { page } = await open(options);
  for (const name of await stateNames(page)) {
    await showState(page, name, { crop: '' });
    assert.deepEqual(await page.evaluate(look, given), [], name);
  }
  await page.context().close();
}

describe('parts', () => {
  it('may each be hidden in every state, and what is left stays in its place and in sight', async () => {
    assert.ok(PARTS.length >= 30, `${PARTS.length} parts are documented`);
    await inEveryState(hideEach, PARTS);
  });

  it('may each be hidden on a phone on its side', () =>
    inEveryState(hideEach, PARTS, { ...PHONE, viewport: { width: 844, height: 390 } }));

  /** Hides one part after the other, and tells what that does to the rest. */
  function hideEach(parts) {
    const host = document.querySelector('gallery-capture');
    const root = host.shadowRoot;
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    const shown = () =>
      [...root.querySelectorAll('button, h2, p, li, .side, input[type=range]')].filter((node) =>
        node.checkVisibility(),
      );
    const box = host.getBoundingClientRect();
    const scrolls = (node) =>
      node !== null && (getComputedStyle(node).overflowY === 'auto' || scrolls(node.parentElement));
    const isOut = (node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return left < -1 || right > box.right + 1 || (!scrolls(node) && (top < -1 || bottom > box.bottom + 1));
    };
    const overlaps = (nodes) =>
      nodes.flatMap((one, index) =>
        nodes
          .slice(index + 1)
          .filter((other) => !one.contains(other) && !other.contains(one) && meet(one, other))
          .map((other) => `${one.className} and ${other.className} overlap`),
      );
    const meet = (one, other) => {
      const [a, b] = [one, other].map((node) => node.getBoundingClientRect());
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      return across > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    };
    const inHeader = () =>
      [...root.querySelectorAll('.header > *')].map((node) => [node, Math.round(node.getBoundingClientRect().left)]);
    const before = shown();
    const places = inHeader();
    const faults = overlaps(before);
    for (const part of parts) {
      if (!root.querySelector(`[part~="${part}"]`)) continue;
      sheet.replaceSync(`gallery-capture::part(${part}) { display: none !important }`);
      const left = shown();
      const isHidden = (node) => node.closest(`[part~="${part}"]`) !== null;
      const lost = before.filter((node) => !isHidden(node) && !left.includes(node));
      // The sides of the header are as wide as each other, so what is in its middle stays there.
      const moved = inHeader().filter(
        ([node, at], index) => node.checkVisibility() && Math.abs(at - places[index][1]) > 1,
      );
      const found = [
        ...lost.map((node) => `${node.className} is gone`),
        ...left.filter(isOut).map((node) => `${node.className} sticks out`),
        ...moved.map(([node]) => `${node.className} has moved`),
        ...overlaps(left),
      ];
      faults.push(...found.map((fault) => `without ${part}: ${fault}`));
    }
    document.adoptedStyleSheets = [];
    return faults;
  }

  it('hidden over the video leave the frame that is to be filled', async () => {
    const { page } = await open();
    await showLive(page, 'live BLUR');
    const guideOf = () =>
      page.evaluate(() => {
        const { scripted } = document.querySelector('gallery-capture');
        scripted.set({ ...scripted.state, corners: undefined });
        return scripted.calls.findLast(([name]) => name === 'setView')[1].guide;
      });
    const { width } = await guideOf();
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('gallery-capture::part(guide) { display: none }');
      document.adoptedStyleSheets = [sheet];
    });
    const { width: without } = await guideOf();
    assert.ok(Math.abs(without - width) < 0.05 * width, `${without} in place of ${width}`);
    await page.context().close();
  });
});

describe('the accent', () => {
  /** What has it, by the documentation: main buttons, progress, the outline of the document, the handles of its corners. */
  const ACCENTED = {
    '.primary': 'backgroundColor',
    '.past': 'backgroundColor',
    '.plain': 'color',
    '.choices svg': 'color',
    '.photo + .outline': 'stroke',
  };

  it('is the page’s in every state', async () => {
    const seen = new Set();
    const { page } = await open();
    for (const name of await stateNames(page)) {
      await showState(page, name, { crop: '' });
      const found = await page.evaluate((accented) => {
        const host = document.querySelector('gallery-capture');
        host.style.setProperty('--id-capture-accent', 'rgb(200, 0, 120)');
        return Object.entries(accented).flatMap(([selector, property]) =>
          [...host.shadowRoot.querySelectorAll(selector)].map((node) => [selector, getComputedStyle(node)[property]]),
        );
      }, ACCENTED);
      for (const [selector, color] of found) {
        assert.equal(color, 'rgb(200, 0, 120)', `${selector} in ${name}`);
        seen.add(selector);
      }
      if (name.startsWith('live')) assert.ok(found.length > 0, name);
      await page.keyboard.press('Tab');
      const ring = await page.evaluate(() => {
        const { activeElement } = document.querySelector('gallery-capture').shadowRoot;
        return activeElement && getComputedStyle(activeElement).outlineColor;
      });
      assert.equal(ring, 'rgb(200, 0, 120)', `the focus in ${name}`);
    }
    assert.deepEqual([...seen].sort(), Object.keys(ACCENTED).sort());
    await page.context().close();
  });
});

describe('guide and outline', () => {
  it('are one frame: once the document is found, its outline is', async () => {
    const { page } = await open({ ...PHONE, reducedMotion: 'reduce' });
    const look = async (name) => {
      await showLive(page, name);
      return page.evaluate(() => {
        const { shadowRoot } = document.querySelector('gallery-capture');
        const outline = shadowRoot.querySelector('polygon').getAttribute('points') !== '';
        return [getComputedStyle(shadowRoot.querySelector('.guide'), '::after').opacity === '1', outline];
      });
    };
    assert.deepEqual(await look('live searching'), [true, false]);
    assert.deepEqual(await look('live TOO_FAR'), [false, true]);
    assert.deepEqual(await look('live HOLD_STILL'), [false, true]);
    await page.context().close();
  });
});

describe('a phone on its side', () => {
  const boxes = (page) =>
    page.evaluate(() => {
      const { shadowRoot } = document.querySelector('gallery-capture');
      const boxOf = (selector) => shadowRoot.querySelector(selector).getBoundingClientRect().toJSON();
      return ['.guide', '.controls', '.shutter', '.hint'].map(boxOf);
    });

  for (const [width, height] of ON_ITS_SIDE) {
    it(`has its controls beside the document at ${width} x ${height}`, async () => {
      const { page } = await open({ ...PHONE, viewport: { width, height } });
      await showLive(page, 'live zoom');
      const [guide, controls, shutter, hint] = await boxes(page);
      assert.ok(guide.height > 0.5 * height, `the guide is ${guide.height} high`);
      assert.ok(controls.left > guide.right && controls.left > width / 2, 'controls at the end');
      assert.ok(shutter.top >= 0 && shutter.bottom <= height, 'shutter in sight');
      assert.ok(hint.bottom <= guide.top + 1, 'hint above the guide');
      await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      const [turned, others] = await boxes(page);
      assert.ok(others.right < turned.left, 'and at the other end from right to left');
      await page.context().close();
    });
  }

  it('offers every button of a first screen without scrolling', async () => {
    const { page } = await open({ ...PHONE, viewport: { width: 844, height: 390 } });
    for (const name of ['intro', 'blocked no_camera', 'review']) {
      await showState(page, name);
      const bottoms = await page
        .locator('gallery-capture button:visible')
        .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().bottom));
      assert.ok(Math.max(...bottoms) <= 390, `${name}: ${bottoms}`);
    }
    await page.context().close();
  });
});

describe('text', () => {
  it('runs in the direction of its own language, whatever that of the page', async () => {
    for (const dir of ['rtl', 'ltr']) {
      const { page } = await open();
      await page.evaluate(async (value) => {
        document.documentElement.dir = value;
        if (value === 'rtl') return;
        const { registerCaptureLocale } = await import('./idsnap/capture.js');
        const keys = ['title', 'tips', 'starting', 'hint_HOLD_STILL', 'auto', 'upload', 'side_front'];
        registerCaptureLocale('ar', Object.fromEntries(keys.map((key) => [key, 'صوّر بطاقتك…'])));
      }, dir);
      for (const name of ['intro', 'starting', 'live HOLD_STILL', 'live offer', 'review', 'corners', 'done']) {
        await showState(page, name, { crop: '', lang: dir === 'rtl' ? 'en' : 'ar' });
        assert.deepEqual(await page.evaluate(wrongEnds), [], `${name} in a page that is ${dir}`);
      }
      await page.context().close();
    }
  });

  it('keeps every word whole at twice the size on the smallest phones', async () => {
    const { page } = await open({ ...PHONE, viewport: { width: 320, height: 568 } });
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    for (const lang of ['en', 'kk', 'ky', 'ru', 'uz', 'vi']) {
      for (const name of await page.evaluate(() => globalThis.gallery.names.filter((name) => name !== 'corners'))) {
        await showState(page, name, { lang });
        assert.deepEqual(await page.evaluate(() => globalThis.gallery.brokenWords()), [], `${name} in ${lang}`);
      }
    }
    await page.context().close();
  });

  /** The texts whose last character stands before the one before it. */
  function wrongEnds() {
    const { shadowRoot } = document.querySelector('gallery-capture');
    const walker = document.createTreeWalker(shadowRoot, NodeFilter.SHOW_TEXT);
    const wrong = [];
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!/[…?.!]$/.test(data) || !parentElement.checkVisibility() || parentElement.closest('.quiet')) continue;
      const at = (index) => {
        const range = document.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + 1);
        return range.getBoundingClientRect();
      };
      const [last, before] = [at(data.length - 1), at(data.length - 2)];
      const isAfter = /\p{Script=Arabic}/u.test(data) ? last.right <= before.left + 1 : last.left >= before.right - 1;
      if (last.top === before.top && !isAfter) wrong.push(data);
    }
    return wrong;
  }
});
