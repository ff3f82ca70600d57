import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { noisePng, plainPng } from '../fixtures.js';
import { serve, ThreadWorker, withMemoryCeiling, withText } from './worker-support.js';
import type { Served } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
/** Needs 3 MB and more; the ceiling in these tests is 2 MB above the module's first size. */
const LARGE = noisePng(1000, 1000);
const SMALL = plainPng(8, 8);
const CEILING_PAGES = 32;

let idsnap: typeof sdk;
let url: (name: string) => string;
let server: Server;
const files: Record<string, Served> = {};

const useWorker = (worker: unknown): void => {
  Object.assign(globalThis, { Worker: worker });
};
const worker = (): ThreadWorker => ThreadWorker.started.at(-1) ?? assert.fail('no worker was started');

before(async () => {
  // By its path: in Node the package's name leads to the entry for Node.
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  const wasm = await readFile(new URL('idsnap_bg.wasm', dist));
  files['idsnap_bg.wasm'] = { body: wasm };
  files['as-bytes.wasm'] = { body: wasm, type: 'application/octet-stream' };
  files['small.wasm'] = { body: withMemoryCeiling(wasm, CEILING_PAGES) };
  files['old.wasm'] = { body: withText(wasm, '0.1.0', '0.0.9') };
  files['other.wasm'] = { body: withText(wasm, '__wbindgen_init_externref_table', '__wbindgen_init_externref_tablE') };
  files['page.wasm'] = { body: '<!doctype html><title>Not found</title>', type: 'text/html' };
  files['cut.wasm'] = { body: wasm.subarray(0, 5000) };
  ({ url, server } = await serve(files));
});

after(() => server.close());

beforeEach(() => {
  ThreadWorker.started = [];
  useWorker(ThreadWorker);
});

afterEach(() => {
  idsnap.dispose();
  useWorker(undefined);
});

describe('the engine in a worker', () => {
  it('starts one worker for all calls and ends it when disposed of', async () => {
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
    const widths = await Promise.all(
      [SMALL, LARGE].map(async (file) => (await idsnap.prepareImage(file, { maxEdge: 64 })).width),
    );
    assert.deepEqual(widths, [8, 64]);
    assert.equal(ThreadWorker.started.length, 1);
    const { engine } = await idsnap.diagnose();
    assert.equal(engine.state === 'running' && engine.host, 'worker');
    idsnap.dispose();
    assert.equal(worker().terminated, true);
  });

  it('takes a wasm file that is served without its media type', async () => {
    await idsnap.init({ wasmUrl: url('as-bytes.wasm') });
    assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
  });

  it('starts a new worker after a trap', async () => {
    await idsnap.init({ wasmUrl: url('small.wasm') });
    await assert.rejects(idsnap.prepareImage(LARGE, { maxEdge: 64 }), { code: 'engine_failed', retryable: true });
    assert.equal(worker().terminated, true);
    assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
    assert.equal(ThreadWorker.started.length, 2);
  });

  it('starts a fresh instance after a trap in the page’s own thread', async () => {
    await idsnap.init({ wasmUrl: url('small.wasm'), worker: false });
    for (let time = 0; time < 3; time += 1) {
      await assert.rejects(idsnap.prepareImage(LARGE, { maxEdge: 64 }), { code: 'engine_failed' });
      assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
    }
    assert.equal(ThreadWorker.started.length, 0);
  });

  it('moves copies to the worker, never what the caller passed', async () => {
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
    const own = SMALL.slice();
    await idsnap.prepareImage(own);
    await idsnap.prepareImage(own.buffer);
    await idsnap.prepareImages([own, own.buffer]);
    assert.deepEqual(own, SMALL);
  });

  it('ends the worker to stop a picture that is being prepared', async () => {
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
    const controller = new AbortController();
    const onProgress = ({ phase }: sdk.Progress): void => {
      if (phase === 'decode') controller.abort();
    };
    const call = idsnap.prepareImage(LARGE, { maxBytes: 200_000, signal: controller.signal, onProgress });
    await assert.rejects(call, { name: 'AbortError' });
    assert.equal(worker().terminated, true);
    assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
    assert.equal(ThreadWorker.started.length, 2);
  });

  it('rejects what a worker that fails was running', async () => {
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
    const onProgress = ({ phase }: sdk.Progress): void => {
      if (phase === 'decode') {
        setTimeout(() => {
          worker().fail();
        }, 0);
      }
    };
    const call = idsnap.prepareImage(LARGE, { maxEdge: 64, onProgress });
    await assert.rejects(call, { code: 'engine_failed', message: 'the engine failed: the worker stopped' });
    assert.equal(worker().terminated, true);
    assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
  });

  it('ends the worker when its memory has grown', async () => {
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
    const file = new Uint8Array(80_000_000);
    file.set(plainPng(20, 20));
    await idsnap.prepareImage(file, { maxEdge: 10 }).catch(() => undefined);
    assert.equal(worker().terminated, true);
    assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
  });
});

describe('an engine that cannot be loaded', () => {
  const cases: [string, string, RegExp][] = [
    ['page.wasm', 'engine_unavailable', /^the wasm file at \/page\.wasm is not WebAssembly but HTML: /],
    ['missing.wasm', 'engine_unavailable', /^the wasm file at \/missing\.wasm was answered with HTTP status 404$/],
    ['cut.wasm', 'engine_unavailable', /^the wasm file at \/cut\.wasm could not be started$/],
    ['old.wasm', 'version_mismatch', /^the wasm file is version 0\.0\.9, the JavaScript is version 0\.1\.0$/],
    ['other.wasm', 'version_mismatch', /^the wasm file at \/other\.wasm does not belong to this JavaScript$/],
  ];
  for (const [name, code, message] of cases) {
    it(`says why: ${name}`, async () => {
      await assert.rejects(idsnap.init({ wasmUrl: url(name) }), { code, message, category: 'engine' });
      assert.equal(worker().terminated, true);
    });
  }

  it('says why in the page’s own thread too, and is loaded when it can be', async () => {
    await assert.rejects(idsnap.init({ wasmUrl: url('page.wasm'), worker: false }), { code: 'engine_unavailable' });
    files['late.wasm'] = { body: 'x', status: 503 };
    await assert.rejects(idsnap.init({ wasmUrl: url('late.wasm') }), { message: /HTTP status 503$/ });
    files['late.wasm'] = files['idsnap_bg.wasm'] ?? assert.fail();
    assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
  });

  it('says when the worker is of another version', async () => {
    const workerUrl = new URL('worker-other-version.mjs', import.meta.url);
    await assert.rejects(idsnap.init({ wasmUrl: url('idsnap_bg.wasm'), workerUrl }), {
      code: 'version_mismatch',
      message: 'the worker is version 9.9.9, the page has version 0.1.0',
    });
  });

  it('fails a diagnosis with its code rather than throwing', async () => {
    await idsnap.init({ wasmUrl: url('missing.wasm') }).catch(() => undefined);
    const { engine } = await idsnap.diagnose();
    assert.equal(engine.state === 'failed' && engine.code, 'engine_unavailable');
    const { remedies } = await idsnap.diagnose();
    assert.match(remedies.join(), /serve idsnap_bg\.wasm .* init\(\{ wasmUrl \}\)/);
  });
});

describe('a page that cannot have a worker', () => {
  const refusals: [string, unknown, string][] = [
    ['there is none', undefined, 'there are no workers here'],
    [
      'the constructor throws',
      function Refused() {
        throw new DOMException('x', 'SecurityError');
      },
      'SecurityError',
    ],
    [
      'the script cannot be loaded',
      class extends ThreadWorker {
        constructor() {
          super(new URL('no-such-worker.js', import.meta.url));
        }
      },
      'the worker script could not be loaded',
    ],
  ];
  for (const [name, constructor, reason] of refusals) {
    it(`works in the page’s own thread and says so: ${name}`, async () => {
      useWorker(constructor);
      await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
      assert.equal((await idsnap.prepareImage(SMALL)).width, 8);
      const { engine } = await idsnap.diagnose();
      assert.deepEqual(engine.state === 'running' && [engine.host, engine.workerRefused], ['thread', reason]);
    });
  }

  it('warns every listener once, whenever it comes, and says what to change', async () => {
    useWorker(undefined);
    const told: [sdk.Warning[], sdk.Warning[], sdk.Warning[]] = [[], [], []];
    const early = (warning: sdk.Warning): unknown => told[0].push(warning);
    const late = (warning: sdk.Warning): unknown => told[1].push(warning);
    const client = (warning: sdk.Warning): unknown => told[2].push(warning);
    const wasmUrl = url('idsnap_bg.wasm');
    idsnap.createClient({ endpoint: 'https://app.example/', onWarning: client });
    await idsnap.init({ wasmUrl, onWarning: early });
    await idsnap.init({ wasmUrl, onWarning: late });
    await idsnap.init({ wasmUrl, onWarning: early });
    idsnap.dispose();
    await idsnap.init({ wasmUrl });
    assert.deepEqual(
      told.map((list) => list.length),
      [1, 1, 1],
    );
    const [warning] = told[0];
    assert.deepEqual([warning?.code, warning?.message], ['no_worker', 'there are no workers here']);
    assert.match(warning?.remedy ?? '', /workers/);
    const { remedies } = await idsnap.diagnose();
    assert.ok(remedies.includes(warning?.remedy ?? ''), remedies.join('; '));
  });

  it('is not warned where it asked for none', async () => {
    let warned = 0;
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm'), worker: false, onWarning: () => (warned += 1) });
    assert.equal(warned, 0);
  });
});
