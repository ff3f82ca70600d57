import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryStore, type ProxyLogEntry, type ProxyOptions, type Store } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { serve } from './servers.js';
import { ACCOUNTS, ADD_DOCUMENT, assertRefused, CLIENT_ID, proxyWith, RECOGNIZE } from './support.js';

const never = () => new Promise<never>(() => undefined);
const RESULT = '/beorg/api/document/result/s-7';
const KEY = '0b9d3c1e-7f53-4f0e-9a58-2f0f7a1f6a11';

/** A proxy on loopback whose vendor accepts what it gets, with little time for functions and the store. */
async function service(options: Partial<ProxyOptions>) {
  const entries: ProxyLogEntry[] = [];
  const log = (entry: ProxyLogEntry) => entries.push(entry);
  const { proxy, sent } = proxyWith(() => Response.json({ document_id: 's-7' }), {
    hookTimeoutMs: 400,
    log,
    ...options,
  });
  return { base: await serve(toNodeHandler(proxy)), sent, entries };
}

function post(base: string, path: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': KEY };
  return fetch(`${base}${path}`, { method: 'POST', headers, body: '{"images":["AAAA"]}' });
}

const hanging = (name: keyof Store): Store => ({ ...memoryStore(), [name]: never });

describe('what never settles does not hold a request', () => {
  const cases: [title: string, options: Partial<ProxyOptions>, path: string][] = [
    ['authorize', { authorize: never }, RECOGNIZE],
    ['owns', { ownership: { remember: () => undefined, owns: never } }, RESULT],
    ['visitorOf', { rateLimit: { requests: 1, perMs: 1000, visitorOf: never } }, RECOGNIZE],
    [
      'increment',
      { store: hanging('increment'), rateLimit: { requests: 1, perMs: 1000, visitorOf: () => 'a' } },
      RESULT,
    ],
    ['setIfAbsent', { store: hanging('setIfAbsent') }, ADD_DOCUMENT],
    ['sign', { zoloz: { baseUrl: ACCOUNTS.zoloz.baseUrl, clientId: CLIENT_ID, sign: never } }, RECOGNIZE],
  ];
  for (const [title, options, path] of cases) {
    it(`${title}: 500, and the vendor sees nothing`, { timeout: 5000 }, async () => {
      const { base, sent, entries } = await service(options);
      const response = path === RESULT ? await fetch(`${base}${path}`) : await post(base, path);
      await assertRefused(response, 500, 'proxy_misconfigured');
      assert.match(entries[0]?.cause ?? '', /TookTooLong/);
      assert.equal(sent.length, 0);
    });
  }

  it('get: a repeat is 500, and the vendor sees one', { timeout: 5000 }, async () => {
    const { base, sent } = await service({ store: hanging('get') });
    assert.equal((await post(base, ADD_DOCUMENT)).status, 200);
    await assertRefused(await post(base, ADD_DOCUMENT), 500, 'proxy_misconfigured');
    assert.equal(sent.length, 1);
  });

  it('set and remember: the response of the vendor goes out', { timeout: 5000 }, async () => {
    for (const options of [{ store: hanging('set') }, { ownership: { remember: never, owns: () => false } }]) {
      const { base, entries } = await service(options);
      assert.deepEqual(await (await post(base, ADD_DOCUMENT)).json(), { document_id: 's-7' });
      assert.match(entries[0]?.cause ?? '', /TookTooLong/);
    }
  });
});
