/** What a photo is refused for. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FIRST_TRY, judge } from '../../src/capture/session/tries.js';

describe('a photo', () => {
  it('of a screen or of a photocopy is advised against and refused by nobody', () => {
    const { tries, verdict } = judge(FIRST_TRY, ['SCREEN', 'PHOTOCOPY'], 2);
    assert.deepEqual([tries.warned, verdict], [0, { acceptable: true, warningsLeft: 2 }]);
  });

  it('that has another flaw too is refused', () => {
    const { tries, verdict } = judge(FIRST_TRY, ['GLARE', 'SCREEN'], 2);
    assert.deepEqual([tries.warned, verdict], [1, { acceptable: false, warningsLeft: 1 }]);
  });
});
