import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { after, afterEach, before, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { noisePng, plainPng } from '../fixtures.js';
import { serve, ThreadWorker, wasmFiles, withMemoryCeiling } from './worker-support.js';
import type { Served } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const LARGE = noisePng(1000, 1000);
const SMALL = plainPng(600, 400);

let idsnap: typeof sdk;
let url: (name: string) => string;
let server: Server;

const post = async (options: Partial<sdk.ClientOptions>): Promise<unknown> => {
  const client = idsnap.createClient({ endpoint: url('proxy'), retry: { attempts: 1 }, ...options });
  return client.biometricKz.parseDocument({ countryCode: 'kz', front: SMALL });
};

/** A wasm file, and what fails with it. */
const CASES: Record<string, { wasm?: string; fails?: () => Promise<unknown>; code: string }> = {
  'the wasm file is another one': { wasm: 'page.wasm', code: 'engine_unavailable' },
  'the core traps': {
    wasm: 'small.wasm',
    fails: () => idsnap.prepareImage(LARGE, { maxEdge: 64 }),
    code: 'engine_failed',
  },
  'the core refuses the file': {
    fails: () => idsnap.prepareImage(Uint8Array.of(1, 2, 3)),
    code: 'not_an_image',
  },
  'nobody responds': { fails: () => post({ endpoint: 'http://127.0.0.1:1/id' }), code: 'network_unreachable' },
  'the response is too long': { fails: () => post({ maxResponseBytes: 5 }), code: 'response_too_large' },
};

async function failureOf(act: () => Promise<unknown>): Promise<sdk.IdSnapError> {
  const error: unknown = await act().then(
    () => assert.fail('nothing failed'),
    (reason: unknown) => reason,
  );
  return idsnap.isIdSnapError(error) ? error : assert.fail(String(error));
}

before(async () => {
  Object.assign(globalThis, { Worker: ThreadWorker });
  // By its path: in Node the package's name leads to the entry for Node.
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  const files: Record<string, Served> = await wasmFiles(dist);
  const { body } = files['idsnap_bg.wasm'] ?? assert.fail();
  files['small.wasm'] = { body: withMemoryCeiling(body as Uint8Array, 32) };
  files['proxy/biometric_kz/api/v1/backend/document/parse/'] = { body: '{"more":1}', type: 'application/json' };
  files['page.wasm'] = { body: '<!doctype html>', type: 'text/html' };
  ({ url, server } = await serve(files));
});

after(() => server.close());

afterEach(() => {
  idsnap.dispose();
});

describe('an error of the worker', () => {
  for (const [name, { wasm = 'idsnap_bg.wasm', fails, code }] of Object.entries(CASES)) {
    it(`is what it is in the page's own thread: ${name}`, async () => {
      const found: sdk.IdSnapError[] = [];
      for (const worker of [true, false]) {
        ThreadWorker.started = [];
        const start = (): Promise<void> => idsnap.init({ wasmUrl: url(wasm), worker });
        found.push(await failureOf(fails === undefined ? start : async () => start().then(fails)));
        assert.equal(ThreadWorker.started.length > 0, worker);
        idsnap.dispose();
      }
      // An attempt has a random name.
      const [inWorker, inPage] = found.map(({ info, ...own }) =>
        JSON.stringify({ info, own }).replaceAll(/"attempt":"\w+"/g, ''),
      );
      assert.equal(inWorker, inPage);
      assert.deepEqual([found[0]?.code, typeof found[0]?.advice], [code, 'string']);
    });
  }
});
