import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { analyzeImage, dispose, isIdSnapError, prepareImage } from 'idsnap';
import type { AnalyzeOptions, Quad } from 'idsnap';
import { cardPng, plainPng } from '../fixtures.js';

/** Where the card of the fixture lies. */
const CARD: Quad = {
  topLeft: { x: 80, y: 60 },
  topRight: { x: 560, y: 60 },
  bottomRight: { x: 560, y: 363 },
  bottomLeft: { x: 80, y: 363 },
};

async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; field: string | undefined }> {
  const error: unknown = await promise.then(
    () => assert.fail('expected a refusal'),
    (reason: unknown) => reason,
  );
  assert.ok(isIdSnapError(error), String(error));
  return { code: error.code, message: error.message, field: error.field };
}

describe('analyzeImage', () => {
  after(dispose);

  it('finds the card and measures it', async () => {
    const analysis = await analyzeImage(cardPng(640, 420, CARD));
    assert.ok(analysis.corners !== null);
    for (const corner of ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const) {
      const { x, y } = analysis.corners[corner];
      assert.ok(Math.hypot(x - CARD[corner].x, y - CARD[corner].y) < 6, `${corner}: ${x}, ${y}`);
    }
    assert.ok(Math.abs(analysis.coverage - (480 * 303) / (640 * 420)) < 0.02, `${analysis.coverage}`);
    assert.ok(analysis.tilt < 3 && Math.abs(analysis.rotation) < 1);
    assert.ok(Math.abs((analysis.pixelsPerMm ?? 0) - 480 / 85.6) < 0.2, `${analysis.pixelsPerMm}`);
    assert.deepEqual(analysis.hints, ['LOW_RESOLUTION']);
    assert.deepEqual(
      analysis.issues.map(({ hint, threshold }) => [hint, threshold]),
      [['LOW_RESOLUTION', 6]],
    );
  });

  it('says null where there is nothing', async () => {
    const analysis = await analyzeImage(plainPng(320, 200));
    assert.deepEqual(analysis.hints, ['NO_DOCUMENT']);
    assert.equal(analysis.corners, null);
    assert.equal(analysis.pixelsPerMm, null);
    assert.deepEqual((await analyzeImage(plainPng(320, 200), { strictness: 'off' })).hints, []);
  });

  it('takes thresholds as they are given', async () => {
    const options: AnalyzeOptions = { document: 'id1', thresholds: { minPixelsPerMm: 3 } };
    assert.deepEqual((await analyzeImage(cardPng(640, 420, CARD), options)).hints, []);
  });

  it('cuts out what it found', async () => {
    const source = cardPng(640, 420, CARD);
    const { corners } = await analyzeImage(source);
    assert.ok(corners !== null);
    const image = await prepareImage(source, { crop: corners, cropMargin: 0 });
    assert.equal(image.path, 'encoded');
    assert.ok(Math.abs(image.width / image.height - 85.6 / 53.98) < 0.01, `${image.width} x ${image.height}`);
    assert.ok(Math.abs(image.width - 480) < 8, `${image.width}`);
  });

  it('refuses unknown and wrong options by name', async () => {
    const cases: [unknown, string, string][] = [
      [{ strictnes: 'off' }, 'unknown_option', 'options.strictnes'],
      [{ strictness: 'lax' }, 'invalid_field', 'options.strictness'],
      [{ thresholds: { maxBlur: 1 } }, 'unknown_option', 'options.thresholds.maxBlur'],
      [{ thresholds: { maxTilt: '5' } }, 'invalid_field', 'options.thresholds.maxTilt'],
      [{ signal: 1 }, 'invalid_field', 'options.signal'],
      [7, 'invalid_field', 'options'],
    ];
    for (const [options, code, field] of cases) {
      const found = await refusal(analyzeImage(plainPng(9, 9), options as AnalyzeOptions));
      assert.deepEqual([found.code, found.field], [code, field], found.message);
    }
    const crop = { ...CARD, topLeft: CARD.topRight };
    assert.equal((await refusal(prepareImage(plainPng(640, 420), { crop }))).field, 'options.crop');
  });

  it('refuses what is no picture, and stops when aborted', async () => {
    assert.equal((await refusal(analyzeImage(new Uint8Array(100)))).code, 'not_an_image');
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(analyzeImage(plainPng(9, 9), { signal: controller.signal }), { name: 'AbortError' });
    const later = new AbortController();
    const pending = analyzeImage(cardPng(640, 420, CARD), { signal: later.signal });
    later.abort();
    await assert.rejects(pending, { name: 'AbortError' });
  });
});
