// An attempt whose body is on its way when it breaks, stalls or is made again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { describe, it } from 'node:test';
import { createProxy, memoryStore, type ProxyLogEntry, type ProxyOptions } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';
import { service, type Arrived } from './recording.js';
import { dial, serve } from './servers.js';
import { ACCOUNTS, ADD_DOCUMENT } from './support.js';

const LARGE = 'A'.repeat(2_000_000);
const JSON_TYPE = 'application/json';
const transports: [title: string, options: Partial<ProxyOptions>][] = [
  ['the global fetch', {}],
  ['nodeFetch', { fetch: nodeFetch() }],
];

describe('an attempt whose body is on its way', () => {
  const KEY = '0b9d3c1e-7f53-4f0e-9a58-2f0f7a1f6a22';
  const headers = { 'content-type': JSON_TYPE, 'idempotency-key': KEY };
  const body = `{"images":["${LARGE}"]}`;

  it('may be made again when it broke before the vendor had the last byte', async () => {
    const entries: ProxyLogEntry[] = [];
    const { proxy, arrived } = await service({ fetch: nodeFetch(), log: (entry) => entries.push(entry) });
    const client = httpRequest(`${proxy}${ADD_DOCUMENT}`, {
      method: 'POST',
      headers: { ...headers, 'content-length': body.length },
    }).on('error', () => undefined);
    client.write(body.slice(0, 1_500_000));
    while ((arrived[0]?.bytes ?? 0) < 500_000) await new Promise((resolve) => setTimeout(resolve, 5));
    client.destroy();
    while (entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const again = await fetch(`${proxy}${ADD_DOCUMENT}`, { method: 'POST', headers, body });
    assert.equal(again.status, 200);
    assert.deepEqual(
      arrived.map(({ isWhole }) => isWhole),
      [false, true],
    );
    assertImages(arrived[1]);
  });

  for (const [title, options] of transports) {
    it(`is taken over by the same request once that is whole, by ${title}`, async () => {
      const store = memoryStore();
      const { proxy, proxies, arrived } = await service({ ...options, store });
      const peer = dial(Number(new URL(proxy).port));
      const key = 'attempt-that-is-taken-over';
      peer.write(
        `POST ${ADD_DOCUMENT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: ${key}\r\n` +
          `Content-Length: ${body.length.toString()}\r\n\r\n${body.slice(0, 1_500_000)}`,
      );
      while ((arrived[0]?.bytes ?? 0) < 500_000) await new Promise((resolve) => setTimeout(resolve, 5));
      const ask = async (base: string) => {
        const init = { method: 'POST', headers: { ...headers, 'idempotency-key': key }, body };
        const response = await fetch(`${base}${ADD_DOCUMENT}`, init);
        return `${response.status.toString()} ${await response.text()}`;
      };
      const other = await proxies();
      const found = await Promise.all([ask(proxy), ask(other), ask(proxy)]);
      assert.deepEqual(found, Array<string>(3).fill('200 {"document_id":"s-1"}'));
      peer.write(body.slice(1_500_000));
      const [head] = (await once(peer, 'data')) as [Buffer];
      assert.match(head.toString(), /^HTTP\/1\.1 409 [^]*outcome_unknown/);
      assert.equal(await ask(other), '200 {"document_id":"s-1"}');
      assert.deepEqual(
        arrived.map(({ isWhole }) => isWhole),
        [false, true],
      );
      assertImages(arrived[1]);
    });
  }

  it('is not sent to its end when the store cannot tell whether it was taken over', async () => {
    const inner = memoryStore();
    let calls = 0;
    const store = {
      ...inner,
      setIfAbsent: (key: string, value: string, expiresMs: number) =>
        (calls += 1) > 1 ? Promise.reject(new Error('gone')) : inner.setIfAbsent(key, value, expiresMs),
    };
    const { proxy, arrived } = await service({ fetch: nodeFetch(), store });
    const response = await fetch(`${proxy}${ADD_DOCUMENT}`, { method: 'POST', headers, body });
    const { proxy: error } = (await response.json()) as { proxy: { code: string } };
    assert.deepEqual([response.status, error.code], [500, 'proxy_misconfigured']);
    assert.deepEqual(
      arrived.filter(({ isWhole }) => isWhole),
      [],
    );
  });

  const assertImages = (seen: Arrived | undefined) => {
    const { images } = JSON.parse(seen?.body ?? '') as { images: string[] };
    assert.deepEqual([images.length, images[0]?.length], [1, LARGE.length]);
  };

  it('may be made again when the vendor broke it off before it had the last byte', async () => {
    let begun = 0;
    const vendor = await serve((req, res) => {
      begun += 1;
      let bytes = 0;
      req
        .on('error', () => undefined)
        .on('data', (piece: Buffer) => {
          bytes += piece.length;
          // What is behind this does not fit in the buffers of two sockets, so the last byte stays with the proxy.
          if (begun === 1 && bytes > 300_000 && !req.isPaused()) {
            req.pause();
            setTimeout(() => req.socket.resetAndDestroy(), 50);
          }
        });
      req.on('end', () => res.end('{"document_id":"s-2"}'));
    });
    const beorg = { ...ACCOUNTS.beorg, baseUrl: vendor };
    for (const fetchOption of [{}, { fetch: nodeFetch() }]) {
      begun = 0;
      const proxy = await serve(toNodeHandler(createProxy({ authorize: 'anyone', beorg, ...fetchOption })));
      const large = `{"images":["${'A'.repeat(11_900_000)}"]}`;
      const send = () => fetch(`${proxy}${ADD_DOCUMENT}`, { method: 'POST', headers, body: large });
      const broken = await send();
      const { proxy: error } = (await broken.json()) as { proxy: { code: string } };
      assert.deepEqual([broken.status, error.code], [502, 'vendor_unreachable']);
      assert.equal(await (await send()).text(), '{"document_id":"s-2"}');
      assert.equal(begun, 2);
    }
  });

  it('is one with a second that is on its way too', async () => {
    const { proxy, arrived } = await service({ fetch: nodeFetch() });
    const send = () => fetch(`${proxy}${ADD_DOCUMENT}`, { method: 'POST', headers, body });
    const texts = await Promise.all([send(), send(), send()].map(async (sent) => (await sent).text()));
    assert.deepEqual(new Set(texts), new Set(['{"document_id":"s-1"}']));
    assert.equal(arrived.length, 1);
  });
});
