import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose, prepareImages } from 'idsnap';
import { VENDORS } from '../../pkg/operations.js';
import { IdSnapError, infoOf } from '../../src/errors.js';
import type { LocalCode } from '../../src/errors.js';
import type { Sdk } from '../../src/capture/platform/platform.js';
import { fittingJpeg, MOST_BYTES } from '../../src/capture/still/browser-files.js';
import { largeJpeg } from '../images/large-jpeg.js';
import { FakePlatform, liveScene, watching } from './support.js';

const lost = (code: LocalCode): Error => new IdSnapError(infoOf(code, 'it is not there'));

/** A platform whose engine fails so. */
function failing(code: LocalCode): FakePlatform {
  const platform = new FakePlatform();
  platform.sdk.fails = lost(code);
  platform.sdk.still = () => {
    throw lost(code);
  };
  return platform;
}

describe('without the engine', () => {
  for (const code of ['engine_unavailable', 'engine_failed', 'version_mismatch'] as const) {
    it(`(${code}) the shutter takes a photo, and the browser makes its file`, async () => {
      const platform = failing(code);
      const { capture } = await liveScene({ limits: 'zoloz' }, platform);
      await platform.advance(3000);
      const { phase, rung, reason, shutter } = capture.state;
      assert.deepEqual([phase, rung, reason, shutter], ['live', 'tap', 'analysis_failed', true]);
      await capture.shoot();
      assert.deepEqual([capture.state.review?.measured, capture.state.review?.warnings], [false, []]);
      await capture.accept();
      const [result] = capture.state.results;
      assert.equal(capture.state.phase, 'done');
      assert.deepEqual([result?.report.measured, result?.report.sharpness, result?.report.corners], [false, 0, null]);
      const { path, mimeType, byteLength, base64Length, quality, sha256, source } = result?.image ?? assert.fail();
      assert.deepEqual([path, mimeType, byteLength, base64Length, quality], ['encoded', 'image/jpeg', 1000, 1336, 90]);
      assert.equal(sha256, '541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53');
      assert.deepEqual(source, { width: 4000, height: 3000, byteLength: 1000, orientation: 1 });
      assert.deepEqual([platform.openSnapshots, platform.openImages], [0, 0]);
    });
  }

  it('a file is taken too', async () => {
    const { capture } = await liveScene({}, failing('engine_unavailable'));
    await capture.useFile(new Blob(['photo']));
    assert.deepEqual([capture.state.phase, capture.state.review?.width], ['review', 4000]);
    await capture.accept();
    assert.deepEqual([capture.state.phase, capture.state.results[0]?.report.measured], ['done', false]);
  });

  it('a photo of which the browser can make nothing either tells the engine’s error', async () => {
    const platform = failing('engine_unavailable');
    platform.openImage = () => Promise.reject(new Error('not an image'));
    const { capture } = await liveScene({}, platform);
    await capture.useFile(new Blob(['photo']));
    assert.deepEqual([capture.state.phase, capture.state.error?.code], ['live', 'engine_unavailable']);
  });

  it('that never answers, the way on is open after half a minute', async () => {
    const platform = watching();
    const analyzeImage: Sdk['analyzeImage'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    Object.assign(platform.sdk, { analyzeImage });
    const { capture } = await liveScene({}, platform);
    void capture.useFile(new Blob(['photo']));
    await platform.advance(29_000);
    assert.equal(capture.state.phase, 'capturing');
    await platform.advance(2_000);
    assert.deepEqual([capture.state.phase, capture.state.review?.measured], ['review', false]);
  });
});

describe('an engine that dies while it looks', () => {
  /** A platform whose engine has looked at ten frames and then fails so many times, each after 12 seconds; then it is silent. */
  async function dying(times: number): Promise<Awaited<ReturnType<typeof liveScene>>> {
    const platform = watching();
    const { sdk } = platform;
    const look = sdk.analyzeFrame.bind(sdk);
    let [good, failures] = [10, 0];
    sdk.analyzeFrame = async (...given) => {
      if (good-- > 0) return look(...given);
      if (failures >= times) return new Promise(() => undefined);
      await new Promise<void>((resolve) => platform.after(12_000, resolve));
      failures += 1;
      throw lost('engine_failed');
    };
    const live = await liveScene({ shutterAfterMs: 600_000 }, platform);
    await platform.advance(2_000);
    assert.equal(live.capture.state.hint, 'BLUR');
    return live;
  }

  it('leaves no hint, and the way on where it does not come back', async () => {
    const { platform, capture } = await dying(1);
    await platform.advance(3_000);
    assert.deepEqual([capture.state.rung, capture.state.hint], ['live', undefined]);
    await platform.advance(9_000);
    await platform.advance(28_000);
    assert.equal(capture.state.rung, 'live', 'it may come back');
    await platform.advance(3_000);
    const { rung, reason, shutter, error } = capture.state;
    assert.deepEqual([rung, reason, shutter, error?.code], ['tap', 'analysis_failed', true, 'engine_failed']);
    await capture.shoot();
    assert.equal(capture.state.phase, 'review');
  });

  it('is not missed where it dies again at once', async () => {
    const { platform, capture } = await dying(3);
    await platform.advance(37_000);
    assert.deepEqual([capture.state.rung, capture.state.reason], ['tap', 'analysis_failed']);
  });

  it('is waited for anew after the page was hidden meanwhile', async () => {
    const { platform, capture } = await dying(1);
    await platform.advance(12_000);
    await platform.show(false);
    await platform.advance(3_600_000);
    assert.equal(capture.state.rung, 'live');
    await platform.show(true);
    await platform.advance(29_000);
    assert.equal(capture.state.rung, 'live');
  });
});

describe('with the engine', () => {
  it('nothing is made by the browser, not even of a file that is no image', async () => {
    const platform = watching();
    platform.sdk.still = () => {
      throw lost('source_unreadable');
    };
    const { capture } = await liveScene({}, platform);
    await capture.useFile(new Blob(['text']));
    assert.equal(capture.state.error?.code, 'source_unreadable');
    assert.deepEqual(platform.drawn, []);
  });
});

describe('a file by the browser', () => {
  after(dispose);

  const made = async (options: Parameters<typeof fittingJpeg>[1]): Promise<[number, number][]> => {
    const platform = new FakePlatform();
    // A quality of 0.9 takes half a byte a pixel.
    platform.jpegBytes = (edge, quality) => Math.round((edge * edge * 0.75 * quality) / 1.8);
    const image = await fittingJpeg(new Blob(['photo']), options, await platform.openImage());
    const { maxEdge, quality } = platform.drawn.at(-1) ?? assert.fail();
    assert.equal(image.width, maxEdge);
    return [[maxEdge, Math.round(quality * 100)]];
  };

  it('is smaller for every limit that is given, in its unit', async () => {
    const formats = ['image/jpeg'] as const;
    const size = (max: number, unit: 'bytes' | 'base64_characters', scope: 'image' | 'request') => ({
      limits: { size: { max, unit, scope }, formats: [...formats] },
    });
    assert.deepEqual(await made({}), [[1600, 75]]);
    assert.deepEqual(await made({ maxEdge: 900 }), [[900, 90]]);
    assert.deepEqual(await made({ maxBytes: 500_000 }), [[1280, 70]]);
    assert.deepEqual(await made({ maxBase64Length: 666_668 }), [[1280, 70]]);
    assert.deepEqual(await made(size(500_000, 'bytes', 'image')), [[1280, 70]]);
    assert.deepEqual(await made(size(1_000_000, 'bytes', 'request')), [[1280, 70]]);
    assert.deepEqual(await made(size(666_668, 'base64_characters', 'image')), [[1280, 70]]);
    await assert.rejects(made({ maxBytes: 100 }), /small enough/);
    await assert.rejects(made({ limits: { formats: ['image/png'] } }), /no JPEG/);
  });

  it('is within the limits of every vendor, two to a request', async () => {
    const file = largeJpeg({ width: 2560, height: 1808, progressive: false }).slice();
    assert.ok(file.length > 0.95 * MOST_BYTES && file.length <= MOST_BYTES, `${file.length}`);
    for (const { id } of Object.values(VENDORS)) {
      const images = await prepareImages([file, file], { limits: id });
      for (const { path } of images) assert.equal(path, 'original', id);
    }
  });
});
