// The moments of <id-capture>: what is seen, felt and heard when a photo is taken, is good, and the document is turned over.
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

/** Works with a gallery in a page that has been touched; `globalThis.told` lists what is felt and heard. */
async function inGallery(work, { attributes = {}, touched = true, ...options } = {}) {
  const { page } = await openGallery(demo.browser, demo.url, { ...PHONE, ...options });
  await showState(page, 'live BLUR', attributes);
  // What a test runs in the page counts as a touch.
  await page.evaluate((hasBeenActive) => {
    Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive } });
    globalThis.told = [];
    navigator.vibrate = (ms) => globalThis.told.push(`vibrates ${ms} ms`);
    AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
      apply: (create, context) => (globalThis.told.push('sounds'), Reflect.apply(create, context, [])),
    });
  }, touched);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await work(page, page.locator('gallery-capture .moments'));
  await page.context().close();
}

const told = (page) => page.evaluate(() => globalThis.told);
const boxOf = async (page, selector) => page.locator(`gallery-capture ${selector}`).boundingBox();
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2].map(Math.round);

describe('a photo', () => {
  it('that is good gets a tick over the document, which goes by itself, and a short vibration', () =>
    inGallery(async (page, moments) => {
      await showState(page, 'taken');
      assert.deepEqual(middle(await boxOf(page, '.tick .icon')), middle(await boxOf(page, '.fit')));
      assert.deepEqual(await told(page), ['vibrates 60 ms']);
      await page.clock.runFor(1300);
      assert.equal(await moments.locator('*').count(), 0);
    }));

  it('that has a flaw gets none, and is felt all the same', () =>
    inGallery(async (page, moments) => {
      await showState(page, 'capturing');
      await showState(page, 'review warnings');
      assert.equal(await moments.locator('.tick').count(), 0);
      assert.deepEqual(await told(page), []);
      await page.evaluate(async () => {
        const { scripted } = document.querySelector('gallery-capture');
        const { state } = scripted;
        scripted.set({ ...state, phase: 'capturing', taking: 'live' });
        scripted.set({ ...state, taking: 'live' });
      });
      assert.equal(await moments.locator('.tick').count(), 0);
      assert.deepEqual(await told(page), ['vibrates 60 ms']);
    }));

  it('flashes as it is taken, but not in the face of a document that is held before the screen', () =>
    inGallery(async (page, moments) => {
      const shootWith = (facesUser) =>
        page.evaluate((faces) => {
          const { scripted } = document.querySelector('gallery-capture');
          const camera = { ...scripted.state.camera, facesUser: faces };
          scripted.set({ ...scripted.state, phase: 'live', camera });
          scripted.set({ ...scripted.state, phase: 'capturing', camera, taking: 'live' });
        }, facesUser);
      await shootWith(true);
      assert.equal(await moments.locator('.flash').count(), 0);
      await shootWith(false);
      assert.equal(await moments.locator('.flash').count(), 1);
      await page.clock.runFor(500);
      assert.equal(await moments.locator('.flash').count(), 0);
    }));

  it('is neither felt nor heard where the page says so, and heard where it asks for it', async () => {
    for (const [feedback, expected] of [
      ['none', []],
      ['sound', ['sounds']],
      ['vibration sound', ['vibrates 60 ms', 'sounds']],
    ]) {
      const attributes = { feedback };
      await inGallery(async (page) => (await showState(page, 'taken'), assert.deepEqual(await told(page), expected)), {
        attributes,
      });
    }
  });

  it('does not vibrate before the page was touched, which browsers refuse', () =>
    inGallery(async (page) => (await showState(page, 'taken'), assert.deepEqual(await told(page), [])), {
      touched: false,
    }));

  it('of a file is neither felt nor heard, and gets its tick', () =>
    inGallery(async (page, moments) => {
      await showState(page, 'checking');
      await showState(page, 'review');
      assert.equal(await moments.locator('.tick').count(), 1);
      assert.deepEqual(await told(page), []);
    }));
});

describe('turning over', () => {
  it('is shown in the guide and said, and covers it no longer than a moment', () =>
    inGallery(async (page, moments) => {
      await showState(page, 'turning over');
      const [turn, guide] = [await boxOf(page, '.turn'), await boxOf(page, '.guide')];
      assert.deepEqual(middle(turn), middle(guide));
      assert.ok(Math.abs(turn.width - guide.width) < 2, `${turn.width} of ${guide.width}`);
      assert.equal(await page.locator('gallery-capture .hint').textContent(), 'Turn the document over');
      await page.clock.runFor(2000);
      assert.equal(await moments.locator('*').count(), 0);
    }));

  it('is not asked for before the first side, nor again after another camera', () =>
    inGallery(async (page, moments) => {
      await showState(page, 'starting');
      await showState(page, 'live searching');
      assert.equal(await moments.locator('.turn').count(), 0);
    }));

  it('moves nothing where less motion is asked for', () =>
    inGallery(
      async (page, moments) => {
        for (const name of ['taken', 'turning over']) {
          await showState(page, name);
          assert.equal(await moments.locator('.tick, .turn').count(), 1, name);
          const running = () => document.querySelector('gallery-capture').shadowRoot.getAnimations().length;
          assert.equal(await page.evaluate(running), 0, name);
        }
      },
      { reducedMotion: 'reduce' },
    ));
});
