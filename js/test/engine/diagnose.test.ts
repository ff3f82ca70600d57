import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { readFile } from 'node:fs/promises';
import type * as sdk from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { askProxy, policyOf, remediesFor } from '../../src/diagnosis/checks.js';
import { within } from '../../src/diagnosis/within.js';
import { serve, ThreadWorker, wasmFiles } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);

let idsnap: typeof sdk;
let wasmUrl: string;
const servers: Server[] = [];
/** What the proxy asked a vendor for. */
const sent: string[] = [];
/** What the proxy logged. */
const logged: unknown[] = [];

/** The address of a server that answers so. */
async function served(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const proxy = (more: object = {}) =>
  toNodeHandler(
    createProxy({
      basePath: '/api/id',
      authorize: () => assert.fail('nobody was to be asked for'),
      biometricKz: { apiKey: 'a-key-of-thirty-two-characters-x' },
      fetch: (url) => {
        sent.push(url);
        return Promise.reject(new Error('no vendor was to be asked'));
      },
      log: (entry) => logged.push(entry),
      ...more,
    }),
  );

const proxyState = async (endpoint: string): Promise<sdk.ProxyDiagnosis | undefined> =>
  (await idsnap.diagnose({ endpoint })).proxy;

before(async () => {
  Object.assign(globalThis, { Worker: ThreadWorker });
  // By its path: in Node the package's name leads to the entry for Node.
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  const { url, server } = await serve(await wasmFiles(dist));
  servers.push(server);
  wasmUrl = url('idsnap_bg.wasm');
  await idsnap.init({ wasmUrl });
});

after(() => {
  for (const server of servers) server.close();
});

afterEach(() => {
  idsnap.dispose();
});

describe('the diagnosis of a proxy', () => {
  it('is that it is reachable, without a vendor, a session or a secret', async () => {
    const endpoint = `${await served(proxy())}/api/id`;
    const { proxy: found, remedies } = await idsnap.diagnose({ endpoint: `${endpoint}/` });
    assert.deepEqual([found, remedies], [{ state: 'reachable' }, []]);
    assert.deepEqual(sent, []);
    const [{ status, code }] = logged as [{ status: number; code: string }];
    assert.deepEqual([logged.length, status, code], [1, 404, 'not_found']);
  });

  it('is why not', async () => {
    const text = (status: number, headers: Record<string, string>, body = '') =>
      served((_, response) => response.writeHead(status, headers).end(body));
    const refusing = `${await served(proxy({ allowedHosts: ['shop.example'] }))}/api/id`;
    assert.deepEqual(await proxyState(refusing), { state: 'refused', status: 421, proxyCode: 'proxy_refused' });
    const page = await text(200, { 'content-type': 'text/html' }, '<!doctype html>');
    assert.deepEqual(await proxyState(page), { state: 'other', status: 200, contentType: 'text/html' });
    const { remedies } = await idsnap.diagnose({ endpoint: page });
    assert.match(remedies.join(), /HTTP status 200 \(text\/html\), and not from idsnap's proxy/);
    // A header that a server in front kept from a body that it did not.
    assert.deepEqual(await proxyState(await text(502, { 'x-idsnap-proxy': 'error' }, 'Bad gateway')), {
      state: 'other',
      status: 502,
    });
    assert.deepEqual(await proxyState(await text(302, { location: '/sign-in' })), { state: 'redirected' });
    assert.deepEqual(await proxyState('http://127.0.0.1:1'), { state: 'unreachable', reason: 'network' });
  });

  it('is that it is mounted at another path than the endpoint', async () => {
    const origin = await served(proxy());
    for (const path of ['/idsnap', '', '/api/id/cvs']) {
      const { proxy: found, remedies } = await idsnap.diagnose({ endpoint: `${origin}${path}` });
      assert.deepEqual(found, { state: 'misplaced' }, path);
      assert.match(remedies.join(), /compare its basePath with endpoint/);
    }
  });

  it('has one bound for both of its requests', async () => {
    const violations: never[] = [];
    const asked: AbortSignal[] = [];
    const { fetch } = globalThis;
    Object.assign(globalThis, {
      fetch: (_: string, { signal }: { signal: AbortSignal }) => {
        asked.push(signal);
        return Promise.reject(new TypeError('Failed to fetch'));
      },
    });
    try {
      const found = await askProxy('https://shop.example', violations, within);
      assert.deepEqual(found, { state: 'unreachable', reason: 'network' });
    } finally {
      Object.assign(globalThis, { fetch });
    }
    assert.equal(asked.length, 2);
    assert.equal(asked[0], asked[1]);
  });

  it('is not made without an endpoint, and refuses one that is none', async () => {
    assert.equal('proxy' in (await idsnap.diagnose()), false);
    const refusal = (options: object) =>
      idsnap.diagnose(options).then(
        () => assert.fail('it was taken'),
        (error: unknown) => (error as sdk.IdSnapError).field,
      );
    assert.equal(await refusal({ endpoint: 'http://[' }), 'options.endpoint');
    assert.equal(await refusal({ endpoint: 7 }), 'options.endpoint');
    assert.equal(await refusal({ proxy: '/api' }), 'options.proxy');
  });
});

describe('the diagnosis of the files that are loaded later', () => {
  it('names each that is missing, or another, or never comes', async () => {
    const files = await wasmFiles(dist);
    delete files['idsnap_vendors_bg.wasm'];
    files['idsnap_scene_bg.wasm'] = { body: '<!doctype html>', type: 'text/html' };
    // A server that does not know the type is none that lacks the file.
    files['idsnap_zone_bg.wasm'] = { ...(files['idsnap_zone_bg.wasm'] ?? assert.fail()), type: 'text/plain' };
    const { url, server } = await serve(files);
    servers.push(server);
    await idsnap.init({ wasmUrl: url('idsnap_bg.wasm') });
    const { engine, remedies } = await idsnap.diagnose();
    await idsnap.init({ wasmUrl });
    assert.equal(engine.state, 'running');
    assert.equal(remedies.length, 2, remedies.join('\n'));
    assert.match(remedies[0] ?? '', /^\/idsnap_vendors_bg\.wasm gives HTTP status 404: serve idsnap_bg\.wasm/);
    assert.match(remedies[1] ?? '', /^\/idsnap_scene_bg\.wasm gives something else than WebAssembly: serve/);
  });
});

describe('what the content security policy blocks', () => {
  const running = { state: 'running', host: 'thread', memoryBytes: 1 } as const;
  const none = { violations: [], engine: running, workerRefused: undefined, wasmIsBlocked: false, address: undefined };
  const violation = (effectiveDirective: string, blockedURI: string) => ({ effectiveDirective, blockedURI });

  it('is the same while the engine starts and long after', () => {
    const workerRefused = 'the content security policy blocks worker-src';
    const early = { ...none, workerRefused, violations: [violation('worker-src', 'https://shop.example/worker.js')] };
    for (const seen of [early, { ...none, workerRefused }]) assert.deepEqual(policyOf(seen), ['worker-src']);
  });

  it('is told of WebAssembly, the wasm files and the proxy, and not of what other scripts may not', () => {
    const address = 'https://api.shop.example/id';
    const violations = [
      violation('connect-src', 'https://ads.example/pixel'),
      violation('img-src', 'https://ads.example/a.png'),
      violation('script-src-elem', 'inline'),
    ];
    assert.deepEqual(policyOf({ ...none, violations }), []);
    assert.deepEqual(policyOf({ ...none, address, violations }), []);
    const proxys = [violation('connect-src', `${address}/idsnap-diagnosis`)];
    assert.deepEqual(policyOf({ ...none, address, violations: proxys }), ['connect-src']);
    const files = [violation('connect-src', 'https://cdn.example/idsnap_zone_bg.wasm')];
    assert.deepEqual(policyOf({ ...none, violations: files, wasmIsBlocked: true }), ['connect-src', 'script-src']);
    const message = 'the content security policy blocks connect-src: the wasm file at /a could not be fetched';
    const failed = { state: 'failed', code: 'engine_unavailable', message } as const;
    assert.deepEqual(policyOf({ ...none, engine: failed }), ['connect-src']);
  });
});

describe('what is to be changed', () => {
  const well: Omit<sdk.Diagnosis, 'remedies'> = {
    version: '1',
    engine: { state: 'running', host: 'worker', memoryBytes: 1 },
    wasm: true,
    simd: true,
    secureContext: true,
    offscreenCanvas: true,
    createImageBitmap: true,
    camera: { supported: true },
    blockedByPolicy: [],
  };
  const withoutSimd = { state: 'failed', code: 'engine_unavailable', reason: 'no_simd', message: 'm' } as const;
  const CASES: [string, Partial<sdk.Diagnosis>, RegExp][] = [
    [
      'a camera that a frame may not have',
      { camera: { supported: true, allowedByPolicy: false, framed: true } },
      /<iframe allow="camera">/,
    ],
    ['a camera that the page may not have', { camera: { supported: true, allowedByPolicy: false } }, /camera=\(self\)/],
    ['a camera that the person denied', { camera: { supported: true, permission: 'denied' } }, /the person/],
    ['a policy', { blockedByPolicy: ['connect-src', 'script-src'] }, /connect-src 'self'[^]*'wasm-unsafe-eval'/],
    ['no SIMD', { simd: false }, /Safari 16\.4/],
    ['a file that needs SIMD', { simd: false, engine: withoutSimd }, /name idsnap_nosimd_bg\.wasm by wasmUrl/],
    ['no WebAssembly', { wasm: false, simd: false }, /Lockdown Mode/],
    ['a proxy that refuses', { proxy: { state: 'refused', status: 403, proxyCode: 'x' } }, /allowedOrigins/],
    ['a proxy of another origin', { proxy: { state: 'unreachable', reason: 'cors' } }, /allowedOrigins/],
    ['a proxy that is not there', { proxy: { state: 'unreachable', reason: 'network' } }, /endpoint/],
    ['a proxy at another path', { proxy: { state: 'misplaced' } }, /compare its basePath/],
    ['a proxy behind a redirect', { proxy: { state: 'redirected' } }, /leads to another/],
  ];
  it('is nothing where all is well', async () => {
    assert.deepEqual(await remediesFor({ ...well, proxy: { state: 'reachable' } }, undefined), []);
  });
  for (const [name, found, remedy] of CASES) {
    it(`is told of ${name}`, async () => {
      assert.match((await remediesFor({ ...well, ...found }, undefined)).join('\n'), remedy);
    });
  }
});

describe('the page for a help desk', () => {
  it('names every field that a diagnosis may have, and every reason', async () => {
    const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
    const [types, page, errors, list] = await Promise.all([
      read('js/src/diagnosis/types.ts'),
      read('docs/support.md'),
      read('js/src/errors.ts'),
      read('docs/errors.md'),
    ]);
    const fields = [...types.matchAll(/^ +(\w+)\??: /gm)].map(([, name = '']) => name);
    assert.ok(fields.length > 15, String(fields.length));
    for (const field of fields) assert.match(page, new RegExp(`\\b${field}\\b`), field);
    const union = /export type EngineReason =([^;]+);/.exec(errors)?.[1] ?? '';
    const reasons = [...union.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
    assert.equal(reasons.length, 8);
    for (const reason of reasons) assert.ok(list.includes(`| \`${reason}\` |`), reason);
  });
});

describe('work within a time', () => {
  it('gives what it found, what it found until then where it heeds the signal, and nothing where it does not', async () => {
    assert.equal(await within(1_000, () => Promise.resolve('found')), 'found');
    const heeds = (signal: AbortSignal): Promise<string> =>
      new Promise((resolve) => {
        signal.onabort = () => setTimeout(resolve, 0, 'a part');
      });
    assert.equal(await within(5, heeds), 'a part');
    assert.equal(await within(5, () => new Promise(() => undefined)), undefined);
    await assert.rejects(
      within(1_000, () => Promise.reject(new Error('no'))),
      { message: 'no' },
    );
  });
});
