// The capture in a real browser with a fake camera: guidance and pictures of a film, failures, and the draft.
/* global captureModule -- made by openCapture */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CARD_FILM, PASSPORT_FILM, STILL, writeFilm } from './fake-camera.mjs';
import { startDemo } from './support.mjs';

const FAKE_CAMERA = '--use-fake-device-for-media-stream';

let demo;
before(async () => {
  demo = await startDemo({ flags: [FAKE_CAMERA] });
});
after(() => demo.close());

/** A page of a demo with the module and a video. */
async function openCapture(on = demo, permissions = ['camera']) {
  const opened = await on.open({ permissions });
  await opened.page.evaluate(load);
  return opened;
}

async function load() {
  globalThis.captureModule = await import(new URL('idsnap/capture.js', location.href).href);
  globalThis.video = document.body.appendChild(document.createElement('video'));
}

/** What a capture says at the end of its start. */
async function startState() {
  const capture = captureModule.createCapture();
  await capture.start(document.querySelector('video'));
  const { phase, reason, rung } = capture.state;
  capture.dispose();
  return { phase, reason, rung };
}

/** The corners as the film has them, from those of the state. */
const listed = ({ topLeft, topRight, bottomRight, bottomLeft }) =>
  [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => [x, y]);

/** A browser whose camera shows a film. */
const openCinema = ({ path }) =>
  startDemo({
    flags: [FAKE_CAMERA, '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${path}`],
    on: demo,
  });

describe('a film of a card', () => {
  let film;
  let cinema;
  before(async () => {
    film = writeFilm(CARD_FILM);
    cinema = await openCinema(film);
  });
  after(async () => {
    await cinema.close();
    film.remove();
  });

  it('gives every hint in its turn, and then the picture of the card held still', async () => {
    const { page, log } = await openCapture(cinema);
    const seen = await page.evaluate(async () => {
      const capture = captureModule.createCapture({ limits: 'cvs', crop: true });
      const video = document.querySelector('video');
      const hints = [];
      capture.addEventListener('hint', ({ detail }) => hints.push(detail));
      const isReviewed = new Promise((resolve) => {
        capture.addEventListener('statechange', ({ detail }) => detail.review && resolve(detail));
      });
      await capture.start(video);
      const [track] = video.srcObject.getVideoTracks();
      const { camera, rung } = capture.state;
      const { review, reason } = await isReviewed;
      await capture.accept();
      const { phase, results, error } = capture.state;
      const { image, report } = results[0] ?? {};
      const { width, height, mimeType } = image ?? {};
      const picture = { width, height, mimeType, begins: image && [...image.bytes().slice(0, 2)] };
      return { camera, rung, reason, hints, review, phase, picture, report, error, trackState: track.readyState };
    });
    assert.deepEqual(log.problems, []);
    assert.equal(seen.error, undefined);
    assert.deepEqual(
      [seen.camera.width, seen.camera.height, seen.rung, seen.reason],
      [CARD_FILM.width, CARD_FILM.height, 'live', undefined],
    );
    const expected = ['NO_DOCUMENT', 'TOO_FAR', 'TILTED', 'BLUR', 'GLARE', 'TOO_DARK', 'HOLD_STILL'];
    const turns = seen.hints.filter((hint, index) => expected.includes(hint) && seen.hints.indexOf(hint) === index);
    assert.deepEqual(
      turns.filter((hint) => hint !== 'HOLD_STILL').concat(seen.hints.at(-2)),
      expected,
      `${seen.hints}`,
    );
    assert.deepEqual(seen.review.warnings, []);
    const found = listed(seen.review.corners);
    for (const [index, [x, y]] of STILL.entries()) {
      const apart = Math.hypot(found[index][0] - x, found[index][1] - y);
      // Half a pixel of the image that is searched, which is a quarter of the film's size; 1.7 are measured.
      assert.ok(apart < 2, `corner ${index} is ${apart} pixels away`);
    }
    assert.equal(seen.phase, 'done');
    assert.deepEqual([seen.picture.mimeType, seen.picture.begins], ['image/jpeg', [0xff, 0xd8]]);
    // The card is 880 x 554.9 pixels, with a margin of 5 % of its longer side; each of two corners may be 2 pixels away.
    const { width, height } = seen.picture;
    assert.ok(Math.abs(width - 968) <= 4 && Math.abs(height - 642.9) <= 4, `${width} x ${height}`);
    assert.deepEqual([seen.report.overridden, seen.report.rung, seen.report.strictness], [false, 'live', 'normal']);
    assert.equal(seen.trackState, 'ended', 'the camera is off');
    await page.context().close();
  });
});

describe('a small camera', () => {
  it(
    'gets steady before a passport, and the picture alone is judged by its resolution',
    { timeout: 60_000 },
    async () => {
      const film = writeFilm(PASSPORT_FILM);
      const cinema = await openCinema(film);
      const { page } = await openCapture(cinema);
      const seen = await page.evaluate(async () => {
        const capture = captureModule.createCapture({ document: 'id3' });
        const hints = [];
        capture.addEventListener('hint', ({ detail }) => hints.push(detail));
        const isReviewed = new Promise((resolve) => {
          capture.addEventListener('statechange', ({ detail }) => detail.review && resolve(detail));
        });
        await capture.start(document.querySelector('video'));
        const { width, height } = capture.state.camera;
        const { review } = await isReviewed;
        capture.dispose();
        return { size: [width, height], hints, warnings: review.warnings, rung: review.rung };
      });
      assert.deepEqual(seen.size, [640, 480]);
      assert.ok(seen.hints.includes('HOLD_STILL') && !seen.hints.includes('LOW_RESOLUTION'), `${seen.hints}`);
      assert.deepEqual([seen.warnings, seen.rung], [['LOW_RESOLUTION'], 'live']);
      await cinema.close();
      film.remove();
    },
  );
});

describe('a camera in a browser', () => {
  it('that is denied is told of, and the way on is a file', async () => {
    const { page } = await openCapture(demo, []);
    const session = await demo.browser.newBrowserCDPSession();
    const { browserContextId } = await contextOf(page);
    const permission = { name: 'camera' };
    await session.send('Browser.setPermission', { permission, setting: 'denied', browserContextId });
    assert.deepEqual(await page.evaluate(startState), { phase: 'blocked', reason: 'permission_denied', rung: 'file' });
    await page.context().close();
  });

  it('that is forbidden by a policy is told of', async () => {
    const { page } = await openCapture();
    await page.route('**/*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'permissions-policy': 'camera=()' } });
    });
    await page.reload();
    await page.evaluate(load);
    assert.equal((await page.evaluate(startState)).reason, 'policy_blocked');
    // What is loaded ahead of its use may still be on its way.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  });

  it('is one when it is started twice, and off when the last one stops', async () => {
    const { page, log } = await openCapture();
    const states = await page.evaluate(async () => {
      const tracks = [];
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (wish) => {
        const stream = await ask(wish);
        tracks.push(...stream.getTracks());
        return stream;
      };
      const video = document.querySelector('video');
      const capture = captureModule.createCapture({ auto: false });
      const first = capture.start(video);
      capture.stop();
      await Promise.all([first, capture.start(video)]);
      const live = () => tracks.filter(({ readyState }) => readyState === 'live').length;
      const seen = [capture.state.phase, live()];
      capture.stop();
      return [...seen, capture.state.phase, live()];
    });
    assert.deepEqual(states, ['live', 1, 'idle', 0]);
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });

  it('works where the browser lacks what only some have', async () => {
    const { page, log } = await openCapture();
    await page.evaluate(() => {
      // Firefox ESR has none of these, Safari 16.4 some; asking for an unknown permission throws.
      for (const name of ['VideoFrame', 'ImageCapture', 'OffscreenCanvas']) delete globalThis[name];
      delete HTMLVideoElement.prototype.requestVideoFrameCallback;
      delete MediaStreamTrack.prototype.getCapabilities;
      delete Navigator.prototype.wakeLock;
      Permissions.prototype.query = () => {
        throw new TypeError('not a permission');
      };
    });
    const seen = await page.evaluate(async () => {
      const capture = captureModule.createCapture({ maxWarnings: 0, auto: false });
      const isGuided = new Promise((resolve) => capture.addEventListener('hint', resolve, { once: true }));
      await capture.start(document.querySelector('video'));
      const { phase, rung, reason } = capture.state;
      if (phase === 'live') await isGuided;
      await capture.shoot();
      const picture = capture.state.review && [capture.state.review.width, capture.state.review.height];
      await capture.accept();
      return { phase, rung, reason, picture, end: capture.state.phase };
    });
    assert.deepEqual([seen.phase, seen.rung, seen.reason], ['live', 'live', undefined]);
    assert.ok(seen.picture[0] > 0 && seen.picture[1] > 0, `${seen.picture}`);
    assert.equal(seen.end, 'done');
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });

  it('whose track ends is opened again', async () => {
    const { page } = await openCapture();
    const phase = await page.evaluate(async () => {
      const video = document.querySelector('video');
      const capture = captureModule.createCapture({ auto: false });
      await capture.start(video);
      const [track] = video.srcObject.getVideoTracks();
      const isNew = new Promise((resolve) => video.addEventListener('loadeddata', resolve));
      track.stop();
      track.dispatchEvent(new Event('ended'));
      await isNew;
      const [other] = video.srcObject.getVideoTracks();
      const seen = [capture.state.phase, other === track, other.readyState];
      capture.dispose();
      return seen;
    });
    assert.deepEqual(phase, ['live', false, 'live']);
    await page.context().close();
  });

  it('comes back with what was taken when the page was closed behind the camera app, in its own tab alone', async () => {
    const { page } = await openCapture();
    const options = { sides: ['front', 'back'], draft: 'anna', strictness: 'off', auto: false };
    await page.evaluate(async (given) => {
      const capture = captureModule.createCapture(given);
      await capture.start(document.querySelector('video'));
      await capture.shoot();
      await capture.accept();
    }, options);
    // The draft is written without anybody waiting for it; it is there when another capture finds it.
    while ((await page.evaluate(restore, options)).step === 0);
    await page.reload();
    await page.evaluate(load);
    const restored = await page.evaluate(restore, options);
    assert.deepEqual([restored.step, restored.type], [1, 'image/jpeg']);
    const tab = await page.context().newPage();
    await tab.goto(demo.url);
    await tab.evaluate(load);
    assert.equal((await tab.evaluate(restore, options)).step, 0);
    await page.context().close();
  });

  it('is not needed for files, and a file that is no picture is an error that costs nothing', async () => {
    const { page, log } = await openCapture();
    const codes = await page.evaluate(async () => {
      const capture = captureModule.createCapture();
      const seen = [];
      const words = (text) => new TextEncoder().encode(text);
      const heic = new Uint8Array([
        0,
        0,
        0,
        24,
        ...words('ftypheic'),
        0,
        0,
        0,
        0,
        ...words('mif1heic'),
        ...new Uint8Array(64),
      ]);
      for (const bytes of [heic, words('%PDF-1.7\n'), words('hello'), new Uint8Array(0)]) {
        await capture.useFile(new Blob([bytes]));
        seen.push(`${capture.state.phase} ${capture.state.error?.code}`);
      }
      const canvas = new OffscreenCanvas(640, 400);
      canvas.getContext('2d').fillRect(0, 0, 640, 400);
      await capture.useFile(await canvas.convertToBlob({ type: 'image/jpeg' }));
      seen.push(`${capture.state.phase} ${capture.state.error?.code} ${capture.state.review?.warnings.length > 0}`);
      capture.dispose();
      return seen;
    });
    assert.deepEqual(codes, [
      'idle unsupported_format',
      'idle unsupported_format',
      'idle not_an_image',
      'idle empty_image',
      'review undefined true',
    ]);
    assert.deepEqual(log.problems, []);
    await page.context().close();
  });
});

describe('a page whose engine does not come', () => {
  it('takes photos with the shutter and files, which the browser makes small enough', async () => {
    const { page } = await openCapture();
    await page.route('**/*.wasm', (route) => route.abort());
    await page.reload();
    await page.evaluate(load);
    const seen = await page.evaluate(async () => {
      const capture = captureModule.createCapture({ sides: ['front', 'back'], limits: 'zoloz' });
      const isTold = new Promise((resolve) => capture.addEventListener('error', ({ detail }) => resolve(detail.code)));
      await capture.start(document.querySelector('video'));
      const told = await isTold;
      const { phase, rung, reason, shutter } = capture.state;
      await capture.shoot();
      await capture.accept();
      const canvas = new OffscreenCanvas(4000, 3000);
      canvas.getContext('2d').fillRect(0, 0, 2000, 3000);
      await capture.useFile(await canvas.convertToBlob({ type: 'image/png' }));
      await capture.accept();
      const results = capture.state.results.map(({ image, report }) => {
        const { width, height, byteLength, base64Length, sha256 } = image;
        const { measured, hints } = report;
        return { width, height, byteLength, base64: base64Length, digits: sha256.length, measured, hints };
      });
      return { told, live: [phase, rung, reason, shutter], end: capture.state.phase, results };
    });
    assert.equal(seen.told, 'engine_unavailable');
    assert.deepEqual(seen.live, ['live', 'tap', 'analysis_failed', true]);
    assert.equal(seen.end, 'done');
    const [photo, file] = seen.results;
    assert.deepEqual([photo.measured, photo.hints, photo.digits], [false, [], 64]);
    assert.ok(photo.width >= 640 && photo.byteLength <= 1_000_000 && photo.base64 > photo.byteLength, photo);
    assert.deepEqual([file.width, file.height, file.measured], [2560, 1920, false]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  });
});

describe('a device without a camera', () => {
  it('is told of', async () => {
    const bare = await startDemo({ on: demo });
    const { page } = await openCapture(bare);
    assert.equal((await page.evaluate(startState)).reason, 'no_camera');
    await bare.close();
  });
});

/** A capture as a page finds it that is opened anew. */
async function restore(options) {
  const capture = captureModule.createCapture(options);
  // Long enough for a database, and the end of waiting where there is nothing to come.
  for (let waits = 0; waits < 25 && capture.state.step === 0; waits += 1) {
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  const { step, results } = capture.state;
  capture.dispose();
  return { step, type: results[0]?.image.blob.type };
}

/** The context's id as the browser's own protocol knows it. */
async function contextOf(page) {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  return targetInfo;
}
