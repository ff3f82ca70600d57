import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { after, afterEach, before, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { ENGINE_TEXTS } from '../../src/advice/engine.js';
import { en } from '../../pkg/advice.js';
import { noisePng, plainPng } from '../fixtures.js';
import { serve, ThreadWorker, wasmFiles } from './worker-support.js';
import type { Served } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const SMALL = plainPng(6, 4);

let idsnap: typeof sdk;
let url: (name: string) => string;
let server: Server;
const files: Record<string, Served> = {};

async function failureOf(work: Promise<unknown>): Promise<sdk.IdSnapError> {
  const error: unknown = await work.then(
    () => assert.fail('nothing failed'),
    (reason: unknown) => reason,
  );
  return idsnap.isIdSnapError(error) ? error : assert.fail(String(error));
}

/** What stands in for one of the page's own functions while something is done. */
async function instead<T>(target: object, own: Record<string, unknown>, act: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptors(target) as Record<string, PropertyDescriptor>;
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
  try {
    return await act();
  } finally {
    for (const name of Object.keys(own)) {
      const was = before[name];
      if (was === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, was);
    }
  }
}

const inThread = (wasm = 'idsnap_bg.wasm'): Promise<sdk.IdSnapError> =>
  failureOf(idsnap.init({ wasmUrl: url(wasm), worker: false }));

before(async () => {
  Object.assign(globalThis, { Worker: ThreadWorker });
  // By its path: in Node the package's name leads to the entry for Node.
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  Object.assign(files, await wasmFiles(dist), {
    'page.wasm': { body: '<!doctype html>', type: 'text/html' },
    'cut.wasm': { body: ((await wasmFiles(dist))['idsnap_bg.wasm']?.body as Uint8Array).subarray(0, 5000) },
    'busy.wasm': { body: '', status: 503 },
    'forbidden.wasm': { body: '', status: 403 },
  });
  ({ url, server } = await serve(files));
});

after(() => server.close());

afterEach(() => {
  idsnap.dispose();
});

describe('why the engine is not available', () => {
  /** What is at the address, the reason, whose advice it has, and what the developer is told to change. */
  const CASES: [string, sdk.EngineReason, keyof (typeof ENGINE_TEXTS)['en'], RegExp][] = [
    ['missing.wasm', 'not_found', 'operator', /status 404: serve idsnap_bg\.wasm/],
    ['forbidden.wasm', 'not_found', 'operator', /status 403: serve idsnap_bg\.wasm/],
    ['page.wasm', 'wrong_content', 'operator', /HTML: .*have the server leave \*\.wasm alone/],
    ['cut.wasm', 'wrong_content', 'operator', /cut\.wasm could not be started: .*leave \*\.wasm alone/],
    ['busy.wasm', 'unreachable', 'unreachable', /status 503: .*Access-Control-Allow-Origin/],
  ];
  for (const [wasm, reason, whose, remedy] of CASES) {
    it(`is told with who can act and what to change: ${wasm}`, async () => {
      for (const worker of [true, false]) {
        const error = await failureOf(idsnap.init({ wasmUrl: url(wasm), worker }));
        assert.deepEqual([error.code, error.reason, error.info.reason], ['engine_unavailable', reason, reason]);
        assert.equal(error.advice, ENGINE_TEXTS['en']?.[whose]);
        assert.equal(error.retryable, reason === 'unreachable');
      }
      const { engine, remedies } = await idsnap.diagnose();
      assert.equal(engine.state === 'failed' && engine.reason, reason);
      assert.match(remedies.join('\n'), remedy);
    });
  }

  it('is the network where a connection breaks before or while the file comes', async () => {
    const gone = await failureOf(idsnap.init({ wasmUrl: 'http://127.0.0.1:1/idsnap_bg.wasm', worker: false }));
    assert.deepEqual([gone.reason, gone.retryable], ['unreachable', true]);
    const cut = (): ReadableStream =>
      new ReadableStream({
        pull(controller) {
          controller.error(new TypeError('network error'));
        },
      });
    for (const type of ['application/wasm', 'application/octet-stream']) {
      const headers = { 'content-type': type };
      const fetch = (): Promise<Response> => Promise.resolve(new Response(cut(), { headers }));
      const { reason } = await instead(globalThis, { fetch }, () => inThread());
      assert.equal(reason, 'unreachable', type);
    }
  });

  it('is the policy where the browser says so', async () => {
    const events = new EventTarget();
    const page = {
      baseURI: 'https://shop.example/',
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    };
    const blocked = (): Promise<never> => {
      // As in a browser, the policy's own event comes after the request has failed.
      setTimeout(() => {
        events.dispatchEvent(
          Object.assign(new Event('securitypolicyviolation'), { effectiveDirective: 'connect-src' }),
        );
      }, 0);
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    const own = { document: page, fetch: blocked };
    const connect = await instead(globalThis, own, () => inThread());
    assert.deepEqual([connect.reason, connect.advice], ['blocked_by_policy', ENGINE_TEXTS['en']?.operator]);
    assert.match(connect.message, /blocks connect-src: the wasm file at \/idsnap_bg\.wasm could not be fetched$/);

    const text =
      'Compiling or instantiating WebAssembly module violates the following Content Security policy directive';
    const compileStreaming = (): Promise<never> => Promise.reject(new WebAssembly.CompileError(text));
    const wasm = await instead(WebAssembly, { compileStreaming }, () => inThread());
    assert.equal(wasm.reason, 'blocked_by_policy');
    assert.match(wasm.message, /lacks script-src 'wasm-unsafe-eval'$/);
  });

  it('is the memory where there is none, and what the browser lacks', async () => {
    const compileStreaming = (): Promise<never> => Promise.reject(new RangeError('Out of memory'));
    const memory = await instead(WebAssembly, { compileStreaming }, () => inThread());
    assert.deepEqual([memory.reason, memory.advice], ['out_of_memory', ENGINE_TEXTS['en']?.memory]);
    // As in a browser without SIMD: nothing that uses it is valid, and neither is the file.
    const refuse = (): Promise<never> => Promise.reject(new WebAssembly.CompileError('invalid opcode'));
    const lacking = { validate: () => false, compileStreaming: refuse };
    const simd = await instead(WebAssembly, lacking, () => inThread());
    assert.deepEqual([simd.reason, simd.advice], ['no_simd', en['engine_unavailable']]);
    // The file that the SDK takes itself needs no SIMD: one that is refused is another file.
    const headers = { 'content-type': 'application/wasm' };
    const fetch = (): Promise<Response> => Promise.resolve(new Response('', { headers }));
    const own = (): Promise<sdk.IdSnapError> => failureOf(idsnap.init({ worker: false }));
    const other = await instead(WebAssembly, lacking, () => instead(globalThis, { fetch }, own));
    assert.equal(other.reason, 'wrong_content');
    assert.match(other.message, /idsnap_nosimd_bg\.wasm could not be started$/);
    const none = await instead(globalThis, { WebAssembly: undefined }, () => inThread());
    assert.deepEqual([none.reason, none.advice], ['no_wasm', en['engine_unavailable']]);
  });

  it('is nothing with the file that was built without SIMD, which gives the same bytes', async () => {
    const name = 'idsnap_nosimd_bg.wasm';
    files[name] = { body: await readFile(new URL(name, dist)) };
    const prepared = async (wasm: string): Promise<string> => {
      await idsnap.init({ wasmUrl: url(wasm) });
      const { sha256 } = await idsnap.prepareImage(noisePng(300, 200), { maxEdge: 100, quality: 80 });
      const { hints } = await idsnap.analyzeImage(SMALL);
      return `${sha256} ${hints.join()}`;
    };
    const simd = await prepared('idsnap_bg.wasm');
    idsnap.dispose();
    assert.equal(await prepared(name), simd);
  });

  it('is the set-up where an address is none', async () => {
    const error = await failureOf(idsnap.init({ wasmUrl: 'http://[' }));
    assert.deepEqual([error.reason, error.advice], ['wrong_setup', ENGINE_TEXTS['en']?.operator]);
  });

  it('is told by a part that is missing as well', async () => {
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm'), sceneWasmUrl: url('missing.wasm') });
    const error = await failureOf(idsnap.analyzeImage(SMALL));
    assert.deepEqual([error.reason, error.advice], ['not_found', ENGINE_TEXTS['en']?.operator]);
  });

  it('is told in the language of the call', async () => {
    const error = await failureOf(idsnap.init({ wasmUrl: url('page.wasm'), language: 'ru' }));
    assert.equal(error.advice, ENGINE_TEXTS['ru']?.operator);
    for (const [language, texts] of Object.entries(ENGINE_TEXTS)) {
      assert.equal(await idsnap.adviceFor(error, language), texts.operator);
    }
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm'), language: 'en' });
  });
});
