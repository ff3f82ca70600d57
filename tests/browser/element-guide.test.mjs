// Guide and thresholds are one thing: on every layout the guide lies inside the video that is seen, and a document that
// fills it, or four fifths of it, is near enough.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openGallery, showLive } from './gallery.mjs';
import { startDemo } from './support.mjs';

const LAYOUTS = [
  [320, 568],
  [360, 640],
  [390, 844],
  [568, 320],
  [844, 390],
  [768, 1024],
  [1024, 768],
  [1440, 900],
];
const VIDEOS = [
  [1280, 960],
  [1920, 1080],
  [1080, 1920],
  [960, 1280],
];
/** A card and a passport page of ISO/IEC 7810. */
const RATIOS = { id1: 85.6 / 53.98, id3: 125 / 88 };
/** Layouts in which the guide has least room for a hint. */
const SMALL = [
  [320, 568],
  [360, 640],
  [568, 320],
];
const LANGUAGES = ['en', 'kk', 'ky', 'ru', 'uz', 'vi'];

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.close());

/** What the element tells the capture of a video of this size, once that is laid out. */
const viewOf = (page, width, height) =>
  page.evaluate(
    async ([wide, high]) => {
      const { scripted } = document.querySelector('gallery-capture');
      scripted.set({ ...scripted.state, camera: { ...scripted.state.camera, width: wide, height: high } });
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return scripted.calls.findLast(([name]) => name === 'setView')[1];
    },
    [width, height],
  );

describe('the guide', () => {
  for (const [across, down] of LAYOUTS) {
    it(`lies inside the video that is seen at ${across} x ${down}`, async () => {
      const { page } = await openGallery(demo.browser, demo.url, { viewport: { width: across, height: down } });
      for (const [document, ratio] of Object.entries(RATIOS)) {
        await showLive(page, 'live BLUR', { document });
        for (const [width, height] of VIDEOS) {
          const { left, top, guide, ...seen } = await viewOf(page, width, height);
          const what = `${document}, ${width} x ${height}: ${JSON.stringify({ left, top, ...seen, guide })}`;
          assert.ok(left >= 0 && top >= 0 && left + seen.width <= width + 1 && top + seen.height <= height + 1, what);
          assert.ok(guide.width < seen.width && guide.height < seen.height, what);
          assert.ok(Math.abs(guide.width / guide.height - ratio) < 0.01, what);
        }
      }
      await page.context().close();
    });
  }

  it('gives a passport page five pixels of a 720p video for a millimetre on phones', async () => {
    for (const [across, down, width, height] of [
      [320, 568, 720, 1280],
      [390, 844, 720, 1280],
      [412, 915, 720, 1280],
      [844, 390, 1280, 720],
      [915, 412, 1280, 720],
    ]) {
      const { page } = await openGallery(demo.browser, demo.url, { viewport: { width: across, height: down } });
      await showLive(page, 'live BLUR', { document: 'id3' });
      const { guide } = await viewOf(page, width, height);
      assert.ok(guide.width / 125 >= 5, `${across} x ${down}: ${guide.width / 125}`);
      await page.context().close();
    }
  });

  for (const [across, down] of SMALL) {
    for (const text of [100, 200]) {
      it(`is where and as large as it is whatever is said, at ${across} x ${down} with ${text} % text`, async () => {
        const { page } = await openGallery(demo.browser, demo.url, { viewport: { width: across, height: down } });
        await page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), `${text}%`);
        for (const lang of LANGUAGES) {
          await showLive(page, 'live BLUR', { lang });
          const { places, hints, covered, broken } = await page.evaluate(walkHints);
          assert.ok(hints >= 25, `${lang}: ${hints} hints`);
          assert.equal(places.length, 1, `${lang}: ${places}`);
          assert.deepEqual(covered, [], `${lang}: hints over the guide or out of sight`);
          assert.deepEqual(broken, [], `${lang}: words that take two lines`);
          const [, , width] = places[0].split(' ');
          assert.ok(width >= 200, `${lang}: ${width} pixels`);
        }
        await page.context().close();
      });
    }
  }

  for (const [across, down] of SMALL) {
    it(`leaves room for the shutter and what stands beside it, at ${across} x ${down} with 200 % text`, async () => {
      const { page } = await openGallery(demo.browser, demo.url, { viewport: { width: across, height: down } });
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      for (const lang of LANGUAGES) {
        await showLive(page, 'live shutter', { lang });
        const { guide, ...controls } = await page.evaluate(boxesOf, ['guide', 'upload', 'shutter', 'switch']);
        assert.ok(guide.width >= 200, `${lang}: ${guide.width} pixels`);
        for (const [name, box] of Object.entries(controls)) {
          const what = `${lang}: ${name} at ${JSON.stringify(box)}`;
          assert.ok(box.left >= 0 && box.right <= across && box.bottom <= down, what);
          assert.ok(box.isWide === false, `${what}, and its text is wider`);
          for (const [other, one] of Object.entries(controls)) assert.ok(name === other || apart(box, one), what);
        }
      }
      await page.context().close();
    });
  }

  /** Layouts and videos in which the guide takes most and least of the video, and a phone and a desktop between them. */
  for (const [document, across, down, width, height] of [
    ['id1', 390, 844, 1920, 1080],
    ['id1', 568, 320, 1280, 960],
    ['id1', 360, 640, 960, 1280],
    ['id1', 1440, 900, 1280, 960],
    ['id3', 390, 844, 720, 1280],
    ['id3', 320, 568, 960, 1280],
    ['id3', 844, 390, 1280, 720],
  ]) {
    for (const scale of [1, 0.8]) {
      it(`is filled enough by an ${document} of ${scale} of its size, of ${width} x ${height} at ${across} x ${down}`, async () => {
        const { page, log } = await openGallery(demo.browser, demo.url, { viewport: { width: across, height: down } });
        const seen = await page.evaluate(photographInGuide, { width, height, scale, document });
        assert.equal(seen.phase, 'review', JSON.stringify(seen));
        assert.deepEqual(log.problems, []);
        await page.context().close();
      });
    }
  }
});

/** Where parts of the element lie, and whether what is in them is wider. */
function boxesOf(names) {
  const { shadowRoot } = document.querySelector('gallery-capture');
  const boxOf = (name) => {
    const node = shadowRoot.querySelector(`.${name}`);
    return { ...node.getBoundingClientRect().toJSON(), isWide: node.scrollWidth > node.clientWidth };
  };
  return Object.fromEntries(names.map((name) => [name, boxOf(name)]));
}

const apart = (one, other) =>
  one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;

/**
 * Says every hint in every direction; tells where the guide was, which hints were not seen whole above it, and which words did
 * not stand in one line.
 */
async function walkHints() {
  const { scripted, shadowRoot } = document.querySelector('gallery-capture');
  const names = [
    ...['NO_DOCUMENT', 'NOT_A_DOCUMENT', 'TOO_FAR', 'TOO_CLOSE', 'COVERED', 'BLUR', 'GLARE', 'TOO_DARK', 'TOO_BRIGHT'],
    ...['LOW_RESOLUTION', 'SCREEN', 'PHOTOCOPY', 'SAME_SIDE', 'WRONG_SIDE', 'MRZ_UNREADABLE', 'HOLD_STILL', 'PUT_DOWN'],
  ];
  const directions = [undefined, 'left', 'right', 'top', 'bottom'];
  const directed = ['OUT_OF_FRAME', 'TILTED'].flatMap((hint) => directions.map((direction) => ({ hint, direction })));
  const boxOf = (selector) => shadowRoot.querySelector(selector).getBoundingClientRect();
  const [places, said, covered, broken] = [new Set(), new Set(), [], []];
  for (const { hint, direction } of [...names.map((hint) => ({ hint })), ...directed]) {
    scripted.set({ ...scripted.state, hint, direction });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const [guide, words, header] = ['.guide', '.hint', 'header'].map(boxOf);
    places.add([guide.left, guide.top, guide.width, guide.height].map(Math.round).join(' '));
    said.add(shadowRoot.querySelector('.hint').textContent);
    if (words.bottom > guide.top || words.top < header.bottom - 1) covered.push(hint);
    broken.push(...globalThis.gallery.brokenWords());
  }
  return { places: [...places], hints: said.size, covered, broken };
}

/** Lets a camera see the example card in the guide, first too small, and waits for the photo. */
async function photographInGuide({ width, height, scale, document: size }) {
  const { IdCaptureElement } = await import(new URL('idsnap/capture.js', location.href).href);
  const card = new Image();
  card.src = new URL('example/front.svg', location.href).href;
  await card.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  let place;
  const draw = () => {
    context.fillStyle = '#5f4a3b';
    context.fillRect(0, 0, width, height);
    if (place) context.drawImage(card, place.left, place.top, place.width, place.height);
  };
  draw();
  setInterval(draw, 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
  const element = new IdCaptureElement();
  element.document = size;
  element.style.cssText = 'position: fixed; inset: 0; block-size: 100dvh';
  document.body.append(element);
  const hints = [];
  element.addEventListener('id-capture:hint', ({ detail }) => hints.push(detail.hint));
  const until = async (isTrue, ms) => {
    for (const end = performance.now() + ms; !isTrue() && performance.now() < end;)
      await new Promise((done) => setTimeout(done, 20));
  };
  await element.start();
  await until(() => element.state.phase === 'live' && hints.length > 0, 15_000);
  const video = element.shadowRoot.querySelector('video');
  const inGuide = (part) => {
    const [guide, box] = [element.shadowRoot.querySelector('.guide'), video].map((node) =>
      node.getBoundingClientRect(),
    );
    const [fill, whole] = [box.width / width, box.height / height];
    const zoom = video.classList.contains('contain') ? Math.min(fill, whole) : Math.max(fill, whole);
    const at = (middle, from, size, length) => (middle - from - size / 2) / zoom + length / 2;
    const [wide, high] = [(guide.width / zoom) * part, (guide.height / zoom) * part];
    const x = at(guide.left + guide.width / 2, box.left, box.width, width);
    const y = at(guide.top + guide.height / 2, box.top, box.height, height);
    return { left: x - wide / 2, top: y - high / 2, width: wide, height: high };
  };
  place = inGuide(0.55);
  await until(() => hints.includes('TOO_FAR'), 5000);
  place = inGuide(scale);
  const began = performance.now();
  await until(() => element.state.phase === 'review', 10_000);
  const { phase, reason, review } = element.state;
  const ms = Math.round(performance.now() - began);
  element.stop();
  return { phase, reason, ms, hints, warnings: review?.warnings };
}
