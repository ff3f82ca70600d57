import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { draw } from '../plot/draw.mjs';
import { RESULTS } from '../plot/record.mjs';

describe('the plot of docs/performance.md', () => {
  it('is drawn from the recorded figures', () => {
    const drawn = draw(JSON.parse(readFileSync(RESULTS, 'utf8')));
    assert(readFileSync(inRoot('docs', 'performance.svg'), 'utf8') === drawn, 'run npm run plot');
  });
});
