import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProxyLogEntry } from 'idsnap/proxy';
import {
  ACCOUNTS,
  ADD_DOCUMENT,
  API_KEY,
  assertRefused,
  CARDS,
  ok,
  only,
  post,
  privatePem,
  proxyWith,
  RECOGNIZE,
  request,
  SECRET,
  TOKEN,
} from './support.js';

describe('headers', () => {
  it('of the client do not reach the vendor', async () => {
    const { proxy, sent } = proxyWith(ok);
    const headers = {
      'accept-language': 'ru',
      authorization: 'Bearer session',
      'client-id': '1',
      connection: 'x-secret',
      cookie: 'session=1',
      forwarded: 'for=1.2.3.4',
      origin: 'https://shop.example',
      referer: 'https://shop.example/',
      signature: 'algorithm=RSA256, signature=mine',
      'x-api-key': '1',
    };
    await proxy(post(ADD_DOCUMENT, '{}', headers));
    assert.deepEqual([...only(sent).headers.keys()], ['accept', 'content-type', 'user-agent']);
  });

  it('of the vendor do not reach the client', async () => {
    const { proxy } = proxyWith(
      () =>
        new Response('{}', {
          headers: {
            'content-type': 'application/json; charset=UTF-8',
            'retry-after': '3',
            'set-cookie': 'vendor=1',
            server: 'vendor/1.0',
            'transfer-encoding': 'chunked',
            'content-encoding': 'gzip',
            'access-control-allow-origin': '*',
            'access-control-allow-credentials': 'true',
            'x-idsnap-proxy': 'error',
          },
        }),
    );
    const response = await proxy(post(RECOGNIZE, '{}'));
    assert.deepEqual(Object.fromEntries(response.headers), {
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'application/json; charset=UTF-8',
      'retry-after': '3',
      vary: 'Origin',
      'x-content-type-options': 'nosniff',
    });
  });
});

describe('the answer of the vendor', () => {
  for (const status of [200, 400, 401, 404, 409, 415, 425, 429, 500, 503]) {
    it(`passes with its status ${status.toString()} and its body`, async () => {
      const { proxy } = proxyWith(() => new Response('{ "a" : 1.0 }\n', { status }));
      const response = await proxy(post(RECOGNIZE, '{}'));
      assert.equal(response.status, status);
      assert.equal(await response.text(), '{ "a" : 1.0 }\n');
      assert.equal(response.headers.get('x-idsnap-proxy'), null);
    });
  }

  it('passes without a body', async () => {
    const { proxy } = proxyWith(() => new Response(null, { status: 204 }));
    assert.equal((await proxy(post(RECOGNIZE, '{}'))).status, 204);
  });

  it('is not followed when it is a redirect', async () => {
    const { proxy, sent } = proxyWith(
      () => new Response(null, { status: 307, headers: { location: 'https://elsewhere.example/' } }),
    );
    const response = await proxy(post(RECOGNIZE, '{}'));
    assert.equal(response.headers.get('location'), null);
    await assertRefused(response, 502, 'vendor_unreachable');
    assert.equal(only(sent).redirect, 'manual');
  });

  it('may not be endless', async () => {
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          controller.enqueue(new Uint8Array(100));
        },
      });
    const { proxy } = proxyWith(() => new Response(endless()), { maxAnswerBytes: 1000 });
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 502, 'vendor_unreachable');
  });
});

describe('a vendor that fails', () => {
  it('is unreachable, and the reason stays here', async () => {
    const { proxy } = proxyWith(() => Promise.reject(new TypeError('getaddrinfo ENOTFOUND zoloz.example')));
    const message = await assertRefused(await proxy(post(RECOGNIZE, '{}')), 502, 'vendor_unreachable');
    assert.doesNotMatch(message, /zoloz/);
  });

  it('runs into the deadline before its head', async () => {
    const { proxy } = proxyWith(() => new Promise(() => undefined), { timeoutMs: 20 });
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 504, 'vendor_timeout');
  });

  it('runs into the deadline inside its body, even when it keeps sending', async () => {
    const drip = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          controller.enqueue(new Uint8Array(1));
        },
      });
    const { proxy } = proxyWith(() => new Response(drip()), { timeoutMs: 60 });
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 504, 'vendor_timeout');
  });

  it('breaks its connection inside its body', async () => {
    const broken = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          controller.error(new Error('ECONNRESET'));
        },
      });
    const { proxy } = proxyWith(() => new Response(broken()));
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 502, 'vendor_unreachable');
  });

  it('is asked once: the proxy never repeats a request', async () => {
    const { proxy, sent } = proxyWith(() => new Response('', { status: 503 }));
    await proxy(post(RECOGNIZE, '{}'));
    assert.equal(sent.length, 1);
  });
});

it('ends the request to the vendor when the client goes away', async () => {
  const client = new AbortController();
  let vendorSignal: AbortSignal | undefined;
  const { proxy } = proxyWith(ok, {
    fetch: (_, init) => {
      vendorSignal = init.signal ?? undefined;
      client.abort();
      return new Promise(() => undefined);
    },
  });
  const asked = request(RECOGNIZE, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
    signal: client.signal,
  });
  assert.equal((await proxy(asked)).status, 499);
  assert.equal(vendorSignal?.aborted, true);
});

describe('secrets', () => {
  const secrets = [TOKEN, API_KEY, SECRET, btoa(`user-for-tests:${SECRET}`), 'machine-for-tests'];

  it('that the vendor repeats are overwritten', async () => {
    const odd = 'token/"&1234567';
    const { proxy } = proxyWith((sent) => new Response(`no such address ${sent.url} ${JSON.stringify(odd)}`), {
      beorg: { ...ACCOUNTS.beorg, token: odd },
    });
    const text = await (await proxy(request('/beorg/api/document/result/s-1'))).text();
    assert.doesNotMatch(text, /token\/|token%2F|1234567/);
    assert.match(text, /^no such address https:\/\/api\.beorg\.ru\/api\/document\/result\/s-1\?token=\*+ "\*+"$/);
  });

  it('of each vendor are overwritten', async () => {
    const { proxy } = proxyWith(
      (sent) => new Response(JSON.stringify([...sent.headers]) + new TextDecoder().decode(sent.body)),
    );
    const form = new FormData();
    form.append('file', new Blob(['x']), 'a.jpg');
    const answers = await Promise.all([
      proxy(post(ADD_DOCUMENT, '{}')),
      proxy(request('/biometric_kz/api/v2/backend/document/process/', { method: 'POST', body: form })),
      proxy(request(`${CARDS}?format_type=url`)),
    ]);
    for (const answer of answers) {
      const text = await answer.text();
      assert.match(text, /\*{16}/);
      for (const secret of secrets) assert(!text.includes(secret), text);
    }
  });

  it('are in no log, and neither are addresses and bodies', async () => {
    const entries: ProxyLogEntry[] = [];
    let time = 0;
    const { proxy } = proxyWith(ok, { log: (entry) => entries.push(entry), now: () => new Date((time += 40)) });
    await proxy(request('/beorg/api/document/result/s-1'));
    await proxy(post(ADD_DOCUMENT, '{"images":["secretpicture"]}'));
    await proxy(post(ADD_DOCUMENT, '{"token":"x"}'));
    await proxy(post('/nothing', '{}'));
    const text = JSON.stringify(entries);
    for (const secret of [...secrets, privatePem, 'secretpicture', 's-1']) assert(!text.includes(secret), text);
    const { requestId, ...entry } = entries[1] ?? assert.fail();
    assert.match(requestId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(entry, {
      vendor: 'beorg',
      operation: 'add_document',
      status: 200,
      code: undefined,
      cause: undefined,
      durationMs: 40,
      requestBytes: 28,
      answerBytes: 11,
    });
    assert.equal(entries[2]?.code, 'secret_in_request');
    assert.deepEqual([entries[3]?.vendor, entries[3]?.code], [undefined, 'not_found']);
  });

  it('do not go down with a log that fails', async () => {
    const { proxy } = proxyWith(ok, {
      log: () => {
        throw new Error('disk full');
      },
    });
    assert.equal((await proxy(post(RECOGNIZE, '{}'))).status, 200);
  });

  it('do not go down with a log that rejects, and neither does the process', async () => {
    const rejected: unknown[] = [];
    const listener = (reason: unknown) => rejected.push(reason);
    process.prependListener('unhandledRejection', listener);
    const { proxy } = proxyWith(ok, { log: () => Promise.reject(new Error('disk full')) as unknown as undefined });
    assert.equal((await proxy(post(RECOGNIZE, '{}'))).status, 200);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    assert.deepEqual(rejected, []);
  });
});
