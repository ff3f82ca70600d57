import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IdSnapError, infoOf } from '../../src/errors.js';
import { FakeVault } from './devices.js';
import { analysis, FakePlatform, FRAME_MS, fakeVideo, liveScene, rectangle, scene, STEADY } from './support.js';
import type { FakeSdk } from './support.js';

/** More than what passes between a start and the picture that is taken by itself: settling and the window. */
const UNTIL_TAKEN_MS = 2500;
const file = (name = 'photo'): Blob => new Blob([name], { type: 'image/jpeg' });
const flawed = (): ReturnType<typeof analysis> => analysis({ hints: ['BLUR'] });

describe('files', () => {
  it('take the place of the camera, whatever it does', async () => {
    const platform = new FakePlatform();
    platform.hasDevices = false;
    const { capture, video } = scene({}, platform);
    await capture.start(video);
    assert.equal(capture.state.phase, 'blocked');
    await capture.useFile(file(), 'native');
    assert.equal(capture.state.review?.rung, 'native');
    capture.retake();
    assert.equal(capture.state.phase, 'blocked');
    await capture.useFile(file());
    await capture.accept();
    assert.equal(capture.state.results[0]?.report.rung, 'file');
  });

  it('that cannot be used leave everything as it was, but for the error', async () => {
    const { platform, capture, events } = await liveScene();
    const refused = new IdSnapError(infoOf('source_unreadable', 'gone'));
    platform.sdk.still = () => {
      throw refused;
    };
    await capture.useFile(file());
    assert.equal(capture.state.phase, 'live');
    assert.equal(capture.state.error, refused);
    assert.deepEqual(events.at(-1), { type: 'error', detail: refused });
    platform.sdk.still = () => analysis();
    await capture.useFile(file());
    assert.equal(capture.state.error, undefined);
    assert.equal(capture.state.phase, 'review');
  });

  it('that cannot be used keep the picture under review', async () => {
    const { platform, capture } = await liveScene();
    await capture.shoot();
    const { review } = capture.state;
    platform.sdk.still = () => {
      throw new Error('no');
    };
    await capture.useFile(file());
    assert.equal(capture.state.review, review);
    assert.equal(capture.state.phase, 'review');
    assert.equal(capture.state.error?.code, 'engine_failed');
  });

  it('that fit no limit keep the review, with the error', async () => {
    const { platform, capture } = await liveScene();
    await capture.shoot();
    platform.sdk.fails = new IdSnapError({ ...infoOf('source_unreadable', 'no'), code: 'over_budget' });
    await capture.accept();
    assert.equal(capture.state.phase, 'review');
    assert.equal(capture.state.error?.code, 'over_budget');
    platform.sdk.fails = undefined;
    await capture.accept();
    assert.equal(capture.state.phase, 'done');
  });
});

describe('the sides', () => {
  const portrait = (x: number, y: number): number => (x < 0.4 && y > 0.4 ? 30 : 220);
  const checks = (x: number, y: number): number => ((Math.floor(x * 8) + Math.floor(y * 5)) % 2 === 0 ? 200 : 40);

  it('are taken one after the other', async () => {
    const platform = new FakePlatform();
    platform.pattern = portrait;
    const { capture, events } = await liveScene({ sides: ['front', 'back'] }, platform);
    await capture.shoot();
    await capture.accept();
    assert.deepEqual([capture.state.phase, capture.state.side, capture.state.step], ['live', 'back', 1]);
    platform.pattern = checks;
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, []);
    await capture.accept();
    assert.equal(capture.state.phase, 'done');
    const captured = events
      .filter(({ type }) => type === 'captured')
      .map(({ detail }) => detail as { complete: boolean });
    assert.deepEqual(
      captured.map(({ complete }) => complete),
      [false, true],
    );
  });

  it('ask to turn the document over before another picture of the same side is taken', async () => {
    const platform = new FakePlatform();
    platform.pattern = portrait;
    const { capture } = await liveScene({ sides: ['front', 'back'] }, platform);
    await capture.shoot();
    await capture.accept();
    await platform.advance(5000);
    assert.equal(capture.state.phase, 'live');
    assert.equal(capture.state.hint, 'SAME_SIDE');
    platform.pattern = checks;
    await platform.advance(UNTIL_TAKEN_MS);
    assert.equal(capture.state.phase, 'review');
  });

  it('praise no side that was taken before, not even while it is found out', async () => {
    const platform = new FakePlatform();
    platform.pattern = portrait;
    const { capture, events } = await liveScene({ sides: ['front', 'back'] }, platform);
    await capture.shoot();
    events.length = 0;
    await capture.accept();
    await platform.advance(3000);
    const hints = events.filter(({ type }) => type === 'hint').map(({ detail }) => detail);
    assert.deepEqual(hints, ['SAME_SIDE']);
  });

  it('warn of a picture of the same side, also upside down, turned by a quarter or mirrored', async () => {
    const again: Record<string, (x: number, y: number) => number> = {
      'as it was': portrait,
      'upside down': (x, y) => portrait(1 - x, 1 - y),
      'to the right': (x, y) => portrait(y, 1 - x),
      'to the left': (x, y) => portrait(1 - y, x),
      mirrored: (x, y) => portrait(1 - x, y),
      'mirrored and turned': (x, y) => portrait(y, x),
    };
    for (const [name, pattern] of Object.entries(again)) {
      const platform = new FakePlatform();
      platform.pattern = portrait;
      const { capture } = await liveScene({ sides: ['front', 'back'] }, platform);
      await capture.shoot();
      await capture.accept();
      platform.pattern = pattern;
      await capture.shoot();
      assert.deepEqual(capture.state.review?.warnings, ['SAME_SIDE'], name);
    }
  });

  it('take no still for the front whose frames showed the back, and forget it once they show the front', async () => {
    const platform = new FakePlatform();
    const back = { ...STEADY, analysis: analysis({ isBack: true }) };
    platform.sdk.report = back;
    const { capture } = await liveScene({ sides: ['front', 'back'] }, platform);
    await platform.advance(1000);
    assert.equal(capture.state.hint, 'WRONG_SIDE');
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, ['WRONG_SIDE']);
    assert.equal(capture.state.review.acceptable, false);
    capture.retake();
    await platform.advance(200);
    platform.sdk.report = { ...STEADY, steady: false };
    await platform.advance(200);
    await capture.shoot();
    assert.deepEqual(capture.state.review.warnings, []);
  });

  it('take no still by itself of what little speaks for, and leave it to the person', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = { ...STEADY, analysis: analysis({ isDoubtful: true }) };
    platform.pattern = portrait;
    const { capture } = await liveScene({ sides: ['front', 'back'] }, platform);
    assert.equal(capture.state.shutter, false);
    await platform.advance(2000);
    assert.deepEqual([capture.state.phase, capture.state.hint, capture.state.shutter], ['live', 'UNCERTAIN', true]);
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, []);
    await capture.accept();
    platform.pattern = checks;
    await platform.advance(4000);
    assert.equal(capture.state.phase, 'review', 'a back has neither portrait nor much print');
  });

  it('take a still of what was doubted for a moment', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = { ...STEADY, analysis: analysis({ isDoubtful: true }) };
    const { capture } = await liveScene({}, platform);
    await platform.advance(600);
    platform.sdk.report = STEADY;
    await platform.advance(1200);
    assert.deepEqual([capture.state.phase, capture.state.shutter], ['review', false]);
  });
});

describe('a still', () => {
  const photo = file('a photo');
  const photographing = (sdk: FakeSdk, hints: { photo: number; frame: number }): void => {
    sdk.still = (given) => {
      const count = given === photo ? hints.photo : hints.frame;
      return analysis({ hints: (['BLUR', 'GLARE'] as const).slice(0, count) });
    };
  };
  const camera = (width: number, takePhoto: () => Promise<Blob>): NonNullable<FakePlatform['photos']> => ({
    getPhotoCapabilities: () => Promise.resolve({ imageWidth: { max: width }, imageHeight: { max: width } }),
    takePhoto,
  });
  const takes = async (platform: FakePlatform, waitMs = 0): Promise<unknown> => {
    const { capture } = await liveScene({}, platform);
    void capture.shoot();
    await platform.advance(waitMs);
    assert.equal(capture.state.phase, 'review');
    await capture.accept();
    return platform.sdk.prepared.at(-1)?.source;
  };

  it('is the photo where that has more pixels and no flaw', async () => {
    const platform = new FakePlatform();
    platform.photos = camera(4000, () => Promise.resolve(photo));
    assert.equal(await takes(platform), photo);
  });

  it('is the flawless photo without a look at the frame', async () => {
    const platform = new FakePlatform();
    platform.photos = camera(4000, () => Promise.resolve(photo));
    const read: Blob[] = [];
    platform.sdk.still = (given) => {
      read.push(given);
      return analysis({ corners: given === photo ? null : rectangle(1280, 720) });
    };
    assert.equal(await takes(platform), photo);
    assert.deepEqual(read, [photo]);
  });

  it('is the frame where the photo has as many flaws and shows no document', async () => {
    const platform = new FakePlatform();
    platform.photos = camera(4000, () => Promise.resolve(photo));
    platform.sdk.still = (given) => analysis({ hints: ['BLUR'], ...(given === photo && { corners: null }) });
    const { capture } = await liveScene({ maxWarnings: 0 }, platform);
    await capture.shoot();
    await capture.accept();
    assert.notEqual(platform.sdk.prepared.at(-1)?.source, photo);
  });

  it('is the frame where the photo would be no larger', async () => {
    // The frame has 921,600 pixels; 1.2 times as many are worth the wait.
    for (const [side, isWorth] of [
      [900, false],
      [1051, false],
      [1052, true],
    ] as const) {
      const platform = new FakePlatform();
      platform.photos = camera(side, () => Promise.resolve(photo));
      assert.equal((await takes(platform)) === photo, isWorth, `${side}`);
      await platform.advance(platform.sdk.analysisMs);
      assert.equal(platform.timers, 0, 'nothing waits for it any more');
    }
  });

  it('is the frame where the photo turned out worse', async () => {
    const platform = new FakePlatform();
    platform.photos = camera(4000, () => Promise.resolve(photo));
    photographing(platform.sdk, { photo: 2, frame: 1 });
    const { capture } = await liveScene({ maxWarnings: 0 }, platform);
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, ['BLUR']);
    await capture.accept();
    assert.notEqual(platform.sdk.prepared.at(-1)?.source, photo);
  });

  it('is the photo where both have the same flaws', async () => {
    const platform = new FakePlatform();
    platform.photos = camera(4000, () => Promise.resolve(photo));
    platform.sdk.still = flawed;
    const { capture } = await liveScene({ maxWarnings: 0 }, platform);
    await capture.shoot();
    await capture.accept();
    assert.equal(platform.sdk.prepared.at(-1)?.source, photo);
  });

  it('is the frame where the photo fails or does not come', async () => {
    for (const takePhoto of [() => Promise.reject(new Error('no')), () => new Promise<Blob>(() => undefined)]) {
      const platform = new FakePlatform();
      platform.photos = camera(4000, takePhoto);
      assert.notEqual(await takes(platform, 4500), photo);
    }
  });

  it('is not taken of a video without a size', async () => {
    const { capture, video, states, platform } = await liveScene();
    Object.defineProperty(video, 'videoWidth', { value: 0 });
    await capture.shoot();
    assert.equal(capture.state.phase, 'live');
    assert.ok(states.every(({ phase }) => phase !== 'review'));
    const { frames } = platform.sdk;
    await platform.advance(1000);
    assert.equal(platform.sdk.frames, frames, 'and nothing is analysed');
  });
});

describe('the end', () => {
  it('by dispose leaves nothing behind', async () => {
    const { platform, capture, states } = await liveScene({ sides: ['front', 'back'], draft: 'anna' });
    await capture.shoot();
    await platform.advance(0);
    capture.dispose();
    await platform.advance(platform.sdk.analysisMs);
    assert.equal(platform.urls.size, 0);
    assert.equal(platform.openSnapshots, 0);
    assert.equal(platform.media.on.length, 0);
    assert.equal(platform.timers, 0);
    assert.equal(platform.awake, 0);
    const count = states.length;
    await capture.start(fakeVideo());
    await capture.useFile(file());
    platform.asked.change('granted');
    await platform.show(true);
    await platform.advance(20_000);
    assert.equal(states.length, count, 'and nothing is told any more');
  });

  it('by the signal does the same', async () => {
    const controller = new AbortController();
    const { platform, capture } = await liveScene({ signal: controller.signal });
    await platform.advance(500);
    controller.abort();
    await platform.advance(platform.sdk.analysisMs);
    assert.equal(platform.media.on.length, 0);
    assert.equal(platform.timers, 0);
    await capture.start(fakeVideo());
    assert.equal(platform.media.requests.length, 1);
  });

  it('by cancel forgets what was taken and says so', async () => {
    const { platform, capture, events } = await liveScene({ sides: ['front', 'back'] });
    await capture.shoot();
    await capture.accept();
    capture.cancel();
    assert.deepEqual([capture.state.phase, capture.state.step, capture.state.results.length], ['idle', 0, 0]);
    assert.equal(events.at(-1)?.type, 'cancel');
    assert.equal(platform.media.on.length, 0);
  });

  it('by cancel stops a photo that is not ready yet: it is neither reviewed nor kept', async () => {
    const platform = new FakePlatform();
    const drafts = new FakeVault();
    platform.drafts = drafts;
    const { capture } = await liveScene({ draft: 'anna' }, platform);
    let come = (): void => undefined;
    const coming = new Promise<void>((resolve) => (come = resolve));
    const analyze = platform.sdk.analyzeImage.bind(platform.sdk);
    platform.sdk.analyzeImage = (given, options) => coming.then(() => analyze(given, options));
    void capture.useFile(file());
    await platform.advance(10);
    assert.equal(capture.state.phase, 'capturing');
    capture.cancel();
    come();
    await platform.advance(100);
    assert.deepEqual([capture.state.phase, capture.state.review], ['idle', undefined]);
    assert.equal(drafts.kept.size, 0);
    assert.equal(platform.urls.size, 0);
  });

  it('revokes the address of every picture that is no longer reviewed', async () => {
    const { platform, capture } = await liveScene();
    for (let tries = 0; tries < 3; tries += 1) {
      await capture.shoot();
      assert.equal(platform.urls.size, 1);
      capture.retake();
      assert.equal(platform.urls.size, 0);
      await platform.advance(FRAME_MS);
    }
  });
});
