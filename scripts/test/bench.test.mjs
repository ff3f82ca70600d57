import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ratios, worst } from '../bench/aims-table.mjs';
import { CAMERAS, oriented } from '../bench/cameras.mjs';
import { photos } from '../bench/corpus.mjs';
import { slowed } from '../bench/slow.mjs';

const folder = mkdtempSync(join(tmpdir(), 'idsnap-bench-test-'));
after(() => rmSync(folder, { recursive: true }));

/** What a file says of itself in front of its first scan. */
function headerOf(jpeg) {
  const header = {};
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const code = jpeg[at + 1];
    if (code === 0xe1) (header.orientations ??= []).push(jpeg[at + 28]);
    if (code !== 0xc0 && code !== 0xc2) continue;
    const [height, width] = [jpeg.readUInt16BE(at + 5), jpeg.readUInt16BE(at + 7)];
    Object.assign(header, { width, height, progressive: code === 0xc2, full: jpeg[at + 11] === 0x11 });
  }
  return header;
}

describe('the photos of the benchmark without the corpus', () => {
  let paths;
  before(async () => {
    paths = await photos(join(folder, 'no-corpus'), join(folder, 'made'));
  });

  it('are those of six cameras', () => {
    assert.equal(paths.length, 6);
    const expected = CAMERAS.map(({ width, height, progressive, orientation, full = false }) => ({
      orientations: [orientation],
      ...{ width, height, progressive, full },
    }));
    assert.deepEqual(
      paths.map((path) => headerOf(readFileSync(path))),
      expected,
    );
  });

  it('are too large for the limits that are measured', () => {
    for (const path of paths) assert(readFileSync(path).length > 525_000, path);
  });

  it('get another orientation in the place of the one that they have', () => {
    const [first] = paths.map((path) => readFileSync(path));
    assert.equal(CAMERAS[0].orientation, 6);
    const turned = oriented(first, 3);
    assert.deepEqual(headerOf(turned), { ...headerOf(first), orientations: [3] });
    assert.equal(turned.length, first.length);
  });
});

describe('a device slowed to a quarter', () => {
  it('has its processes stopped for three quarters of the time, and goes on afterwards', async () => {
    const idle = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    // proc(5): the state follows the name, which stands in brackets.
    const isStopped = () => readFileSync(`/proc/${idle.pid}/stat`, 'utf8').split(') ')[1].startsWith('T');
    try {
      const seen = await slowed([idle.pid], async () => {
        const states = [];
        for (const from = performance.now(); performance.now() - from < 800; await sleep(1)) states.push(isStopped());
        return states;
      });
      const share = seen.filter(Boolean).length / seen.length;
      // Measured on a busy machine: 0.66 to 0.76. At half of the speed it is 0.5.
      assert(share > 0.55 && share < 0.9, `${share} of ${seen.length}`);
      assert.equal(isStopped(), false);
    } finally {
      idle.kill('SIGKILL');
    }
  });
});

describe('the figures of cases with an aim', () => {
  const runs = (...times) => times.map(([ms, cpuMs]) => ({ ms, cpuMs }));

  it('compare wall time round by round, and processor time as a whole', () => {
    const contenders = { idsnap: runs([10, 10], [40, 0], [30, 50]), canvas: runs([20, 20], [40, 20], [100, 20]) };
    assert.deepEqual(ratios(contenders, 'canvas'), { ms: 0.5, cpuMs: 1 });
  });

  it('are missing where a round failed', () => {
    const ours = [...runs([10, 10], [10, 10]), { error: 'Error: no' }];
    const contenders = { idsnap: ours, canvas: runs([20, 20], [20, 20], [20, 20]) };
    assert.deepEqual(ratios(contenders, 'canvas'), { ms: NaN, cpuMs: NaN });
  });

  it('show the worst photo, and first of all one that has no figure', () => {
    const [one, two, none] = [0.4, 0.9, NaN].map((value) => ({ value }));
    assert.equal(worst([one, two]), two);
    assert.equal(worst([two, one]), two);
    assert.equal(worst([one, none, two]), none);
  });
});
