import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { byName, differences, readHistory, writeRow } from '../lib/size-history.mjs';

describe('the history of sizes', () => {
  it('names parts without hashes, and sums those of one name', () => {
    const parts = [
      { part: 'SDK, on demand: ru-UVFOBQNW.js', brotli: 10 },
      { part: 'SDK, on demand: ru-MXWMYEPW.js', brotli: 5 },
      { part: 'JavaScript of the SDK', brotli: 7 },
    ];
    assert.deepEqual(byName(parts), { 'SDK, on demand: ru.js': 15, 'JavaScript of the SDK': 7 });
  });

  it('has one row for a commit, on a line of its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'idsnap-sizes-'));
    const path = join(folder, 'sizes.json');
    assert.deepEqual(readHistory(path), []);
    const row = (commit, bytes) => ({ version: '1.0.0', commit, date: '2026-01-01', parts: { a: bytes } });
    for (const [commit, bytes] of [
      ['x', 1],
      ['y', 2],
      ['x', 3],
    ])
      writeRow(path, row(commit, bytes));
    assert.deepEqual(readHistory(path), [row('y', 2), row('x', 3)]);
    assert.equal(readFileSync(path, 'utf8').split('\n').length, 5);
    rmSync(folder, { recursive: true });
  });

  it('tells differences, the largest first, and what came and went', () => {
    const told = differences({ same: 5, less: 9, gone: 2 }, { same: 5, less: 2, came: 4 });
    assert.deepEqual(told, [
      { name: 'less', bytes: -7 },
      { name: 'came', bytes: 4 },
      { name: 'gone', bytes: -2 },
    ]);
  });
});
