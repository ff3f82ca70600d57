// Every fault met by every kind of call, in this thread and in a worker. The table of docs/network.md is made here:
// `UPDATE_DOCS=1` writes it.
import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import * as node from 'idsnap';
import { plainPng } from '../fixtures.js';
import { serve, ThreadWorker, wasmFiles } from '../engine/worker-support.js';
import {
  BEHIND_PROXY,
  CALLS,
  countOf,
  documented,
  faulty,
  faultyBehindProxy,
  FAULTS,
  LIMITS,
  optionsOf,
  rowOf,
} from './faults.mjs';
import { server, settling } from './support.js';

const dist = new URL('../../../dist/', import.meta.url);
const picture = plainPng(200, 150);
/** What a busy machine may take longer. */
const GRACE_MS = 3_000;

const elsewhere = await server((_, response) => response.end('{}'));
const wasm = await serve(await wasmFiles(dist));

/** The package on each platform that is to be had in Node. */
const PLATFORMS: Record<string, () => Promise<typeof node>> = {
  'Node, in its thread': () => Promise.resolve(node),
  'a worker without XMLHttpRequest': async () => {
    Object.assign(globalThis, { Worker: ThreadWorker });
    const browser = (await import(new URL('index.js', dist).href)) as typeof node;
    await browser.init({ wasmUrl: wasm.url('idsnap_bg.wasm') });
    return browser;
  },
};

after(() => wasm.server.close());

/** Where a fault is met, and how long its client waits. */
interface Way {
  readonly idsnap: typeof node;
  readonly open: typeof faulty;
  readonly limits: typeof LIMITS;
}

/** What becomes of one call. */
async function outcome(
  { idsnap, open, limits }: Way,
  fault: string,
  name: string,
  call: (typeof CALLS)[string],
): Promise<string[]> {
  const isPolled = name.includes('asking');
  const { endpoint, seen, close } = await open(fault, { isPolled, elsewhere: elsewhere.endpoint });
  const client = idsnap.createClient({ endpoint, ...optionsOf(limits) });
  const { ms, error } = await settling(call(client, picture, limits));
  close();
  assert.ok(idsnap.isIdSnapError(error), `${fault}, ${name}: ${String(error)}`);
  assert.ok(ms < limits.deadlineMs + GRACE_MS, `${fault}, ${name}: ${ms} ms`);
  const keys = new Set(seen);
  assert.ok(isPolled || keys.size <= 1, `${fault}, ${name}: one attempt id for all tries`);
  const resume = error.resume === undefined ? '-' : error.resume.id === undefined ? 'attempt' : 'id';
  return rowOf(fault, name, { code: error.code, resume, requests: countOf(seen, isPolled), ms: Math.round(ms) });
}

for (const [platform, load] of Object.entries(PLATFORMS)) {
  describe(`faults on ${platform}`, () => {
    afterEach(() => {
      Object.assign(globalThis, { Worker: undefined });
    });

    it('end as the documentation says, inside the deadline', async () => {
      const idsnap = await load();
      const rows: string[][] = [];
      // The engine is there, as it is after the first call of a page.
      await idsnap.prepareImage(picture);
      for (const fault of Object.keys(FAULTS)) {
        const calls = Object.entries(CALLS).filter(([name]) => fault !== 'nothing listens' || !name.includes('asking'));
        for (const [name, call] of calls)
          rows.push(await outcome({ idsnap, open: faulty, limits: LIMITS }, fault, name, call));
      }
      idsnap.dispose();
      assert.equal(elsewhere.seen.length, 0, 'no redirect was followed');
      assert.equal(rows.length, Object.keys(FAULTS).length * Object.keys(CALLS).length - 1);
      assert.deepEqual(
        rows.map((row) => row.slice(0, -1)),
        await documented(platform, rows),
      );
    });
  });
}

it('faults of a vendor behind the real proxy end as the documentation says', async () => {
  const { faults, limits } = BEHIND_PROXY;
  const way = { idsnap: node, open: faultyBehindProxy, limits };
  const rows: string[][] = [];
  await node.prepareImage(picture);
  for (const fault of faults) {
    const calls = Object.entries(CALLS).filter(([name]) => fault !== 'nothing listens' || !name.includes('asking'));
    for (const [name, call] of calls) rows.push(await outcome(way, fault, name, call));
  }
  node.dispose();
  assert.equal(elsewhere.seen.length, 0, 'no redirect was followed');
  assert.equal(rows.length, faults.length * Object.keys(CALLS).length - 1);
  assert.deepEqual(
    rows.map((row) => row.slice(0, -1)),
    await documented('a vendor behind the proxy', rows),
  );
});
