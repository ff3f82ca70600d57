// Some of the seeded films that `npm run bench -- --only films` plays: a good scene becomes a photo in time, and what a
// vendor refuses is not taken. Without a browser, and a few through Chromium's fake camera.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import '../../scripts/lib/ts-hooks.mjs';
import { startDemo } from './support.mjs';

const [{ allFilms }, { play }, { writeY4m }] = await Promise.all(
  ['films', 'play', 'y4m'].map((name) => import(`../../scripts/bench/films/${name}.mjs`)),
);
const FILMS = allFilms();
/** The first film of a name. */
const named = (name) => FILMS.find((film) => film.name === name);

/** Within so many seconds of the film a good scene is to be a photo. */
const AIM_S = 1.5;

describe('a film without a browser', () => {
  it('is one of at least sixty, and the same each time', () => {
    assert.ok(FILMS.length >= 60, `${FILMS.length} films`);
    assert.equal(new Set(FILMS.map(({ seed }) => seed)).size, FILMS.length);
  });

  for (const name of [
    'in the hand',
    'four fifths of the guide',
    'focus hunting',
    'glare that goes',
    'a finger that goes',
  ]) {
    it(`of a good scene becomes a photo in time: ${name}`, async () => {
      const { verdict, seconds, ...rest } = await play(named(name));
      assert.equal(verdict, 'right', JSON.stringify(rest));
      assert.ok(seconds <= AIM_S, `${seconds} s`);
    });
  }

  for (const name of ['out of focus', 'a corner out of sight', 'a large soft glare', 'a finger on a corner']) {
    it(`of what is never right becomes none: ${name}`, async () => {
      const { verdict, ...rest } = await play(named(name));
      assert.equal(verdict, 'right', JSON.stringify(rest));
    });
  }
});

describe('a film in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-films-'));
  let demo;
  before(async () => {
    demo = await startDemo();
  });
  after(async () => {
    await demo.close();
    rmSync(folder, { recursive: true });
  });

  /** Plays a film from the second on that the document is there, and tells what came of it. */
  async function playInChromium(name, { looked }) {
    const path = join(folder, 'film.y4m');
    writeY4m(named(name), path, { fromS: 1 });
    const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    const cinema = await startDemo({ flags: [...camera, `--use-file-for-fake-video-capture=${path}`], on: demo });
    const { page } = await cinema.open({ permissions: ['camera'] });
    const found = await page.evaluate(async (hint) => {
      const { createCapture } = await import(new URL('idsnap/capture.js', location.href).href);
      const capture = createCapture();
      const hints = [];
      const isOver = new Promise((done) => {
        capture.addEventListener('statechange', ({ detail }) => detail.review && done());
        capture.addEventListener(
          'hint',
          ({ detail }) => (hints.push(detail), detail === hint && setTimeout(done, 3000)),
        );
      });
      await capture.start(document.body.appendChild(document.createElement('video')));
      await isOver;
      const { phase, review } = capture.state;
      capture.dispose();
      return { phase, warnings: review?.warnings, hints };
    }, looked);
    await cinema.close();
    return found;
  }

  it('of a card in the hand becomes a photo', async () => {
    const { phase, warnings, hints } = await playInChromium('in the hand', {});
    assert.deepEqual([phase, warnings], ['review', []], `${hints}`);
  });

  it('of glare that stays becomes none', async () => {
    const { phase, hints } = await playInChromium('a small hard glare', { looked: 'GLARE' });
    assert.equal(phase, 'live', `${hints}`);
  });
});
