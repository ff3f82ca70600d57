import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Thresholds } from '../../src/capture/analysis.js';
import type { CaptureOptions } from '../../src/capture/types.js';
import { analysis, FakePlatform, liveScene, STEADY, wrong } from './support.js';

/** More than what passes between a start and the picture that is taken by itself: settling and the window. */
const UNTIL_TAKEN_MS = 2500;
const flawed = (): ReturnType<typeof analysis> => analysis({ hints: ['BLUR'] });

describe('guidance', () => {
  it('shows the one hint, and where the document is in the video', async () => {
    const platform = new FakePlatform();
    platform.media.cameras = [{ ...platform.media.cameras[0], deviceId: 'back', label: '', width: 2560, height: 1440 }];
    platform.sdk.report = wrong('TOO_FAR');
    const { capture } = await liveScene({}, platform);
    await platform.advance(200);
    assert.equal(capture.state.hint, 'TOO_FAR');
    assert.deepEqual(capture.state.corners?.topLeft, { x: 256, y: 144 }, 'in pixels of the video, not of the frame');
  });

  it('praises no frame that is flawed while its hint is not due yet, and keeps what it said', async () => {
    const platform = new FakePlatform();
    const undecided = { ...STEADY, analysis: flawed(), steady: false };
    platform.sdk.report = undecided;
    const { capture } = await liveScene({}, platform);
    await platform.advance(200);
    assert.equal(capture.state.hint, undefined);
    for (const [report, hint] of [
      [wrong('BLUR'), 'BLUR'],
      [undecided, 'BLUR'],
      [{ ...STEADY, steady: false }, 'HOLD_STILL'],
      [undecided, 'HOLD_STILL'],
    ] as const) {
      platform.sdk.report = report;
      await platform.advance(200);
      assert.equal(capture.state.hint, hint);
    }
  });

  it('says what helps when holding still was asked for two seconds in vain, and asks anew after another hint', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = { ...STEADY, steady: false };
    const { capture, events } = await liveScene({}, platform);
    await platform.advance(1900);
    assert.equal(capture.state.hint, 'HOLD_STILL');
    await platform.advance(200);
    assert.equal(capture.state.hint, 'PUT_DOWN');
    await platform.advance(10_000);
    platform.sdk.report = wrong('BLUR');
    await platform.advance(200);
    platform.sdk.report = { ...STEADY, steady: false };
    await platform.advance(1900);
    assert.equal(capture.state.hint, 'HOLD_STILL');
    await platform.advance(300);
    const hints = events.filter(({ type }) => type === 'hint').map(({ detail }) => detail);
    assert.deepEqual(hints, ['HOLD_STILL', 'PUT_DOWN', 'BLUR', 'HOLD_STILL', 'PUT_DOWN']);
    platform.sdk.report = STEADY;
    await platform.advance(1000);
    assert.equal(capture.state.phase, 'review', 'and the photo is taken as soon as it is still');
    const last = events.filter(({ type }) => type === 'hint').at(-2);
    assert.equal(last?.detail, 'HOLD_STILL', 'which is said before');
  });

  it('leaves the resolution to the still, of which a camera may have more', async () => {
    const { platform } = await liveScene({ thresholds: { maxTilt: 5, minPixelsPerMm: 12 } });
    await platform.advance(200);
    assert.deepEqual(platform.sdk.frameOptions?.thresholds, { maxTilt: 5, minPixelsPerMm: 0 });
    const { capture } = await liveScene({ thresholds: { minPixelsPerMm: 12 } }, platform);
    await capture.shoot();
    assert.deepEqual(platform.sdk.stillOptions?.thresholds, { minPixelsPerMm: 12 });
  });

  describe('in the frame that the person is asked to fill', () => {
    /** The middle of a video of 1280 x 720 is in sight; the guide is a card of 400 x 252 pixels. */
    const view = { left: 320, top: 0, width: 640, height: 720, guide: { width: 400, height: 252 } };
    const share = (400 * 252) / (1280 * 720);
    const thresholdsOf = async (options: CaptureOptions): Promise<Thresholds | undefined> => {
      const { platform, capture } = await liveScene(options);
      capture.setView(view);
      await platform.advance(200);
      return platform.sdk.frameOptions?.thresholds;
    };

    it('asks for a part of its area, and for no more than is in sight', async () => {
      for (const [strictness, least, most] of [
        ['relaxed', 0.4, 0.97],
        ['normal', 0.5, 0.9],
        ['strict', 0.55, 0.85],
      ] as const) {
        const { minCoverage = NaN, maxCoverage = NaN } = (await thresholdsOf({ strictness })) ?? {};
        assert.ok(Math.abs(minCoverage / share - least) < 1e-12, `${strictness}: ${minCoverage / share}`);
        assert.ok(Math.abs(maxCoverage - most / 2) < 1e-12, `${strictness}: ${maxCoverage}`);
        // A card of 0.8 times the guide's size, once it was too far: the hint goes above a seventh more.
        assert.ok((minCoverage * 8) / 7 < 0.64 * share, strictness);
      }
    });

    it('leaves thresholds of the page as they are', async () => {
      const thresholds = await thresholdsOf({ thresholds: { minCoverage: 0.3 } });
      assert.deepEqual([thresholds?.minCoverage, thresholds?.maxCoverage], [0.3, 0.45]);
    });

    it('asks for all four corners where one is out of sight, and takes nothing', async () => {
      const { platform, capture } = await liveScene();
      capture.setView(view);
      await platform.advance(UNTIL_TAKEN_MS);
      assert.deepEqual([capture.state.phase, capture.state.hint], ['live', 'OUT_OF_FRAME']);
      capture.setView({ ...view, left: 100, width: 1080 });
      await platform.advance(UNTIL_TAKEN_MS);
      assert.equal(capture.state.phase, 'review');
    });
  });

  it('hands on what is known of the frames before, until it starts anew or the video has another size', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('BLUR');
    const { video } = await liveScene({}, platform);
    await platform.advance(300);
    const { memories } = platform.sdk;
    assert.equal(memories[0], undefined);
    assert.ok(memories.length > 2 && memories.slice(1).every((memory) => memory === STEADY.memory));
    const forgets = async (change: () => Promise<void> | void): Promise<void> => {
      memories.length = 0;
      await change();
      await platform.advance(300);
      assert.ok(memories.includes(undefined) && memories.at(-1) === STEADY.memory);
    };
    await forgets(async () => {
      await platform.show(false);
      await platform.show(true);
    });
    await forgets(() => void Object.assign(platform.media.tracks[0]?.settings ?? {}, { width: 720, height: 1280 }));
    assert.equal(video.videoWidth, 720);
  });

  it('bears with frames that fail now and then', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = (frame) => {
      if (frame % 3 < 2) throw new Error('a frame');
      return wrong('BLUR');
    };
    const { capture } = await liveScene({}, platform);
    await platform.advance(3000);
    assert.deepEqual([capture.state.rung, capture.state.hint], ['live', 'BLUR']);
  });

  it('hands frames over as they are until one is refused, and draws them from then on', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('TOO_FAR');
    const { capture } = await liveScene({}, platform);
    await platform.advance(200);
    assert.ok(platform.drawnFrames.length > 1 && !platform.drawnFrames.includes(true));
    platform.sdk.fails = new Error('it cannot be transferred');
    while (!platform.drawnFrames.includes(true)) await platform.advance(10);
    platform.sdk.fails = undefined;
    await platform.advance(500);
    assert.equal(capture.state.rung, 'live');
    const first = platform.drawnFrames.indexOf(true);
    assert.ok(platform.drawnFrames.length > first + 2 && !platform.drawnFrames.slice(first).includes(false));
  });

  it('gives the best frame back when it is stopped before the window is over', async () => {
    const { platform, capture } = await liveScene();
    await platform.advance(1300);
    assert.equal(platform.openSnapshots, 1, 'the best so far');
    capture.stop();
    await platform.advance(platform.sdk.analysisMs);
    assert.equal(platform.openSnapshots, 0);
  });

  it('analyses one frame at a time, however slow', async () => {
    const platform = new FakePlatform();
    platform.sdk.analysisMs = 300;
    platform.sdk.report = wrong('BLUR');
    await liveScene({}, platform);
    await platform.advance(3000);
    assert.equal(platform.sdk.mostRunning, 1);
    assert.ok(platform.sdk.frames >= 8, `${platform.sdk.frames} frames`);
    assert.ok(platform.openSnapshots <= 1, `${platform.openSnapshots} are open`);
  });

  it('never takes a picture while something is wrong', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('GLARE');
    const { capture } = await liveScene({}, platform);
    await platform.advance(30_000);
    assert.equal(capture.state.phase, 'live');
  });

  it('takes no picture by itself where that is not wanted', async () => {
    const { platform, capture } = await liveScene({ auto: false });
    await platform.advance(30_000);
    assert.equal(capture.state.phase, 'live');
    assert.equal(capture.state.shutter, true);
    assert.equal(capture.state.hint, undefined);
    await capture.shoot();
    assert.equal(capture.state.phase, 'review');
  });

  it('takes the best picture of the window, not the first', async () => {
    const platform = new FakePlatform();
    let bestAt = 0;
    const sharpness = [0.5, 0.6, 0.9, 0.7, 0.4];
    platform.sdk.report = (frame) => {
      const sharp = sharpness[frame - 18] ?? 0.1;
      if (sharp === 0.9) bestAt = platform.now();
      return { ...STEADY, analysis: analysis({ sharpness: sharp }) };
    };
    const { capture } = await liveScene({}, platform);
    await platform.advance(UNTIL_TAKEN_MS);
    assert.equal(capture.state.phase, 'review');
    const { at } = platform.sdk.prepared[0]?.source as { at: number };
    assert.ok(bestAt > 0 && Math.abs(at - bestAt) <= platform.sdk.analysisMs, `${at} instead of ${bestAt}`);
    assert.equal(platform.openSnapshots, 0, 'every other picture was given back');
  });

  it('goes on with the window over frames that tremble, and starts it again after one that is flawed', async () => {
    /** How many frames there were until the photo, of which those from one to another are not steady. */
    const framesUntilTaken = async (from = Infinity, to = Infinity, between = {}): Promise<number> => {
      const platform = new FakePlatform();
      platform.sdk.report = (frame) =>
        frame < 16
          ? wrong('TOO_FAR')
          : { ...STEADY, ...(frame >= from && frame < to && { steady: false, ...between }) };
      const { capture } = await liveScene({}, platform);
      while (capture.state.phase === 'live') await platform.advance(10);
      return platform.sdk.frames;
    };
    const calm = await framesUntilTaken();
    assert.equal(await framesUntilTaken(calm - 4, calm - 3), calm, 'a tremble');
    const flaw = { analysis: analysis({ hints: ['GLARE'] }) };
    assert.ok((await framesUntilTaken(calm - 4, calm - 3, flaw)) >= calm + 4, 'a flaw');
  });

  it('starts the window again when the scene is lost', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = (frame) => (frame % 5 === 4 ? wrong('TILTED') : STEADY);
    const { capture } = await liveScene({}, platform);
    await platform.advance(8000);
    assert.equal(capture.state.phase, 'live');
    assert.ok(platform.openSnapshots <= 2, `${platform.openSnapshots} open`);
  });
});
