// White that the frames know as print does not keep anybody from the photo.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FrameReport, ImageAnalysis, Quad, WhiteField } from '../../src/capture/analysis.js';
import { analysis, liveScene, STEADY } from './support.js';

const box = (left: number, top: number, right: number, bottom: number): Quad => ({
  topLeft: { x: left, y: top },
  topRight: { x: right, y: top },
  bottomRight: { x: right, y: bottom },
  bottomLeft: { x: left, y: bottom },
});

/** From 0.1 to 0.4 of the document across, and from 0.2 to 0.8 down. */
const FIELD: WhiteField = {
  ...{ from: { x: 0.1, y: 0.2 }, to: { x: 0.4, y: 0.8 }, corners: box(0, 0, 1000, 600) },
  ...{ frames: 3, isPrinted: true, seenMs: 0 },
};

/** What is warned of where the still of 1000 x 600 pixels of the document glares at a place. */
async function warnings(fields: readonly WhiteField[], place: Quad): Promise<unknown> {
  const { platform, capture } = await liveScene();
  const report: FrameReport = { ...STEADY, memory: { fields: { known: [...fields] } } };
  platform.sdk.report = () => report;
  const glare: Partial<ImageAnalysis> = {
    hints: ['GLARE', 'BLUR'],
    issues: [
      { hint: 'GLARE', measured: 0.1, threshold: 0.01, place },
      { hint: 'BLUR', measured: 0.1, threshold: 0.6 },
    ],
    corners: box(0, 0, 1000, 600),
  };
  platform.sdk.still = () => analysis(glare);
  await platform.advance(500);
  await capture.shoot();
  return capture.state.review?.warnings;
}

describe('white that is printed', () => {
  it('is no glare of the still where the frames told so', async () => {
    assert.deepEqual(await warnings([FIELD], box(120, 125, 400, 480)), ['BLUR']);
  });

  it('is glare where they did not, and where glare reaches beyond it', async () => {
    assert.deepEqual(await warnings([{ ...FIELD, isPrinted: false }], box(120, 125, 400, 480)), ['GLARE', 'BLUR']);
    assert.deepEqual(await warnings([], box(120, 125, 400, 480)), ['GLARE', 'BLUR']);
    for (const place of [
      box(70, 125, 400, 480),
      box(120, 90, 400, 480),
      box(120, 125, 450, 480),
      box(120, 125, 400, 520),
    ])
      assert.deepEqual(await warnings([FIELD], place), ['GLARE', 'BLUR']);
  });
});
