// What a photo of known damage ought to be told.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { labelOf } from '../bench/hints/labels.mjs';

const corners = {};
const label = (coverage, pixelsPerMm) =>
  labelOf('TOO_FAR', { truth: { corners, coverage, pixelsPerMm }, read: 1 }, 'normal');

describe('the label of a photo that is taken from afar', () => {
  it('asks for little coverage and for too few pixels for a millimetre', () => {
    assert.equal(label(0.1, 4), 'due');
    assert.equal(label(0.1, 12), 'none', 'pixels enough');
    assert.equal(label(0.5, 4), 'none', 'near enough');
  });

  it('does not count where either is hard to tell', () => {
    assert.equal(label(0.22, 4), 'uncounted');
    assert.equal(label(0.1, 6), 'uncounted');
    assert.equal(label(0.22, 12), 'none');
  });
});
