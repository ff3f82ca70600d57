// What a caller's own headers, time limit and `fetch` may be.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';
import type { ClientOptions } from 'idsnap';

const request = { documentId: 's-1' };
const seen: (string | undefined)[] = [];
const server = createServer(({ headers }, response) => {
  seen.push(headers['x-session'] as string | undefined);
  response.writeHead(425).end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => {
  dispose();
  server.close();
  server.closeAllConnections();
});

/** Both ways to post: the engine's own, and a `fetch` of the caller's. */
const TRANSPORTS: Partial<ClientOptions>[] = [{}, { fetch: (url, init) => fetch(url, init) }];

/** A client whose options may be anything. */
const clientOf = (options: object) => createClient({ endpoint, retry: { attempts: 1 }, ...options });

describe('headers of the caller’s own', () => {
  it('are sent, the same on both transports', async () => {
    seen.length = 0;
    for (const transport of TRANSPORTS) {
      for (const headers of [{ 'X-Session': 'a' }, () => ({ 'x-session': 'b' }), () => undefined]) {
        const { state } = await clientOf({ ...transport, headers }).beorg.getResult(request);
        assert.equal(state, 'pending');
      }
    }
    assert.deepEqual(seen, ['a', 'b', undefined, 'a', 'b', undefined]);
  });

  it('are refused at once where they are no plain object', () => {
    for (const headers of [[['a', 'b']], new Headers({ a: 'b' }), null, 'abc']) {
      assert.throws(() => clientOf({ headers }), { code: 'invalid_field', field: 'options.headers' });
    }
  });

  it('are refused on both transports where a function gives no plain object', async () => {
    seen.length = 0;
    for (const transport of TRANSPORTS) {
      for (const given of [[['a', 'b']], new Headers({ a: 'b' }), 'abc']) {
        const call = clientOf({ ...transport, headers: () => given }).beorg.getResult(request);
        await assert.rejects(call, { code: 'invalid_field', field: 'options.headers' });
      }
    }
    assert.deepEqual(seen, []);
  });

  it('are refused on both transports where one of them cannot be sent', async () => {
    seen.length = 0;
    for (const transport of TRANSPORTS) {
      for (const value of [undefined, null, 5, 'a\nb', 'ж']) {
        const call = clientOf({ ...transport, headers: { 'x-session': value } }).beorg.getResult(request);
        await assert.rejects(call, { code: 'invalid_field', field: 'options.headers.x-session' }, String(value));
      }
      const call = clientOf({ ...transport, headers: { 'a b': 'c' } }).beorg.getResult(request);
      await assert.rejects(call, { code: 'invalid_field', field: 'options.headers.a b' });
    }
    assert.deepEqual(seen, []);
  });
});

describe('headers that are not the caller’s to set', () => {
  const fetchForbids =
    'Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method ' +
    'Access-Control-Request-Private-Network Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive ' +
    'Origin Referer Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy-Authorization Sec-Fetch-Mode Sec- ' +
    'X-HTTP-Method X-HTTP-Method-Override X-Method-Override';
  const names = [...fetchForbids.split(' '), 'Content-Encoding'];

  it('are refused on both transports, in every spelling', async () => {
    seen.length = 0;
    for (const transport of TRANSPORTS) {
      for (const name of [...names, ...names.map((one) => one.toLowerCase())]) {
        const given = { [name]: name === 'Content-Length' ? '3' : 'gzip' };
        for (const headers of [given, () => given]) {
          const call = clientOf({ ...transport, headers }).beorg.getResult(request);
          await assert.rejects(call, { code: 'invalid_field', field: `options.headers.${name}` }, name);
        }
      }
    }
    assert.equal(names.length, 29);
    assert.deepEqual(seen, []);
  });

  it('are no others', async () => {
    for (const transport of TRANSPORTS) {
      for (const name of [
        'Authorization',
        'X-Host',
        'Cookies',
        'Proxy',
        'X-Sec-1',
        'Content-Language',
        'Update',
        'Viaduct',
      ]) {
        const { state } = await clientOf({ ...transport, headers: { [name]: 'a' } }).beorg.getResult(request);
        assert.equal(state, 'pending', name);
      }
    }
  });
});

describe('a time limit that no timer can hold', () => {
  it('is the longest that one can', async () => {
    for (const transport of TRANSPORTS) {
      const { state } = await clientOf({ ...transport, timeoutMs: 1e12 }).beorg.getResult(request);
      assert.equal(state, 'pending');
    }
  });
});

describe('a fetch whose response is none', () => {
  it('is a failure of the network', async () => {
    for (const response of [{ status: 200, arrayBuffer: () => new ArrayBuffer(0) }, undefined]) {
      const call = clientOf({ fetch: () => Promise.resolve(response) }).beorg.getResult(request);
      await assert.rejects(call, { code: 'network_unreachable' });
    }
  });
});
