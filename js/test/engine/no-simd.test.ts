// A browser or a server without SIMD: V8 has none where it is told that the processor lacks SSE 4.1.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HOOKS = fileURLToPath(new URL('../../../scripts/lib/ts-hooks.mjs', import.meta.url));
const RUN = fileURLToPath(new URL('./no-simd-run.ts', import.meta.url));

interface Found {
  simd: boolean;
  hosts: [workers: number, now: string];
  remedies: string[];
  /** The files that the page asked for. */
  asked: string[];
  /** Of what the calls came to in a worker, in the page's thread and in Node. */
  digests: string[];
}

async function run(...flags: string[]): Promise<Found> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--import', HOOKS, RUN]);
  return JSON.parse(stdout) as Found;
}

describe('without SIMD', () => {
  let usual: Found, without: Found;
  before(async () => {
    [usual, without] = await Promise.all([run(), run('--no-enable-sse4-1')]);
  });

  it('one file is asked for in place of the others, and with SIMD it is not', () => {
    assert.deepEqual([usual.simd, without.simd], [true, false]);
    assert.deepEqual(without.asked, ['idsnap_nosimd_bg.wasm']);
    const parts = ['bg', 'scene_bg', 'vendors_bg', 'zone_bg'];
    assert.deepEqual(
      usual.asked,
      parts.map((part) => `idsnap_${part}.wasm`),
    );
  });

  it('everything gives the same, in a worker, in the thread of the page and in Node', () => {
    const [digest] = usual.digests;
    assert.deepEqual(usual.digests, [digest, digest, digest]);
    assert.deepEqual(without.digests, usual.digests);
    assert.deepEqual(
      [usual.hosts, without.hosts],
      [
        [1, 'thread'],
        [1, 'thread'],
      ],
    );
  });

  it('a diagnosis says that another browser is faster', () => {
    assert.deepEqual(usual.remedies, []);
    assert.match(without.remedies.join('\n'), /^a browser with WebAssembly SIMD, which takes half the time: /);
  });
});
