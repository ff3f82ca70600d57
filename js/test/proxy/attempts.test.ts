import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { createProxy, memoryStore, type ProxyOptions, type Store } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';
import { dial, serve } from './servers.js';
import { ACCOUNTS, ADD_DOCUMENT, assertRefused, RECOGNIZE } from './support.js';

const KEY = '0b9d3c1e-7f53-4f0e-9a58-2f0f7a1f6a11';

/** A vendor on loopback that counts what reaches it, and proxies in front of it that share one store. */
async function service(
  reply: (res: ServerResponse, count: number) => void,
  options: Partial<ProxyOptions> = {},
): Promise<{ bases: readonly string[]; store: Store; count: () => number }> {
  let count = 0;
  const vendor = await serve((req, res) => {
    req.resume().on('end', () => {
      reply(res, (count += 1));
    });
  });
  const store = memoryStore();
  const zoloz = { ...ACCOUNTS.zoloz, baseUrl: vendor };
  const beorg = { ...ACCOUNTS.beorg, baseUrl: vendor };
  const start = () => serve(toNodeHandler(createProxy({ ...ACCOUNTS, zoloz, beorg, store, ...options })));
  return { bases: [await start(), await start()], store, count: () => count };
}

const ok = (res: ServerResponse, count: number) => {
  res.setHeader('content-type', 'application/json').end(JSON.stringify({ document_id: `s-${count.toString()}` }));
};

function post(base: string | undefined, path: string, body = '{"images":["AAAA"]}', key = KEY): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  return fetch(`${base ?? ''}${path}`, { method: 'POST', headers, body });
}

describe('a request that is sent twice', () => {
  it("gets the first's response, whichever proxy has it, and the vendor sees one", async () => {
    const { bases, count } = await service(ok);
    const first = await post(bases[0], ADD_DOCUMENT);
    const second = await post(bases[1], ADD_DOCUMENT);
    assert.deepEqual([await first.text(), await second.text()], ['{"document_id":"s-1"}', '{"document_id":"s-1"}']);
    assert.equal(second.headers.get('content-type'), 'application/json');
    assert.equal(count(), 1);
  });

  it('at once waits for the response to the first', async () => {
    const { bases, count } = await service((res, number) =>
      setTimeout(() => {
        ok(res, number);
      }, 100),
    );
    const all = await Promise.all([0, 1, 0, 1].map((index) => post(bases[index], ADD_DOCUMENT)));
    for (const response of all) assert.equal(await response.text(), '{"document_id":"s-1"}');
    assert.equal(count(), 1);
  });

  it('after its connection broke finds the response that nobody took', async () => {
    let answer: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { bases, count } = await service((res, number) => {
      answer?.();
      setTimeout(() => {
        ok(res, number);
      }, 100);
    });
    const body = '{"images":["AAAA"]}';
    const peer = dial(Number(new URL(bases[0] ?? '').port));
    peer.write(
      `POST ${ADD_DOCUMENT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: ${KEY}\r\n` +
        `Content-Length: ${body.length.toString()}\r\n\r\n${body}`,
    );
    await arrived;
    peer.resetAndDestroy();
    await once(peer, 'close');
    assert.equal(await (await post(bases[1], ADD_DOCUMENT, body)).text(), '{"document_id":"s-1"}');
    assert.equal(count(), 1);
  });

  it('counts for its visitor alone, where visitors have names', async () => {
    const visitorOf = ({ headers }: Request) => headers.get('cookie') ?? undefined;
    const { bases, count } = await service(ok, {
      ownership: { remember: () => undefined, owns: () => true, visitorOf },
    });
    for (const path of [ADD_DOCUMENT, RECOGNIZE]) {
      const ask = async (cookie: string) => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': KEY, cookie };
        return (await fetch(`${bases[0] ?? ''}${path}`, { method: 'POST', headers, body: '{}' })).text();
      };
      const anna = await ask('anna');
      const before = count();
      assert.notEqual(await ask('boris'), anna);
      assert.equal(count(), before + 1);
      assert.equal(await ask('anna'), anna);
      assert.equal(count(), before + 1);
    }
  });

  it('for two visitors is two, and so it is for two operations', async () => {
    const { bases, count } = await service(ok);
    await post(bases[0], ADD_DOCUMENT);
    await post(bases[0], ADD_DOCUMENT, undefined, `${KEY}-other`);
    await post(bases[0], RECOGNIZE);
    assert.equal(count(), 3);
  });

  it('but is another one in fact, is refused', async () => {
    const { bases, count } = await service(ok);
    const large = (middle: string) => `{"images":["${'A'.repeat(500_000)}${middle}${'A'.repeat(500_000)}"]}`;
    await post(bases[0], ADD_DOCUMENT, large('A'.repeat(40_000)));
    await assertRefused(await post(bases[0], ADD_DOCUMENT, large('B'.repeat(40_000))), 422, 'proxy_refused');
    assert.equal(count(), 1);
  });

  it('is refused when its key can be guessed', async () => {
    const { bases, count } = await service(ok);
    for (const key of ['1', 'a'.repeat(15), 'a'.repeat(129), 'a b c d e f g h i j']) {
      await assertRefused(await post(bases[0], ADD_DOCUMENT, undefined, key), 400, 'proxy_refused');
    }
    assert.equal(count(), 0);
  });
});

describe('an attempt that failed', () => {
  for (const status of [429, 503]) {
    it(`with ${status.toString()}, by which the vendor did nothing, starts anew`, async () => {
      const { bases, count } = await service((res, number) => {
        if (number === 1) res.writeHead(status).end();
        else ok(res, number);
      });
      assert.equal((await post(bases[0], ADD_DOCUMENT)).status, status);
      assert.equal(await (await post(bases[1], ADD_DOCUMENT)).text(), '{"document_id":"s-2"}');
      assert.equal(count(), 2);
    });
  }

  it('with a submission that the vendor may have is not sent again', async () => {
    const { bases, count } = await service((res) => res.destroy());
    await assertRefused(await post(bases[0], ADD_DOCUMENT), 502, 'outcome_unknown');
    await assertRefused(await post(bases[1], ADD_DOCUMENT), 409, 'outcome_unknown');
    assert.equal(count(), 1);
  });

  for (const status of [301, 302, 303, 304, 307, 308, 407, 421]) {
    it(`with ${status.toString()}, which cannot be passed on, is not sent again where it submits`, async () => {
      const { bases, count } = await service(
        (res) => res.writeHead(status, { location: 'http://localhost/' }).end(),
        // The global fetch makes a request again by itself after a 421.
        { fetch: nodeFetch() },
      );
      await assertRefused(await post(bases[0], ADD_DOCUMENT), 502, 'outcome_unknown');
      await assertRefused(await post(bases[1], ADD_DOCUMENT), 409, 'outcome_unknown');
      assert.equal(count(), 1);
      await assertRefused(await post(bases[0], RECOGNIZE), 502, 'vendor_unreachable');
      await assertRefused(await post(bases[1], RECOGNIZE), 502, 'vendor_unreachable');
      assert.equal(count(), 3);
    });
  }

  it('in time with a submission says that nobody knows', async () => {
    const { bases, count } = await service(() => undefined, { timeoutMs: 1000 });
    await assertRefused(await post(bases[0], ADD_DOCUMENT), 504, 'outcome_unknown');
    await assertRefused(await post(bases[1], ADD_DOCUMENT), 409, 'outcome_unknown');
    assert.equal(count(), 1);
  });

  it('and would only cost again, may be made again', async () => {
    const { bases, count } = await service((res, number) => {
      if (number === 1) res.destroy();
      else ok(res, number);
    });
    await assertRefused(await post(bases[0], RECOGNIZE), 502, 'vendor_unreachable');
    assert.equal((await post(bases[1], RECOGNIZE)).status, 200);
    assert.equal(count(), 2);
  });

  it('before it reached the vendor may be made again', async () => {
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    const vendor = `http://127.0.0.1:${(closed.address() as AddressInfo).port.toString()}`;
    closed.close();
    const { bases } = await service(ok, { beorg: { ...ACCOUNTS.beorg, baseUrl: vendor } });
    await assertRefused(await post(bases[0], ADD_DOCUMENT), 502, 'vendor_unreachable');
    await assertRefused(await post(bases[1], ADD_DOCUMENT), 502, 'vendor_unreachable');
  });

  it('for want of the store is not sent', async () => {
    const broken = { ...memoryStore(), setIfAbsent: () => Promise.reject(new Error('password of the store')) };
    const { bases, count } = await service(ok, { store: broken });
    const message = await assertRefused(await post(bases[0], ADD_DOCUMENT), 500, 'proxy_misconfigured');
    assert.doesNotMatch(message, /password/);
    assert.equal(count(), 0);
  });
});

describe('what the store holds', () => {
  it('is neither the response nor the key, and goes after its time', async () => {
    const written: string[] = [];
    let now = 0;
    const inner = memoryStore({ now: () => now });
    const store: Store = {
      ...inner,
      set(key, value, expiresMs) {
        written.push(key, value);
        return inner.set(key, value, expiresMs);
      },
    };
    const { bases, count } = await service(ok, { store, rememberMs: 1000 });
    await post(bases[0], ADD_DOCUMENT);
    assert.equal(written.length, 2);
    const decoded = written
      .flatMap((text) => [text, ...text.split(/[.:]/).map((part) => Buffer.from(part, 'base64').toString('latin1'))])
      .join();
    for (const text of ['document_id', 's-1', KEY, KEY.slice(0, 8)]) assert(!decoded.includes(text), text);
    now = 999;
    await post(bases[1], ADD_DOCUMENT);
    assert.equal(count(), 1);
    now = 1000;
    await post(bases[1], ADD_DOCUMENT);
    assert.equal(count(), 2);
  });

  it('in memory is bounded: the oldest goes first', async () => {
    const store = memoryStore({ maxCharacters: 20 });
    await store.set('a', '123456789', 1e6);
    await store.set('b', '123456789', 1e6);
    assert.deepEqual([await store.get('a'), await store.get('b')], ['123456789', '123456789']);
    await store.set('c', '1', 1e6);
    assert.deepEqual([await store.get('a'), await store.get('b'), await store.get('c')], [undefined, '123456789', '1']);
  });

  it('counts, once for each call, until it expires', async () => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => store.increment('n', 100))), [1, 2, 3]);
    now = 99;
    assert.equal(await store.increment('n', 100), 4);
    now = 100;
    assert.equal(await store.increment('n', 100), 1);
    assert.deepEqual(await Promise.all([1, 2].map((value) => store.setIfAbsent('x', value.toString(), 10))), [
      true,
      false,
    ]);
    assert.equal(await store.get('x'), '1');
  });
});
