import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { ADD_DOCUMENT, assertRefused, CARDS, ok, only, PARSE, post, proxyWith, RECOGNIZE, request } from './support.js';

describe('the allow list', () => {
  const unknown = [
    '/',
    '/zoloz',
    '/zoloz/',
    '/zoloz/api/v1/zoloz/idrecognition/initialize',
    '/zoloz/api/v1/zoloz/idrecognition/recognize//',
    '/zoloz//api/v1/zoloz/idrecognition/recognize',
    '/zoloz/api/v1/zoloz/idrecognition/recogni%7Ae',
    '/ZOLOZ/api/v1/zoloz/idrecognition/recognize',
    '/biometric_kz/api/v1/backend/document/parse///',
    '/biometric_kz//api/v1/backend/document/parse',
    '/beorg/api/document/result/s-12/../s-13x',
    '/beorg/api/document/result/12',
    '/beorg/api/document/result/s-',
    '/beorg/api/document/result/s-1%2f',
    '/beorg/api/document/result/s-1/x',
    '/cvs/api/v2/ekyc/face_matching',
    '/https://elsewhere.example/api/v2/ekyc/cards',
  ];
  for (const path of unknown) {
    it(`answers 404 to ${path}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      await assertRefused(await proxy(post(path, '{}')), 404, 'not_found');
      assert.equal(sent.length, 0);
    });
  }

  it('serves only the vendors that are set up', async () => {
    const { proxy, sent } = proxyWith(ok, { zoloz: undefined } as object);
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 404, 'not_found');
    assert.equal((await proxy(post(ADD_DOCUMENT, '{}'))).status, 200);
    assert.equal(sent.length, 1);
  });

  it('serves under its base path alone', async () => {
    const { proxy, sent } = proxyWith(ok, { basePath: '/api/idsnap/' });
    assert.equal((await proxy(post(`/api/idsnap${RECOGNIZE}`, '{}'))).status, 200);
    assert.equal(only(sent).url, 'https://zoloz.example/api/v1/zoloz/idrecognition/recognize');
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 404, 'not_found');
  });

  it('takes a path with and without a slash at its end, and gives the vendor its own', async () => {
    const { proxy, sent } = proxyWith(ok);
    const bare = PARSE.replace(/\/$/, '');
    assert.notEqual(bare, PARSE);
    assert.equal((await proxy(post(`${RECOGNIZE}/`, '{}'))).status, 200);
    assert.equal((await proxy(request('/beorg/api/document/result/s-12/'))).status, 200);
    const form = new FormData();
    form.append('country_code', 'kz');
    assert.equal((await proxy(request(bare, { method: 'POST', body: form }))).status, 200);
    const urls = sent.map(({ url }) => new URL(url).pathname);
    assert.deepEqual(urls, [
      '/api/v1/zoloz/idrecognition/recognize',
      '/api/document/result/s-12',
      PARSE.replace('/biometric_kz', ''),
    ]);
  });

  it('answers 405 to another method and says which are right', async () => {
    const { proxy } = proxyWith(ok);
    const response = await proxy(request(RECOGNIZE));
    assert.equal(response.headers.get('allow'), 'POST');
    await assertRefused(response, 405, 'method_not_allowed');
    await assertRefused(await proxy(post('/beorg/api/document/result/s-1', '{}')), 405, 'method_not_allowed');
    await assertRefused(await proxy(request(CARDS, { method: 'PUT', body: 'x' })), 405, 'method_not_allowed');
  });
});

describe('the query', () => {
  const wrong: [query: string, code: string][] = [
    ['format_type=url&evil=1', 'proxy_refused'],
    ['format_type=url&__proto__=1', 'proxy_refused'],
    ['format_type=url&format_type=file', 'proxy_refused'],
    ['format_type=xml', 'proxy_refused'],
    ['get_thumb=yes', 'proxy_refused'],
    ['img1=file:///etc/passwd', 'proxy_refused'],
    ['img=https://a.example/', 'proxy_refused'],
    ['img1=https://a.example.com/?x=%F0%28', 'proxy_refused'],
    ['img1=https://a.example.com/%ff', 'proxy_refused'],
    ['api-key=abc', 'secret_in_request'],
    ['apiKey=abc', 'secret_in_request'],
    ['token=abc', 'secret_in_request'],
    ['API_KEY=abc', 'secret_in_request'],
  ];
  for (const [query, code] of wrong) {
    it(`may not be ${query}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      const message = await assertRefused(await proxy(request(`${CARDS}?${query}`)), 400, code);
      assert.doesNotMatch(message, /abc|passwd/);
      assert.equal(sent.length, 0);
    });
  }

  it('takes no token from the browser for a Beorg result', async () => {
    const { proxy, sent } = proxyWith(ok);
    await assertRefused(await proxy(request('/beorg/api/document/result/s-1?token=mine')), 400, 'secret_in_request');
    assert.equal(sent.length, 0);
  });
});

describe('the body', () => {
  it('must have the media type of its vendor', async () => {
    const { proxy, sent } = proxyWith(ok);
    for (const path of [RECOGNIZE, ADD_DOCUMENT]) {
      await assertRefused(await proxy(post(path, '{}', { 'content-type': 'text/plain' })), 415, 'proxy_refused');
    }
    await assertRefused(await proxy(post(PARSE, '{}')), 415, 'proxy_refused');
    assert.equal(sent.length, 0);
  });

  it('must not be compressed', async () => {
    const { proxy } = proxyWith(ok);
    await assertRefused(await proxy(post(RECOGNIZE, '{}', { 'content-encoding': 'gzip' })), 415, 'proxy_refused');
  });

  it('may be as long as the limit and not a byte longer', async () => {
    const { proxy, sent } = proxyWith(ok, { maxBodyBytes: 10 });
    assert.equal((await proxy(post(RECOGNIZE, '{"a":"bc"}'))).status, 200);
    await assertRefused(await proxy(post(RECOGNIZE, '{"a":"bcd"}')), 413, 'image_too_large');
    assert.equal(only(sent).body.length, 10);
  });

  it('is refused by its declared length before it is read', async () => {
    const { proxy } = proxyWith(ok, { maxBodyBytes: 10 });
    const declared = post(RECOGNIZE, '1', { 'content-length': '11' });
    await assertRefused(await proxy(declared), 413, 'image_too_large');
    assert.equal(declared.bodyUsed, false);
  });

  it('is counted while it arrives, so an endless one ends at the limit', async () => {
    const { proxy, sent } = proxyWith(ok, { maxBodyBytes: 1000 });
    let pieces = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pieces += 1;
        controller.enqueue(new Uint8Array(300));
      },
      cancel() {
        cancelled = true;
      },
    });
    await assertRefused(await proxy(streamed(endless)), 413, 'image_too_large');
    assert(pieces <= 6, `${pieces.toString()} pieces were read`);
    assert.equal(cancelled, true);
    assert.equal(sent.length, 0);
  });

  it('is given up when it stops arriving', async () => {
    const { proxy } = proxyWith(ok, { timeoutMs: 20 });
    const stalled = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    await assertRefused(await proxy(streamed(stalled)), 408, 'proxy_refused');
  });

  function streamed(body: ReadableStream<Uint8Array>): Request {
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    return request(RECOGNIZE, { ...init, headers: { 'content-type': 'application/json' } });
  }
});

/** What a hook of JavaScript may give by mistake. */
const NO_VERDICTS: readonly unknown[] = [undefined, null, 0, 1, 'true', {}, [true], new Date(0)];

describe('authorize', () => {
  it('lets a request pass when it says so', async () => {
    const { proxy, sent } = proxyWith(ok, {
      authorize: (asked) => Promise.resolve(asked.headers.get('cookie') === 'session=1'),
    });
    assert.equal((await proxy(post(RECOGNIZE, '{}', { cookie: 'session=1' }))).status, 200);
    await assertRefused(await proxy(post(RECOGNIZE, '{}', { cookie: 'session=2' })), 401, 'unauthorized');
    assert.equal(sent.length, 1);
  });

  for (const verdict of NO_VERDICTS) {
    it(`lets nobody pass when it gives ${inspect(verdict)}`, async () => {
      const { proxy, sent } = proxyWith(ok, { authorize: () => verdict as boolean });
      await assertRefused(await proxy(post(RECOGNIZE, '{}')), 401, 'unauthorized');
      assert.equal(sent.length, 0);
    });
  }

  it("may answer itself, and the answer is marked as not the vendor's", async () => {
    const { proxy, sent } = proxyWith(ok, {
      authorize: () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }),
    });
    const response = await proxy(post(RECOGNIZE, '{}'));
    assert.equal(response.status, 429);
    assert.equal(response.headers.get('retry-after'), '7');
    assert.equal(response.headers.get('x-idsnap-proxy'), 'error');
    assert.equal(await response.text(), 'slow down');
    assert.equal(sent.length, 0);
  });

  it('keeps its error to itself', async () => {
    const { proxy, sent } = proxyWith(ok, {
      authorize: () => {
        throw new Error('password of the database');
      },
    });
    const message = await assertRefused(await proxy(post(RECOGNIZE, '{}')), 500, 'proxy_misconfigured');
    assert.doesNotMatch(message, /password/);
    assert.equal(sent.length, 0);
  });

  it('must leave the body alone', async () => {
    const { proxy } = proxyWith(ok, { authorize: async (asked) => (await asked.text()) !== '' });
    await assertRefused(await proxy(post(RECOGNIZE, '{}')), 500, 'proxy_misconfigured');
  });

  it('is asked before anything is read', async () => {
    const { proxy } = proxyWith(ok, { authorize: () => false, maxBodyBytes: 1 });
    const asked = post(RECOGNIZE, '{"long":1}');
    await assertRefused(await proxy(asked), 401, 'unauthorized');
    assert.equal(asked.bodyUsed, false);
  });
});

describe('ownership', () => {
  for (const verdict of NO_VERDICTS) {
    it(`lets nobody read when owns gives ${inspect(verdict)}`, async () => {
      const ownership = { remember: () => undefined, owns: () => verdict as boolean };
      const { proxy, sent } = proxyWith(ok, { ownership });
      const path = '/beorg/api/document/result/s-7';
      await assertRefused(await proxy(request(path)), 403, 'unauthorized');
      assert.equal(sent.length, 0);
    });
  }

  it('keeps one visitor from reading what another submitted', async () => {
    const owners = new Map<string, string | null>();
    const { proxy, sent } = proxyWith(() => Response.json({ document_id: 's-7', transactionId: 'G7' }), {
      ownership: {
        remember: ({ vendor, id, request: asked }) => void owners.set(`${vendor} ${id}`, asked.headers.get('cookie')),
        owns: ({ vendor, id, request: asked }) => owners.get(`${vendor} ${id}`) === asked.headers.get('cookie'),
      },
    });
    const check = '/zoloz/api/v1/zoloz/idrecognition/asynccheckresult';
    await proxy(post(ADD_DOCUMENT, '{}', { cookie: 'anna' }));
    await proxy(post('/zoloz/api/v1/zoloz/idrecognition/asyncrecognize', '{}', { cookie: 'anna' }));
    assert.deepEqual(
      [...owners],
      [
        ['beorg s-7', 'anna'],
        ['zoloz G7', 'anna'],
      ],
    );
    const result = (cookie: string) => proxy(request('/beorg/api/document/result/s-7', { headers: { cookie } }));
    assert.equal((await result('anna')).status, 200);
    await assertRefused(await result('boris'), 403, 'unauthorized');
    assert.equal((await proxy(post(check, '{"transactionId":"G7"}', { cookie: 'anna' }))).status, 200);
    await assertRefused(await proxy(post(check, '{"transactionId":"G7"}', { cookie: 'boris' })), 403, 'unauthorized');
    assert.equal(sent.length, 4);
  });
});
