// What a capture does with the MRZ: when it waits for it, what it refuses, and that nobody is stuck.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demandOf } from '../../src/capture/session/mrz.js';
import { settingsOf } from '../../src/capture/session/settings.js';
import { judge, FIRST_TRY } from '../../src/capture/session/tries.js';
import type { FrameReported } from '../../src/capture/analysis.js';
import type { CaptureOptions, MrzDemand, SideResult } from '../../src/capture/types.js';
import { FakePlatform, liveScene, NO_MRZ, PROVED, STEADY, wrong } from './support.js';
import type { Scene } from './support.js';

const seeing = (zone: 'none' | 'seen' | 'valid'): FrameReported => ({
  ...STEADY,
  mrz: { zone, memory: { zone, frames: 0 } },
});
const passport = (mrz: MrzDemand, changes: CaptureOptions = {}): CaptureOptions => ({
  document: 'id3',
  mrz,
  ...changes,
});

/** A passport under the camera, its MRZ seen as given, in frames and in the photo. */
async function passportScene(
  options: CaptureOptions,
  [zone, reading]: ['none' | 'seen' | 'valid', typeof PROVED],
): Promise<Scene> {
  const platform = new FakePlatform();
  platform.sdk.report = seeing(zone);
  platform.sdk.reading = () => reading;
  return liveScene(options, platform);
}

/** Time until the photo is taken by itself, or nothing within ten seconds. */
async function takenAfter({ platform, capture }: Scene): Promise<number | undefined> {
  const start = platform.now();
  while (platform.now() - start < 10_000) {
    await platform.advance(50);
    if (capture.state.phase !== 'live') return platform.now() - start;
  }
  return undefined;
}

describe('the MRZ of a side', () => {
  it('is asked of the side that carries it', () => {
    const proved = { side: 'front', mrz: PROVED } as SideResult;
    const unread = { side: 'front', mrz: null } as SideResult;
    for (const [document, side, results, expected] of [
      ['id1', 'front', [], 'off'],
      ['id1', 'back', [unread], 'require'],
      ['id2', 'front', [], 'require'],
      ['id3', 'front', [], 'require'],
      ['id3', 'back', [unread], 'off'],
      ['any', 'front', [], 'prefer'],
      ['any', 'back', [unread], 'require'],
      ['any', 'back', [proved], 'off'],
    ] as const) {
      const settings = settingsOf({ document, sides: ['front', 'back'], mrz: 'require' });
      const state = { side, step: results.length, steps: 2, results };
      assert.equal(demandOf(settings, state), expected, `${document} ${side}`);
      assert.equal(demandOf({ ...settings, mrz: 'off' }, state), 'off');
    }
  });

  it('is an option that is checked', () => {
    assert.throws(() => settingsOf({ mrz: 'always' as MrzDemand }), { code: 'invalid_field', field: 'options.mrz' });
  });

  it('is not looked for where nobody asks for it', async () => {
    for (const options of [{}, passport('off'), { document: 'id1', mrz: 'require' } as const]) {
      const { platform, capture } = await liveScene(options);
      await platform.advance(2000);
      assert.equal(capture.state.phase, 'review');
      assert.deepEqual(new Set(platform.sdk.frameMrz), new Set([undefined]));
      assert.deepEqual(platform.sdk.read, []);
      await capture.accept();
      assert.equal('mrz' in (capture.state.results[0] ?? {}), false);
    }
  });
});

describe('an MRZ that is proved in a frame', () => {
  it('has the photo taken sooner', async () => {
    const usual = await takenAfter(await passportScene(passport('off'), ['none', NO_MRZ]));
    const sooner = await takenAfter(await passportScene(passport('prefer'), ['valid', PROVED]));
    const required = await takenAfter(await passportScene(passport('require'), ['valid', PROVED]));
    assert.ok(usual !== undefined && sooner !== undefined && sooner <= usual - 400, `${sooner} and ${usual}`);
    assert.equal(required, sooner);
  });

  it('goes into the result, read in the photo itself', async () => {
    const scene = await passportScene(passport('require'), ['valid', PROVED]);
    await takenAfter(scene);
    const { capture, events } = scene;
    assert.deepEqual(capture.state.review?.warnings, []);
    await capture.accept();
    assert.equal(capture.state.results[0]?.mrz, PROVED);
    const captured = events.find(({ type }) => type === 'captured')?.detail as { result: SideResult };
    assert.equal(captured.result.mrz, PROVED);
  });

  it('is looked for where it was, until the scene changes', async () => {
    const { platform } = await passportScene(passport('prefer', { auto: false }), ['seen', NO_MRZ]);
    await platform.advance(300);
    assert.deepEqual(platform.sdk.frameMrz.slice(0, 2), [{}, { memory: { zone: 'seen', frames: 0 } }]);
  });
});

describe('an MRZ that cannot be read', () => {
  it('changes nothing where it is preferred, and is said of a photo that can be used', async () => {
    const usual = await takenAfter(await passportScene(passport('off'), ['none', NO_MRZ]));
    const scene = await passportScene(passport('prefer'), ['none', NO_MRZ]);
    assert.equal(await takenAfter(scene), usual);
    const { capture } = scene;
    assert.deepEqual(capture.state.review?.warnings, ['MRZ_UNREADABLE']);
    assert.equal(capture.state.review.acceptable, true);
    await capture.accept();
    assert.equal(capture.state.results[0]?.mrz, null);
  });

  it('holds the photo back where it is required, says why, and then has the still judged', async () => {
    const scene = await passportScene(passport('require'), ['seen', PROVED]);
    const taken = await takenAfter(scene);
    assert.ok(taken !== undefined && taken > 4000 && taken < 6500, String(taken));
    const hints = scene.events.filter(({ type }) => type === 'hint').map(({ detail }) => detail);
    assert.ok(hints.includes('MRZ_UNREADABLE'), hints.join());
    assert.equal(scene.capture.state.review?.acceptable, true, 'the photo may show what the video did not');
    await scene.capture.accept();
    assert.equal(scene.capture.state.results[0]?.mrz, PROVED);
  });

  it('never keeps the shutter from working', async () => {
    const { platform, capture } = await passportScene(passport('require'), ['none', NO_MRZ]);
    await platform.advance(500);
    await capture.shoot();
    assert.equal(capture.state.phase, 'review');
  });

  it('has two photos refused and the third let pass, marked', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('BLUR');
    const { capture } = await liveScene(passport('require', { maxWarnings: 0 }), platform);
    for (const [acceptable, left] of [
      [false, 1],
      [false, 0],
      [true, 0],
    ] as const) {
      await capture.shoot();
      const { review } = capture.state;
      assert.deepEqual([review?.acceptable, review?.warningsLeft], [acceptable, left]);
      await capture.accept();
      if (acceptable) break;
      assert.equal(capture.state.phase, 'review', 'what is refused is not taken');
      if (review?.corners) capture.setCorners(review.corners);
      assert.equal(capture.state.review?.acceptable, false, 'corners by hand prove nothing');
      capture.retake();
    }
    assert.equal(capture.state.phase, 'done');
    assert.equal(capture.state.results[0]?.mrz, null);
    assert.deepEqual(capture.state.results[0].report.warnings, ['MRZ_UNREADABLE']);
  });

  it('is refused as often as other flaws where those are refused more often', () => {
    const tries = { ...FIRST_TRY, warned: 2 };
    assert.equal(judge(tries, ['BLUR', 'MRZ_UNREADABLE'], 5, true).verdict.acceptable, false);
    assert.equal(judge(tries, ['MRZ_UNREADABLE'], 5, true).verdict.acceptable, true);
    assert.equal(judge(FIRST_TRY, ['MRZ_UNREADABLE'], 2).verdict.acceptable, true);
  });

  it('is read once more in the whole photo, for corners may be wrong', async () => {
    const platform = new FakePlatform();
    platform.sdk.reading = (_, corners) => (corners ? NO_MRZ : PROVED);
    const { capture } = await liveScene(passport('require', { auto: false }), platform);
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, []);
    assert.deepEqual(
      platform.sdk.read.map((corners) => corners !== undefined),
      [true, false],
    );
  });
});

describe('a device that cannot read the MRZ', () => {
  it('goes on by the rules of today, and nobody is warned', async () => {
    const platform = new FakePlatform();
    platform.sdk.mrzFails = new Error('no code');
    const { capture } = await liveScene(passport('require'), platform);
    await platform.advance(2500);
    assert.equal(capture.state.phase, 'review');
    assert.deepEqual(capture.state.review?.warnings, []);
    await capture.accept();
    assert.equal(capture.state.results[0]?.mrz, null);
  });

  it('gives the MRZ up before the guidance where it is slow', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('BLUR');
    platform.sdk.analysisMs = 600;
    const { capture } = await liveScene(passport('prefer'), platform);
    await platform.advance(4000);
    assert.equal(platform.sdk.frameMrz.at(0) !== undefined && platform.sdk.frameMrz.at(-1) === undefined, true);
    assert.equal(capture.state.rung, 'live');
  });

  it('does without its code, too', async () => {
    const platform = new FakePlatform();
    platform.loadMrz = () => Promise.reject(new Error('offline'));
    const { capture } = await liveScene(passport('require'), platform);
    await platform.advance(2500);
    assert.equal(capture.state.phase, 'review');
    assert.deepEqual([capture.state.review?.warnings, platform.sdk.read], [[], []]);
  });
});
