import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCapture } from '../../src/capture/create.js';
import { isIdSnapError } from '../../src/errors.js';
import type { CaptureOptions } from '../../src/capture/types.js';
import { fakeVideo, FakePlatform, liveScene, scene, watching } from './support.js';

const made = (options: unknown): unknown => createCapture(options as CaptureOptions);
const size = { max: 100_000, unit: 'bytes', scope: 'image' };
const limits = { formats: ['image/jpeg'], size, maxEdge: 2000 };

/** Each option with what it may not be, and the field that the error names. */
const WRONG: readonly [unknown, string][] = [
  ...['nope', null, 5, 'ZOLOZ', 'toString', '', []].map((value): [unknown, string] => [
    { limits: value },
    'options.limits',
  ]),
  [{ limits: {} }, 'options.limits.formats'],
  [{ limits: { ...limits, formats: 'image/jpeg' } }, 'options.limits.formats'],
  [{ limits: { ...limits, formats: ['image/gif'] } }, 'options.limits.formats[0]'],
  [{ limits: { ...limits, maxEdge: 0 } }, 'options.limits.maxEdge'],
  [{ limits: { ...limits, size: 5 } }, 'options.limits.size'],
  [{ limits: { ...limits, size: { ...size, max: '5' } } }, 'options.limits.size.max'],
  [{ limits: { ...limits, size: { ...size, unit: 'kb' } } }, 'options.limits.size.unit'],
  [{ limits: { ...limits, size: { max: 5, unit: 'bytes' } } }, 'options.limits.size.scope'],
  [{ prepare: 5 }, 'options.prepare'],
  [{ prepare: { quality: 0 } }, 'options.prepare.quality'],
  [{ prepare: { quality: 101 } }, 'options.prepare.quality'],
  [{ prepare: { minQuality: '5' } }, 'options.prepare.minQuality'],
  [{ prepare: { maxBase64Length: 3 } }, 'options.prepare.maxBase64Length'],
  [{ prepare: { metadata: 'all' } }, 'options.prepare.metadata'],
  [{ prepare: { damaged: true } }, 'options.prepare.damaged'],
  [{ thresholds: { maxGlare: 1.1 } }, 'options.thresholds.maxGlare'],
  [{ thresholds: { minSharpness: '1' } }, 'options.thresholds.minSharpness'],
  [{ thresholds: { maxTilt: -1 } }, 'options.thresholds.maxTilt'],
  [{ thresholds: 'strict' }, 'options.thresholds'],
  [{ crop: { margin: 0.6 } }, 'options.crop.margin'],
  [{ crop: { margin: NaN } }, 'options.crop.margin'],
  [{ crop: 'yes' }, 'options.crop'],
  [{ document: 'passport' }, 'options.document'],
  [{ sides: [] }, 'options.sides'],
  [{ sides: 'front' }, 'options.sides'],
  [{ sides: ['left'] }, 'options.sides[0]'],
  [{ strictness: 'hard' }, 'options.strictness'],
  [{ mrz: true }, 'options.mrz'],
  [{ auto: 'no' }, 'options.auto'],
  [{ shutterAfterMs: Infinity }, 'options.shutterAfterMs'],
  [{ maxWarnings: -1 }, 'options.maxWarnings'],
  [{ fallbackAfterTries: '4' }, 'options.fallbackAfterTries'],
  [{ draft: 5 }, 'options.draft'],
  [{ deviceId: {} }, 'options.deviceId'],
  [{ signal: {} }, 'options.signal'],
];

/** What is not known at all. */
const UNKNOWN: readonly [unknown, string][] = [
  [{ limit: 'zoloz' }, 'options.limit'],
  [{ limits: { ...limits, max: 5 } }, 'options.limits.max'],
  [{ prepare: { crop: {} } }, 'options.prepare.crop'],
  [{ prepare: { limits: 'zoloz' } }, 'options.prepare.limits'],
  [{ thresholds: { minGlare: 0 } }, 'options.thresholds.minGlare'],
  [{ crop: { margins: 0.1 } }, 'options.crop.margins'],
];

describe('the options of a capture', () => {
  for (const [code, cases] of [
    ['invalid_field', WRONG],
    ['unknown_option', UNKNOWN],
  ] as const) {
    for (const [options, field] of cases) {
      it(`are refused at once: ${JSON.stringify(options)}`, () => {
        assert.throws(() => made(options), { name: 'IdSnapError', code, field });
      });
    }
  }

  it('are taken as they are where they mean something', () => {
    for (const options of [
      undefined,
      {},
      ...['zoloz', 'beorg', 'biometric_kz', 'cvs', limits, { formats: ['image/png', 'image/webp'] }].map((value) => ({
        limits: value,
      })),
      { limits: undefined, prepare: undefined, thresholds: undefined, crop: undefined },
      { prepare: { maxEdge: 1920, quality: 100, minQuality: 1, maxBytes: 1, maxBase64Length: 4, verify: false } },
      { prepare: { metadata: 'camera', damaged: 'allow' } },
      { thresholds: { minBrightness: 0, maxGlare: 1, minMargin: 0, maxTilt: 90, minPixelsPerMm: 11.8 } },
      { crop: {} },
      { crop: { margin: undefined } },
      { crop: { margin: 0.5 } },
    ])
      assert.ok(made(options), JSON.stringify(options));
  });

  it('that are a long time are one, and not none', async () => {
    const platform = watching();
    const { after } = platform;
    const asked: number[] = [];
    platform.after = (ms, work) => (asked.push(ms), after(ms, work));
    await liveScene({ shutterAfterMs: 2 ** 40 }, platform);
    const most = Math.max(...asked);
    assert.ok(most > 10 ** 9 && most < 2 ** 31, `${most}: a browser's timers end there`);
  });
});

describe('the start of a capture', () => {
  it('without a page is refused with advice, and the capture is as it was', async () => {
    const capture = createCapture();
    await assert.rejects(capture.start(fakeVideo()), (error) => {
      assert.ok(isIdSnapError(error));
      assert.deepEqual([error.code, error.reason, error.retryable], ['engine_unavailable', 'wrong_setup', false]);
      assert.match(error.advice, /\w+/);
      return true;
    });
    assert.equal(capture.state.phase, 'idle');
  });

  it('without a video is refused', async () => {
    const { capture } = scene();
    for (const video of [undefined, null, 'video', {}])
      await assert.rejects(capture.start(video as never), { code: 'invalid_field', field: 'video' });
  });

  it('goes on without a draft whose code does not come', async () => {
    const platform = new FakePlatform();
    platform.openDraft = () => new Promise(() => undefined);
    const { capture, video } = scene({ draft: 'anna' }, platform);
    void capture.start(video);
    await platform.advance(4_900);
    assert.equal(capture.state.phase, 'idle');
    await platform.advance(1_000);
    assert.equal(capture.state.phase, 'live');
  });
});
