import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { animate } from '../lib/webp.mjs';

/** A still file with an image of the given bytes, behind a chunk of another kind. */
function still(...bytes) {
  const other = Buffer.concat([Buffer.from('ICCP\x01\0\0\0', 'latin1'), Buffer.from([9, 0])]);
  const head = Buffer.from([...Buffer.from('VP8 '), bytes.length, 0, 0, 0]);
  return Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), other, head, Buffer.from(bytes), Buffer.alloc(1)]);
}

describe('an animation', () => {
  it('has each image with its time, and lengths that lead from chunk to chunk', () => {
    const film = animate({ width: 360, height: 640 }, [
      { webp: still(1, 2, 3), milliseconds: 1300 },
      { webp: still(4), milliseconds: 70_000 },
    ]);
    assert.equal(film.toString('latin1', 0, 4) + film.toString('latin1', 8, 12), 'RIFFWEBP');
    assert.equal(film.readUInt32LE(4), film.length - 8);
    const chunks = [];
    for (let at = 12; at < film.length; at += 8 + film.readUInt32LE(at + 4) + (film.readUInt32LE(at + 4) % 2))
      chunks.push([film.toString('latin1', at, at + 4), film.subarray(at + 8, at + 8 + film.readUInt32LE(at + 4))]);
    assert.deepEqual(
      chunks.map(([name]) => name),
      ['VP8X', 'ANIM', 'ANMF', 'ANMF'],
    );
    const [[, header], , [, first], [, second]] = chunks;
    assert.deepEqual([header.readUIntLE(4, 3), header.readUIntLE(7, 3)], [359, 639]);
    assert.deepEqual([first.readUIntLE(12, 3), second.readUIntLE(12, 3)], [1300, 70_000]);
    assert.equal(first.toString('latin1', 16, 20), 'VP8 ');
    assert.deepEqual([...first.subarray(24, 27)], [1, 2, 3]);
  });

  it('refuses what is no lossy image', () => {
    const lossless = Buffer.from('RIFF\0\0\0\0WEBPVP8L\0\0\0\0', 'latin1');
    assert.throws(() => animate({ width: 1, height: 1 }, [{ webp: lossless, milliseconds: 1 }]), /no lossy WebP/);
  });
});
