// An end of the engine, and a trap, beside requests that are on their way in the same thread: 500 rounds in a process of
// their own, which must neither end nor be called into.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withMemoryCeiling } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const ROUNDS = 500;
/** Less than the large image of the rounds needs. */
const CEILING_PAGES = 32;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'idsnap-hammer-'));
});
after(() => rm(folder, { recursive: true }));

async function hammer(wasm: URL): Promise<{ requests: number; problems: Record<string, number> }> {
  const script = fileURLToPath(new URL('hammer.mjs', import.meta.url));
  const args = ['--expose-gc', script, new URL('node.js', dist).href, wasm.href, String(ROUNDS)];
  const said = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 300_000 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`the process ended: ${error?.message ?? ''} ${stderr}`));
      else resolve(stdout);
    });
  });
  return JSON.parse(said) as Awaited<ReturnType<typeof hammer>>;
}

describe('500 ends of an engine in the thread of its calls', () => {
  it('leave the process and the next engine alone', async () => {
    const { requests, problems } = await hammer(new URL('idsnap_bg.wasm', dist));
    assert.deepEqual(problems, {});
    assert.ok(requests > 100, `${requests} requests were on their way`);
  });

  it('leave them alone too where a call traps beside an upload', async () => {
    const wasm = await readFile(new URL('idsnap_bg.wasm', dist));
    const path = join(folder, 'small.wasm');
    await writeFile(path, withMemoryCeiling(wasm, CEILING_PAGES));
    const { requests, problems } = await hammer(pathToFileURL(path));
    assert.deepEqual(problems, {});
    assert.ok(requests > 100, `${requests} requests were on their way`);
  });
});
