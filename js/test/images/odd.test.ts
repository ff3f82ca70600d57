import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose, isIdSnapError, prepareImage, prepareImages } from 'idsnap';
import { noisePng, plainPng } from '../fixtures.js';

/** Pixels of one color, as a page has them. */
function pixels(color: readonly number[], colorSpace: PredefinedColorSpace): ImageData {
  const data = Uint8ClampedArray.from({ length: 32 * 32 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (color[at % 4] ?? 0)));
  return { width: 32, height: 32, data, colorSpace, [Symbol.toStringTag]: 'ImageData' } as unknown as ImageData;
}

describe('images of several kinds', () => {
  after(dispose);

  it('are prepared in one call, and pixels without limits are JPEG', async () => {
    const jpeg = (await prepareImage(pixels([200, 100, 50], 'srgb'), {})).bytes();
    const prepared = await prepareImages([jpeg, plainPng(40, 30), pixels([1, 2, 3], 'srgb')], {});
    assert.deepEqual(
      prepared.map(({ mimeType }) => mimeType),
      ['image/jpeg', 'image/png', 'image/jpeg'],
    );
  });
});

describe('pixels in Display P3', () => {
  after(dispose);

  it('are converted to sRGB and leave the source as it was', async () => {
    const source = pixels([153, 102, 51], 'display-p3');
    const converted = await prepareImage(source, { quality: 100 });
    // CSS Color 4: color(display-p3 0.6 0.4 0.2) is rgb(162 99 38).
    const same = await prepareImage(pixels([162, 99, 38], 'srgb'), { quality: 100 });
    assert.equal(converted.sha256, same.sha256);
    assert.deepEqual([...source.data.subarray(0, 4)], [153, 102, 51, 255]);
  });
});

describe('a JPEG that is damaged inside', () => {
  after(dispose);

  it('is refused unless it is passed on without verifying', async () => {
    const whole = (await prepareImage(noisePng(320, 240), { limits: { formats: ['image/jpeg'] } })).bytes();
    // A tenth of the data is missing, and the end marker stands behind what is left.
    const damaged = Uint8Array.from([...whole.subarray(0, Math.floor(whole.length * 0.9)), 0xff, 0xd9]);
    await assert.rejects(prepareImage(damaged), (error) => isIdSnapError(error) && error.code === 'damaged_image');
    assert.equal((await prepareImage(damaged, { verify: false })).path, 'original');
    assert.equal((await prepareImage(whole)).path, 'original');
  });
});
