import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compare } from '../same-bytes/compare.mjs';

const results = (entries) =>
  new Map(Object.entries(entries).map(([key, [value, message]]) => [key, { value: JSON.stringify(value), message }]));

describe('the comparison of two builds', () => {
  it('counts outputs and refusals apart, and shows what differs', () => {
    const before = results({ a: [{ sha256: '1' }], b: [{ sha256: '2' }], c: [{ error: 'too_small' }, 'so it is'] });
    const after = results({ a: [{ sha256: '1' }], b: [{ sha256: '3' }], c: [{ error: 'too_small' }, 'so it is'] });
    const { same, refused, differing, otherwise, missing } = compare(before, after);
    assert.deepEqual([same, refused, otherwise, missing], [1, 1, [], []]);
    assert.deepEqual(
      differing.map(({ key }) => key),
      ['b'],
    );
    assert.match(differing[0].before, /"2"/);
    assert.match(differing[0].after, /"3"/);
  });

  it('takes another message of the same code for the same, and tells it once', () => {
    const before = results({ a: [{ error: 'x' }, 'old'], b: [{ error: 'x' }, 'old'], c: [{ error: 'x' }, 'kept'] });
    const after = results({ a: [{ error: 'x' }, 'new'], b: [{ error: 'x' }, 'new'], c: [{ error: 'x' }, 'kept'] });
    const { refused, otherwise, differing } = compare(before, after);
    assert.deepEqual([refused, differing], [3, []]);
    assert.deepEqual(otherwise, [{ before: 'old', after: 'new', count: 2 }]);
  });

  it('tells another code and a missing case', () => {
    const { differing, missing } = compare(
      results({ a: [{ error: 'x' }, 'm'], b: [1] }),
      results({ a: [{ error: 'y' }, 'm'], c: [1] }),
    );
    assert.deepEqual([differing.length, missing], [1, ['b', 'c']]);
  });
});
