import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IdSnapError, infoOf } from '../../src/errors.js';
import { BACK } from './devices.js';
import { analysis, FakePlatform, liveScene, scene, wrong } from './support.js';

/** More than what passes between a start and the picture that is taken by itself: settling and the window. */
const UNTIL_TAKEN_MS = 2500;
const flawed = (): ReturnType<typeof analysis> => analysis({ hints: ['BLUR'] });

describe('a capture', () => {
  it('does nothing before it is started', async () => {
    const { platform, capture, states } = scene();
    await platform.advance(60_000);
    assert.deepEqual(states, []);
    assert.equal(platform.media.requests.length, 0);
    assert.deepEqual(capture.state, {
      ...{ phase: 'idle', rung: 'live', side: 'front', step: 0, steps: 1 },
      ...{ shutter: false, auto: true, cameras: [], results: [] },
    });
  });

  it('takes the picture by itself, reviews it and hands it over prepared', async () => {
    const { platform, capture, events } = await liveScene({ limits: 'zoloz', prepare: { maxEdge: 1600 } });
    assert.equal(capture.state.phase, 'live');
    await platform.advance(UNTIL_TAKEN_MS);
    assert.equal(capture.state.phase, 'review');
    assert.deepEqual(capture.state.review?.warnings, []);
    assert.equal(capture.state.review.rung, 'live');
    await capture.accept();
    assert.equal(capture.state.phase, 'done');
    const [result] = capture.state.results;
    assert.ok(result);
    assert.equal(result.side, 'front');
    assert.equal(result.report.overridden, false);
    assert.equal(result.image.mimeType, 'image/jpeg');
    assert.deepEqual(platform.sdk.prepared.at(-1)?.options, { limits: 'zoloz', maxEdge: 1600 });
    assert.deepEqual(
      events.map(({ type }) => type),
      ['ready', 'hint', 'hint', 'captured'],
    );
    assert.equal(platform.media.on.length, 0, 'the camera is off');
  });

  it('refuses options that do not exist or have a wrong value', () => {
    const cases: [object, string][] = [
      [{ side: ['front'] }, 'options.side'],
      [{ sides: [] }, 'options.sides'],
      [{ sides: ['left'] }, 'options.sides[0]'],
      [{ document: 'a4' }, 'options.document'],
      [{ strictness: 'severe' }, 'options.strictness'],
      [{ maxWarnings: -1 }, 'options.maxWarnings'],
    ];
    for (const [options, field] of cases) {
      assert.throws(
        () => scene(options),
        (error) => error instanceof IdSnapError && error.field === field,
        field,
      );
    }
  });

  it('ignores methods in phases where they mean nothing', async () => {
    const { capture, states } = scene();
    await capture.shoot();
    await capture.accept();
    capture.retake();
    capture.setCorners(analysis().corners ?? assert.fail());
    await capture.setTorch(true);
    await capture.switchCamera();
    assert.deepEqual(states, []);
  });
});

describe('the shutter', () => {
  it('is offered after a time without a picture, and stays', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('TOO_DARK');
    const { capture } = await liveScene({ shutterAfterMs: 5000 }, platform);
    await platform.advance(4800);
    assert.equal(capture.state.shutter, false);
    await platform.advance(400);
    assert.equal(capture.state.shutter, true);
    await platform.show(false);
    await platform.show(true);
    await platform.advance(200);
    assert.equal(capture.state.shutter, true);
  });

  it('is offered after two pictures taken again, and the camera app after four', async () => {
    const { platform, capture } = await liveScene();
    const seen: string[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const { shutter, rung, reason } = capture.state;
      seen.push(`${shutter} ${rung} ${reason}`);
      await capture.shoot();
      capture.retake();
      await platform.advance(100);
    }
    assert.deepEqual(seen, [
      'false live undefined',
      'false live undefined',
      'true live undefined',
      'true live undefined',
      'true native failed_tries',
    ]);
    assert.equal(capture.state.phase, 'live', 'the video goes on');
  });

  it('offers a file where there is no camera app', async () => {
    const platform = new FakePlatform();
    platform.pageFacts = { ...platform.pageFacts, touch: false };
    const { capture } = await liveScene({ fallbackAfterTries: 1 }, platform);
    await capture.shoot();
    capture.retake();
    assert.equal(capture.state.rung, 'file');
  });

  it('is all there is on a slow device', async () => {
    const platform = new FakePlatform();
    platform.sdk.analysisMs = 450;
    platform.sdk.report = wrong('BLUR');
    const { capture } = await liveScene({}, platform);
    await platform.advance(6000);
    assert.deepEqual(
      [capture.state.rung, capture.state.reason, capture.state.shutter, capture.state.auto, capture.state.hint],
      ['tap', 'slow_device', true, false, undefined],
    );
    const { frames } = platform.sdk;
    await platform.advance(3000);
    assert.equal(platform.sdk.frames, frames, 'no frame is analysed any more');
    await capture.shoot();
    assert.equal(capture.state.review?.rung, 'tap');
  });

  it('is not needed where a smaller video is all that it takes', async () => {
    const platform = new FakePlatform();
    platform.media.cameras = [{ ...BACK, width: 3840, height: 2160 }];
    platform.sdk.report = () => {
      const [track] = platform.media.tracks;
      const isLarge = track?.applied.length === 0;
      if (track && !isLarge) Object.assign(track.settings, { width: 1920, height: 1080 });
      platform.sdk.analysisMs = isLarge ? 450 : 30;
      return wrong('BLUR');
    };
    const { capture } = await liveScene({}, platform);
    await platform.advance(8000);
    assert.deepEqual([capture.state.rung, capture.state.hint], ['live', 'BLUR']);
    assert.equal(capture.state.camera?.width, 1920);
  });

  it('is all there is where a smaller video does not help either', async () => {
    const platform = new FakePlatform();
    platform.media.cameras = [{ ...BACK, width: 3840, height: 2160 }];
    platform.sdk.analysisMs = 450;
    platform.sdk.report = wrong('BLUR');
    const { capture } = await liveScene({}, platform);
    await platform.advance(12_000);
    assert.deepEqual([capture.state.rung, capture.state.reason], ['tap', 'slow_device']);
    assert.equal(platform.media.tracks[0]?.applied.length, 1, 'asked for once');
  });

  it('is all there is when the analysis fails', async () => {
    const platform = new FakePlatform();
    platform.sdk.fails = new IdSnapError(infoOf('engine_unavailable', 'no wasm'));
    const { capture, events } = await liveScene({}, platform);
    await platform.advance(1000);
    assert.deepEqual([capture.state.rung, capture.state.reason], ['tap', 'analysis_failed']);
    assert.equal(capture.state.error?.code, 'engine_unavailable');
    assert.equal(events.filter(({ type }) => type === 'error').length, 1);
  });
});

describe('the gate', () => {
  it('refuses two flawed pictures and lets the third pass, with the report', async () => {
    const platform = new FakePlatform();
    platform.sdk.still = flawed;
    const { capture } = await liveScene({}, platform);
    const seen: unknown[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      await capture.shoot();
      const { review } = capture.state;
      seen.push([review?.warnings, review?.warningsLeft, review?.acceptable]);
      await capture.accept();
      capture.retake();
    }
    assert.deepEqual(seen, [
      [['BLUR'], 1, false],
      [['BLUR'], 0, false],
      [['BLUR'], 0, true],
    ]);
    const { report } = capture.state.results[0] ?? assert.fail();
    assert.deepEqual([report.overridden, report.warnings, report.strictness], [true, ['BLUR'], 'normal']);
  });

  it('never warns with strictness off', async () => {
    const platform = new FakePlatform();
    platform.sdk.still = flawed;
    const { capture } = await liveScene({ strictness: 'off' }, platform);
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, []);
    await capture.accept();
    assert.equal(capture.state.results[0]?.report.overridden, false);
  });

  it('begins anew for the other side', async () => {
    const platform = new FakePlatform();
    platform.sdk.still = flawed;
    const { capture } = await liveScene({ sides: ['front', 'back'], maxWarnings: 1 }, platform);
    for (const expected of [false, true]) {
      await capture.shoot();
      assert.equal(capture.state.review?.acceptable, expected);
      if (expected) await capture.accept();
      else capture.retake();
    }
    await capture.shoot();
    assert.equal(capture.state.side, 'back');
    assert.equal(capture.state.review?.acceptable, false);
  });

  it('refuses no photo that was taken by itself for being far away', async () => {
    const platform = new FakePlatform();
    platform.sdk.still = () => analysis({ hints: ['TOO_FAR', 'LOW_RESOLUTION'] });
    const { capture } = await liveScene({}, platform);
    await platform.advance(2500);
    assert.equal(capture.state.phase, 'review');
    assert.deepEqual(capture.state.review?.warnings, ['TOO_FAR', 'LOW_RESOLUTION']);
    assert.equal(capture.state.review.acceptable, true);
    capture.retake();
    await capture.shoot();
    assert.equal(capture.state.review.acceptable, false, 'by the shutter it may be too far away');
    platform.sdk.still = () => analysis({ hints: ['LOW_RESOLUTION', 'BLUR'] });
    capture.retake();
    await platform.advance(2500);
    assert.equal(capture.state.review.acceptable, false, 'for another flaw it is refused');
  });

  it('is content with corners that the person has set', async () => {
    const platform = new FakePlatform();
    platform.sdk.still = () => analysis({ corners: null, hints: ['NO_DOCUMENT'] });
    const { capture } = await liveScene({ crop: true }, platform);
    await capture.shoot();
    assert.equal(capture.state.review?.acceptable, false);
    const corners = analysis().corners ?? assert.fail();
    capture.setCorners(corners);
    assert.equal(capture.state.review.acceptable, true);
    await capture.accept();
    assert.deepEqual(platform.sdk.prepared.at(-1)?.options.crop, corners);
  });
});
