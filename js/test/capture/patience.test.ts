// Scenes that come and go: nothing is praised that is good for a moment only, and nobody waits for ever.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FrameReport } from '../../src/capture/analysis.js';
import { analysis, FakePlatform, liveScene, STEADY, wrong } from './support.js';

const CLEAR: FrameReport = { ...STEADY, steady: false };
/** A frame that is blurred, with the hint on show or not yet. */
const blurred = (hint: 'BLUR' | null): FrameReport => ({
  ...CLEAR,
  hint,
  analysis: analysis({ hints: ['BLUR'], sharpness: 0.2 }),
});

/** A live scene that shows these reports by the time since its start; what was said, and whether a photo was taken. */
async function film(
  reportAt: (ms: number) => FrameReport,
  lengthMs: number,
): Promise<{ said: unknown[]; phase: string; source: unknown }> {
  const platform = new FakePlatform();
  const begin = platform.now();
  platform.sdk.report = () => reportAt(platform.now() - begin);
  const { capture, events } = await liveScene({}, platform);
  await platform.advance(lengthMs);
  const said = events.filter(({ type }) => type === 'hint').map(({ detail }) => detail);
  return { said, phase: capture.state.phase, source: platform.sdk.prepared[0]?.source };
}

describe('a scene that comes and goes', () => {
  /** Half a second sharp, half a second blurred; the hint of blur comes late and lingers, as in a video. */
  const pulsing = (ms: number): FrameReport => {
    const at = ms % 1600;
    if (at < 500) return CLEAR;
    if (at < 900) return blurred(null);
    return at < 1100 ? blurred('BLUR') : wrong('BLUR');
  };

  it('is taken in a sharp frame within three seconds and a half, though it is never steady', async () => {
    const { phase, source } = await film(pulsing, 3500);
    assert.equal(phase, 'review');
    assert.ok(source !== undefined);
  });

  it('is taken as soon where the hint of blur lingers over every sharp frame', async () => {
    const { said, phase } = await film((ms) => (ms % 1000 < 500 ? blurred('BLUR') : wrong('BLUR')), 3500);
    assert.equal(phase, 'review');
    assert.deepEqual(said, ['BLUR', 'PUT_DOWN', null]);
  });

  it('is never taken in a blurred frame', async () => {
    const platform = new FakePlatform();
    const begin = platform.now();
    const blurredAt = new Set<number>();
    platform.sdk.report = () => {
      const report = pulsing(platform.now() - begin);
      if (report.analysis.hints.length > 0) blurredAt.add(platform.now());
      return report;
    };
    await liveScene({}, platform);
    await platform.advance(4000);
    const { at } = platform.sdk.prepared[0]?.source as { at: number };
    const isBlurred = [...blurredAt].some((time) => time - at >= 0 && time - at <= platform.sdk.analysisMs);
    assert.ok(blurredAt.size > 5 && !isBlurred, `${at} of ${[...blurredAt].join()}`);
  });

  it('is not taken where another flaw than blur comes between', async () => {
    const { phase } = await film((ms) => (ms % 600 < 400 ? CLEAR : wrong('GLARE')), 8000);
    assert.equal(phase, 'live');
  });

  it('changes the words two seconds after they were first said, over a hint that alternates', async () => {
    const { said } = await film((ms) => (ms % 1500 < 650 ? CLEAR : wrong('GLARE')), 2140);
    assert.deepEqual(said, ['HOLD_STILL', 'GLARE', 'HOLD_STILL', 'PUT_DOWN']);
  });

  it('does not alternate between the two pieces of advice that mean an unsteady hand', async () => {
    const { said } = await film((ms) => (ms % 1000 < 500 ? { ...CLEAR, analysis: soft } : blurred('BLUR')), 6000);
    assert.deepEqual(said.slice(said.indexOf('PUT_DOWN')), ['PUT_DOWN']);
  });

  it('says what helps until it is calm, not in every other frame', async () => {
    const restless = { ...CLEAR, analysis: soft };
    const { said } = await film((ms) => (ms % 400 < 250 ? restless : { ...restless, steady: true }), 6000);
    assert.deepEqual(said, ['HOLD_STILL', 'PUT_DOWN']);
    const calmer = await film((ms) => ({ ...restless, steady: ms > 2500 && ms % 550 > 100 }), 6000);
    assert.deepEqual(calmer.said, ['HOLD_STILL', 'PUT_DOWN', 'HOLD_STILL'], 'and a moment of unrest changes nothing');
  });

  /** Clear enough to be praised, but without corners no frame to take. */
  const soft = analysis({ corners: null });

  it('is left to the person who takes the photo by a button', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = () => (platform.now() % 1000 < 500 ? blurred('BLUR') : wrong('BLUR'));
    const { capture, events } = await liveScene({ auto: false }, platform);
    await platform.advance(6000);
    assert.equal(capture.state.phase, 'live');
    assert.deepEqual(
      events.filter(({ type }) => type === 'hint').map(({ detail }) => detail),
      ['BLUR'],
    );
  });

  it('names a blur that came to stay', async () => {
    const { said } = await film((ms) => (ms < 600 || (ms > 1000 && ms < 1400) ? CLEAR : blurred('BLUR')), 6000);
    assert.equal(said.at(-1), 'BLUR');
  });

  it('is taken within three seconds when it drifts, still for moments only', async () => {
    const { phase } = await film((ms) => (ms % 1500 > 1000 ? STEADY : CLEAR), 3200);
    assert.equal(phase, 'review');
  });
});

describe('praise', () => {
  it('waits until the hint before has been gone for a while', async () => {
    const platform = new FakePlatform();
    platform.sdk.report = wrong('GLARE');
    const { capture } = await liveScene({}, platform);
    await platform.advance(400);
    platform.sdk.report = STEADY;
    await platform.advance(300);
    assert.equal(capture.state.hint, 'GLARE');
    await platform.advance(200);
    assert.equal(capture.state.hint, 'HOLD_STILL');
  });

  it('is not given for one frame without the flaw', async () => {
    const flickering = await film((ms) => (ms % 500 > 420 ? CLEAR : wrong('GLARE')), 5000);
    assert.deepEqual(flickering.said, ['GLARE']);
  });

  it('is not given for one frame that looks like the right side', async () => {
    const back = { ...STEADY, analysis: analysis({ isBack: true }) };
    const { said } = await film((ms) => (ms % 1000 > 850 ? STEADY : back), 5000);
    assert.deepEqual(said, ['WRONG_SIDE']);
  });
});

describe('a front that follows a back', () => {
  const BACK = { ...STEADY, analysis: analysis({ isBack: true }) };
  /** Whether a front is taken within a time after the back is told no more; `before` is what comes before the front. */
  const isTaken = async (before: FrameReport, withinMs: number): Promise<boolean> => {
    const { phase } = await film((ms) => (ms < 3000 ? before : STEADY), 3000 + withinMs);
    return phase !== 'live';
  };

  it('is taken sooner than one that has only just come to rest', async () => {
    assert.deepEqual([await isTaken(BACK, 250), await isTaken(BACK, 450)], [false, true]);
    assert.deepEqual([await isTaken(wrong('GLARE'), 450), await isTaken(wrong('GLARE'), 800)], [false, true]);
  });

  it('is not taken sooner where the back was not at rest', async () => {
    const moving = { ...BACK, steady: false };
    assert.deepEqual([await isTaken(moving, 450), await isTaken(moving, 800)], [false, true]);
  });
});
