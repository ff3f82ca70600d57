import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { createProxy, redisStore, type ProxyOptions, type Store } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';
import { hasRedis, startRedis, type RedisServer } from './redis-server.js';
import { serve } from './servers.js';
import { ACCOUNTS, ADD_DOCUMENT } from './support.js';

const skip = hasRedis ? false : 'no redis-server is installed here';

/** One store by each client, with what ends it. */
interface Connected {
  readonly store: Store;
  readonly close: () => Promise<unknown>;
}

const CLIENTS: Record<string, (url: string) => Promise<Connected>> = {
  async redis(url) {
    const client = createClient({ url });
    await client.connect();
    return { store: redisStore(client), close: () => client.close() };
  },
  ioredis(url) {
    const client = new Redis(url);
    return Promise.resolve({ store: redisStore(client), close: () => client.quit() });
  },
};

let redis: RedisServer;

before(async () => {
  if (hasRedis) redis = await startRedis();
});

after(async () => {
  if (hasRedis) await redis.stop();
});

for (const [name, connect] of Object.entries(CLIENTS)) {
  describe(`a store in Redis, by the package ${name}`, { skip }, () => {
    it('reads what was written, until it expires', async () => {
      const { store, close } = await connect(redis.url);
      assert.equal(await store.get(`${name}-a`), undefined);
      await store.set(`${name}-a`, 'ä"\n', 60_000);
      assert.equal(await store.get(`${name}-a`), 'ä"\n');
      await store.set(`${name}-a`, 'short', 30);
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.equal(await store.get(`${name}-a`), undefined);
      await close();
    });

    it('lets one of many at once write first, and counts each of them', async () => {
      const { store, close } = await connect(redis.url);
      const all = Array.from({ length: 50 }, (_, index) => index);
      const firsts = await Promise.all(all.map((index) => store.setIfAbsent(`${name}-b`, index.toString(), 60_000)));
      assert.equal(firsts.filter(Boolean).length, 1);
      assert.equal(await store.get(`${name}-b`), firsts.indexOf(true).toString());
      const counts = await Promise.all(all.map(() => store.increment(`${name}-c`, 60_000)));
      assert.deepEqual(
        counts.slice().sort((a, b) => a - b),
        all.map((index) => index + 1),
      );
      assert.equal(await store.increment(`${name}-d`, 30), 1);
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.equal(await store.increment(`${name}-d`, 30), 1);
      await close();
    });
  });
}

/** Passes each connection to the next of some servers. */
async function balancer(bases: readonly string[]): Promise<string> {
  let turn = 0;
  return serve((req, res) => {
    const base = bases[(turn += 1) % bases.length] ?? '';
    const out = httpRequest(`${base}${req.url ?? ''}`, { method: req.method, headers: req.headers }, (responded) => {
      res.writeHead(responded.statusCode ?? 502, responded.headers);
      responded.pipe(res);
    });
    out.on('error', () => res.destroy());
    req.pipe(out);
  });
}

describe('two proxies behind one balancer', { skip }, () => {
  const servers: Server[] = [];
  const closing: (() => Promise<unknown>)[] = [];

  after(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    for (const close of closing) await close();
  });

  async function proxyOn(name: keyof typeof CLIENTS, options: Partial<ProxyOptions>): Promise<string> {
    const connected = await CLIENTS[name]?.(redis.url);
    assert(connected);
    const { store, close } = connected;
    closing.push(close);
    const visitorOf = (request: Request) => request.headers.get('cookie') ?? '';
    const ownership: ProxyOptions['ownership'] = {
      remember: ({ vendor, id, request }) => store.set(`owner:${vendor}:${id}`, visitorOf(request), 60_000),
      owns: async ({ vendor, id, request }) => (await store.get(`owner:${vendor}:${id}`)) === visitorOf(request),
    };
    const proxy = createProxy({ ...ACCOUNTS, store, ownership, fetch: nodeFetch(), ...options });
    const server = createServer(toNodeHandler(proxy));
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  }

  it('double no submission, and let nobody read what another submitted', async () => {
    let submissions = 0;
    const vendor = await serve((req, res) => {
      req.resume().on('end', () => {
        if (req.method === 'POST') submissions += 1;
        const body = JSON.stringify({ document_id: `s-${submissions.toString()}` });
        setTimeout(() => res.end(body), 20);
      });
    });
    const beorg = { ...ACCOUNTS.beorg, baseUrl: vendor };
    const base = await balancer([await proxyOn('redis', { beorg }), await proxyOn('ioredis', { beorg })]);
    const post = (visitor: string, attempt: string) =>
      fetch(`${base}${ADD_DOCUMENT}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: visitor,
          'idempotency-key': `attempt-of-tests-${attempt}`,
        },
        body: `{"images":["${'A'.repeat(200_000)}"],"process_info":[{"key":"${attempt}"}]}`,
      });
    const ids = new Map<string, string>();
    const visitors = ['anna', 'boris', 'chen'];
    await Promise.all(
      visitors.flatMap((visitor) =>
        Array.from({ length: 4 }, async () => {
          const response = await post(visitor, visitor);
          const { document_id: id } = (await response.json()) as { document_id: string };
          assert.equal(ids.get(visitor) ?? id, id);
          ids.set(visitor, id);
        }),
      ),
    );
    assert.equal(submissions, visitors.length);
    for (const [owner, id] of ids) {
      for (const visitor of visitors) {
        for (let turn = 0; turn < 2; turn += 1) {
          const read = await fetch(`${base}/beorg/api/document/result/${id}`, { headers: { cookie: visitor } });
          assert.equal(read.status, visitor === owner ? 200 : 403, `${visitor} reads what ${owner} submitted`);
        }
      }
    }
  });

  it('count a visitor together', async () => {
    const vendor = await serve((_, res) => res.end('{}'));
    const rateLimit = {
      requests: 5,
      perMs: 3_600_000,
      visitorOf: (request: Request) => request.headers.get('cookie') ?? undefined,
    };
    const options = { cvs: { ...ACCOUNTS.cvs, baseUrl: vendor }, rateLimit };
    const base = await balancer([await proxyOn('redis', options), await proxyOn('ioredis', options)]);
    const ask = async (cookie: string) =>
      (await fetch(`${base}/cvs/api/v2/ekyc/cards?get_thumb=true`, { headers: { cookie } })).status;
    const statuses: number[] = [];
    for (let turn = 0; turn < 8; turn += 1) statuses.push(await ask('dana'));
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429, 429]);
    assert.equal(await ask('emil'), 200);
  });

  it('refuse what they cannot be sure of when the store is gone', async () => {
    const own = await startRedis();
    let submissions = 0;
    const vendor = await serve((_, res) => {
      submissions += 1;
      res.end('{}');
    });
    const client = createClient({ url: own.url, disableOfflineQueue: true, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    await client.connect();
    const beorg = { ...ACCOUNTS.beorg, baseUrl: vendor };
    const proxy = createProxy({ authorize: 'anyone', beorg, store: redisStore(client) });
    await own.stop();
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'attempt-of-tests-gone' };
    const response = await proxy(new Request(`http://a${ADD_DOCUMENT}`, { method: 'POST', headers, body: '{}' }));
    assert.equal(response.status, 500);
    assert.equal(submissions, 0);
  });
});
