import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused, CARDS, ok, post, proxyWith, RECOGNIZE, request } from './support.js';

const OTHER = 'https://other.example';

describe('pages that may use the proxy', () => {
  const allowed: [title: string, headers: Record<string, string>][] = [
    ['its own origin', { origin: 'https://shop.example' }],
    ['its own origin behind a proxy that ends TLS', { origin: 'http://shop.example' }],
    ["its own origin by the browser's word", { origin: OTHER, 'sec-fetch-site': 'same-origin' }],
    ['no page', {}],
  ];
  for (const [title, headers] of allowed) {
    it(`are those of ${title}`, async () => {
      const { proxy } = proxyWith(ok);
      const response = await proxy(post(RECOGNIZE, '{}', headers));
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('access-control-allow-origin'), null);
    });
  }

  const others: [title: string, headers: Record<string, string>][] = [
    ['another origin', { origin: OTHER }],
    ['another host of the same site', { origin: 'https://shop.example', 'sec-fetch-site': 'same-site' }],
    ['an opaque origin', { origin: 'null' }],
    ['a name that only ends alike', { origin: 'https://evilshop.example' }],
  ];
  for (const [title, headers] of others) {
    it(`are not those of ${title}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      const response = await proxy(post(RECOGNIZE, '{}', headers));
      assert.equal(response.headers.get('access-control-allow-origin'), null);
      await assertRefused(response, 403, 'proxy_refused');
      assert.equal(sent.length, 0);
    });
  }

  it('cannot be reached by a picture on another page', async () => {
    const { proxy, sent } = proxyWith(ok);
    await assertRefused(
      await proxy(request(CARDS, { headers: { 'sec-fetch-site': 'cross-site' } })),
      403,
      'proxy_refused',
    );
    assert.equal(sent.length, 0);
  });
});

describe('origins on the list', () => {
  it("may read every answer, the proxy's own too", async () => {
    const { proxy } = proxyWith(ok, { allowedOrigins: [OTHER] });
    for (const path of [RECOGNIZE, '/nothing']) {
      const response = await proxy(post(path, '{}', { origin: OTHER, 'sec-fetch-site': 'cross-site' }));
      assert.equal(response.headers.get('access-control-allow-origin'), OTHER);
      assert.equal(response.headers.get('access-control-allow-credentials'), null);
      assert.equal(response.headers.get('vary'), 'Origin');
      assert.match(response.headers.get('access-control-expose-headers') ?? '', /x-idsnap-proxy/);
    }
  });

  it('may send cookies only when that is set', async () => {
    const { proxy } = proxyWith(ok, { allowedOrigins: [OTHER], allowCredentials: true });
    const response = await proxy(post(RECOGNIZE, '{}', { origin: OTHER }));
    assert.equal(response.headers.get('access-control-allow-credentials'), 'true');
    assert.equal(response.headers.get('access-control-allow-origin'), OTHER);
  });

  it('may be all of them', async () => {
    const { proxy } = proxyWith(ok, { allowedOrigins: ['*'] });
    const response = await proxy(post(RECOGNIZE, '{}', { origin: OTHER }));
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
  });

  it('get an answer to their preflight, and others do not', async () => {
    const { proxy } = proxyWith(ok, { allowedOrigins: [OTHER] });
    const ask = (origin: string) =>
      proxy(
        request(RECOGNIZE, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type,x-session',
          },
        }),
      );
    const response = await ask(OTHER);
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), OTHER);
    assert.equal(response.headers.get('access-control-allow-headers'), 'content-type,x-session');
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET, POST');
    await assertRefused(await ask('https://third.example'), 403, 'proxy_refused');
  });
});
