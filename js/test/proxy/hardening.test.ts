import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { createProxy, type ProxyLogEntry } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { dial, serve } from './servers.js';
import {
  ACCOUNTS,
  ADD_DOCUMENT,
  API_KEY,
  assertRefused,
  CARDS,
  CLIENT_ID,
  ok,
  PARSE,
  post,
  proxyWith,
  RECOGNIZE,
  request,
  SECRET,
} from './support.js';

/** Everything that a raw request gets back. */
async function raw(base: string, head: string): Promise<string> {
  const peer = dial(Number(new URL(base).port));
  peer.write(`${head}\r\nConnection: close\r\n\r\n`);
  return readText(peer);
}

describe('a path', () => {
  it('has one spelling', async () => {
    const { proxy, sent } = proxyWith(ok);
    const base = await serve(toNodeHandler(proxy));
    const path = '/beorg/api/document/result/s-1';
    assert.match(await raw(base, `GET ${path} HTTP/1.1\r\nHost: a`), /^HTTP\/1\.1 200 /);
    const others = [
      '/x/../beorg/api/document/result/s-1',
      '/./beorg/api/document/result/s-1',
      '/%2e/beorg/api/document/result/s-1',
      '/beorg\\api/document/result/s-1',
      '/beorg/api/document/result/s-1#x',
      '//beorg/api/document/result/s-1',
      'http://a/beorg/api/document/result/s-1',
      '/beorg/api/document/result/s-1?',
    ];
    for (const other of others) {
      assert.match(await raw(base, `GET ${other} HTTP/1.1\r\nHost: a`), /^HTTP\/1\.1 40[04] /, other);
    }
    assert.equal(sent.length, 1);
  });
});

describe('a host name', () => {
  it('must be one', async () => {
    const { proxy, sent } = proxyWith(ok);
    const base = await serve(toNodeHandler(proxy));
    for (const host of ['a/b', 'a@b', 'a b', 'a?b', 'a#b', '[::1', 'a:b', 'a:1:2', 'a;b', 'a,b', 'a%41b', '']) {
      const text = await raw(base, `GET /beorg/api/document/result/s-1 HTTP/1.1\r\nHost: ${host}`);
      assert.match(text, /^HTTP\/1\.1 400 /, host);
    }
    assert.equal(sent.length, 0);
  });

  it('must stand once, and its refusal has the headers of every response', async () => {
    const { proxy, sent } = proxyWith(ok);
    const base = await serve(toNodeHandler(proxy));
    for (const [path, hosts] of [
      ['/beorg/api/document/result/s-1', 'Host: a\r\nHost: b'],
      ['/beorg/api/document/result/s-1', 'Host: a\r\nHost: a'],
      ['/x/../beorg/api/document/result/s-1', 'Host: a'],
    ]) {
      const text = await raw(base, `GET ${path ?? ''} HTTP/1.1\r\n${hosts ?? ''}`);
      assert.match(text, /^HTTP\/1\.1 400 /);
      assert.match(text, /\r\nx-request-id: [0-9a-f-]{36}\r\n/);
      assert.match(text, /\r\nx-content-type-options: nosniff\r\n/);
      assert.match(text, /\r\ncache-control: no-store\r\n/);
    }
    assert.equal(sent.length, 0);
  });

  it('must be on the list, so that no page has its own name point here', async () => {
    const { proxy, sent } = proxyWith(ok, { allowedHosts: ['Shop.example', 'shop.example:8443'] });
    const path = '/beorg/api/document/result/s-1';
    const ask = (host: string) => proxy(request(path, { headers: { host } }));
    for (const host of ['shop.example', 'SHOP.EXAMPLE', 'shop.example:8443']) {
      assert.equal((await ask(host)).status, 200, host);
    }
    for (const host of ['evil.example', 'shop.example.evil.example', 'shop.example:80', '127.0.0.1']) {
      await assertRefused(await ask(host), 421, 'proxy_refused');
    }
    assert.equal((await proxy(request(path))).status, 200);
    assert.equal(sent.length, 4);
  });
});

describe('an address of an image', () => {
  const ask = (address: string) => request(`${CARDS}?format_type=url&img1=${encodeURIComponent(address)}`);
  const { apiKey, apiSecret } = ACCOUNTS.cvs;

  it('does not pass unless that is allowed', async () => {
    const { proxy, sent } = proxyWith(ok, { cvs: { apiKey, apiSecret } });
    await assertRefused(await proxy(ask('https://images.example/1.jpg')), 400, 'proxy_refused');
    await assertRefused(await proxy(request(`${CARDS}?format_type=url`)), 400, 'proxy_refused');
    assert.equal(sent.length, 0);
  });

  it('passes to the hosts that are named alone', async () => {
    const { proxy } = proxyWith(ok, { cvs: { apiKey, apiSecret, allowImageUrls: ['images.example.com'] } });
    assert.equal((await proxy(ask('https://Images.example.com/1.jpg?a=1'))).status, 200);
    await assertRefused(await proxy(ask('https://images.example.com.evil.example/1.jpg')), 400, 'proxy_refused');
  });

  it('passes without the slash of a bare host', async () => {
    const { proxy } = proxyWith(ok);
    assert.equal((await proxy(ask('https://images.example?a=1'))).status, 400);
    for (const address of ['https://images.example', 'https://images.example/', 'https://a.example/%5C?b=%20#c']) {
      assert.equal((await proxy(ask(address))).status, 200, address);
    }
  });

  it('passes with letters beyond ASCII behind its host, and reaches the vendor as it is', async () => {
    const { proxy, sent } = proxyWith(ok);
    const address = 'https://images.example/é.jpg?a=1&b=ж';
    assert.equal((await proxy(ask(address))).status, 200);
    assert.ok(sent[0]?.url.includes(encodeURIComponent(address)), sent[0]?.url);
  });

  for (const address of [
    'https://images.example.com\\@169.254.169.254/latest',
    'https://images.example.com\\.127.0.0.1.nip.io/',
    'https://images.example.com/\\@127.0.0.1/',
    'https://images.example.com/?a=\\@127.0.0.1',
    'https://images.example.com?@127.0.0.1/',
    'https://images.example.com#@127.0.0.1/',
    'https:\\\\images.example.com/',
    'https:images.example.com/',
    'https:///images.example.com/',
    'https://images.example.com:443/',
    'https://@images.example.com/',
    'https://:@images.example.com/',
    'https://images.example.com/a/../b',
    'https://images.example.com／@127.0.0.1/',
    'https://imäges.example.com/',
    'https://images.example.com/\u00a0',
    'https://images%2Eexample.com/',
    'https://images.example.com./',
    'https://images.example。com/',
  ]) {
    it(`is refused in another spelling than its own, whatever hosts are named: ${address}`, async () => {
      for (const allowImageUrls of [true, ['images.example.com', 'images.example.com.']]) {
        const { proxy, sent } = proxyWith(ok, { cvs: { apiKey, apiSecret, allowImageUrls } });
        await assertRefused(await proxy(ask(address)), 400, 'proxy_refused');
        assert.equal(sent.length, 0);
      }
    });
  }

  const refusedAddresses = [
    'http://images.example/1.jpg',
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://localhost/',
    'https://a.localhost./',
    'https://router/',
    'https://db.internal/',
    'https://metadata.google.internal/',
    'https://kubernetes.default/',
    'https://kubernetes.default.svc/',
    'https://kubernetes.default.svc.cluster.local/',
    'https://printer.local/',
    'https://consul.service.consul/',
    'https://images.example./',
    'https://10.0.0.1.nip.io/',
    'https://app.10-0-0-1.sslip.io/',
    'https://user:word@images.example/',
    'https://images.example:6379/',
    'https://１２７.0.0.1/',
  ];
  for (const address of refusedAddresses) {
    it(`never is ${address}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      await assertRefused(await proxy(ask(address)), 400, 'proxy_refused');
      assert.equal(sent.length, 0);
    });
  }
});

describe('a response of the vendor', () => {
  it('with a status that does not exist is 502', async () => {
    const vendor = await serve((_, res) => res.writeHead(600).end('{}'));
    const proxy = createProxy({ ...ACCOUNTS, beorg: { ...ACCOUNTS.beorg, baseUrl: vendor } });
    await assertRefused(await proxy(request('/beorg/api/document/result/s-1')), 502, 'vendor_unreachable');
  });

  for (const coding of ['zstd', 'gzip, zstd', 'compress', 'x']) {
    it(`in the coding ${coding}, which is not decoded, is 502`, async () => {
      const { proxy } = proxyWith(() => new Response('{}', { headers: { 'content-encoding': coding } }));
      await assertRefused(await proxy(post(RECOGNIZE, '{}')), 502, 'vendor_unreachable');
    });
  }

  it('that breaks off is asked for once more, where a second request is harmless', async () => {
    let count = 0;
    const vendor = await serve((req, res) => {
      count += 1;
      if (count === 1) res.destroy();
      else req.resume().on('end', () => res.end('{}'));
    });
    const proxy = createProxy({ ...ACCOUNTS, beorg: { ...ACCOUNTS.beorg, baseUrl: vendor } });
    assert.equal((await proxy(request('/beorg/api/document/result/s-1'))).status, 200);
    assert.equal(count, 2);
    count = 0;
    await assertRefused(await proxy(post(ADD_DOCUMENT, '{}')), 502, 'outcome_unknown');
    assert.equal(count, 1);
  });
});

describe('a slow peer', () => {
  it('is cut when its body takes too long, even if it never stops', async () => {
    const { proxy, sent } = proxyWith(ok, { bodyTimeoutMs: 300 });
    const base = await serve(toNodeHandler(proxy));
    const peer = dial(Number(new URL(base).port));
    peer.write(
      `POST ${RECOGNIZE} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n`,
    );
    const start = performance.now();
    const dripping = setInterval(() => peer.write(' '), 20);
    const [head] = (await once(peer, 'data')) as [Buffer];
    clearInterval(dripping);
    const tookMs = performance.now() - start;
    assert(tookMs >= 250 && tookMs < 5000, `${tookMs.toFixed(0)} ms`);
    assert.match(head.toString(), /^HTTP\/1\.1 408 /);
    assert.equal(sent.length, 0);
  });

  it('is cut when it does not read its response, and not before', async () => {
    const large = new Uint8Array(50_000_000);
    const handler = toNodeHandler(() => Promise.resolve(new Response(large)), { sendTimeoutMs: 200 });
    let begun = 0;
    const cut = new Promise<{ afterMs: number; isWhole: boolean }>((resolve) => {
      void serve((req, res) => {
        begun = performance.now();
        res.once('close', () => {
          resolve({ afterMs: performance.now() - begun, isWhole: res.writableFinished });
        });
        handler(req, res);
      }).then((base) => {
        dial(Number(new URL(base).port))
          .pause()
          .write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      });
    });
    const { afterMs, isWhole } = await cut;
    assert.equal(isWhole, false);
    assert(afterMs >= 190 && afterMs < 5000, `${afterMs.toFixed(0)} ms`);
  });

  it('that reads is not cut', async () => {
    const handler = toNodeHandler(() => Promise.resolve(new Response(new Uint8Array(5_000_000))), {
      sendTimeoutMs: 5000,
    });
    const response = await fetch(await serve(handler));
    assert.equal((await response.arrayBuffer()).byteLength, 5_000_000);
  });
});

describe('a submission whose connection to the vendor never came about', () => {
  const codes = ['ECONNREFUSED', 'CERT_HAS_EXPIRED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN'];
  for (const code of [...codes, 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER']) {
    it(`may be made again: ${code}`, async () => {
      const cause = Object.assign(new Error('x'), { code });
      const { proxy } = proxyWith(() => Promise.reject(new TypeError('fetch failed', { cause })));
      await assertRefused(await proxy(post(ADD_DOCUMENT, '{}')), 502, 'vendor_unreachable');
    });
  }

  it('is not one whose connection broke', async () => {
    const cause = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    const { proxy } = proxyWith(() => Promise.reject(new TypeError('fetch failed', { cause })));
    await assertRefused(await proxy(post(ADD_DOCUMENT, '{}')), 502, 'outcome_unknown');
  });
});

describe('the log', () => {
  it('has the id of the request and the names of causes, never their messages', async () => {
    const entries: ProxyLogEntry[] = [];
    const cause = Object.assign(new Error('connect to secret.example'), { code: 'ECONNREFUSED' });
    const { proxy } = proxyWith(() => Promise.reject(new TypeError('fetch failed', { cause })), {
      log: (entry) => entries.push(entry),
    });
    const response = await proxy(post(RECOGNIZE, '{}', { 'x-request-id': 'abc-1' }));
    assert.equal(response.headers.get('x-request-id'), 'abc-1');
    assert.deepEqual([entries[0]?.requestId, entries[0]?.cause], ['abc-1', 'TypeError < Error ECONNREFUSED']);
    await proxy(post(RECOGNIZE, '{}', { 'x-request-id': 'a\tb' }));
    assert.match(entries[1]?.requestId ?? '', /^[0-9a-f-]{36}$/);
    assert.doesNotMatch(JSON.stringify(entries), /secret/);
  });

  it('names the error of a hook', async () => {
    const entries: ProxyLogEntry[] = [];
    class DatabaseError extends Error {
      override readonly name = 'DatabaseError';
    }
    const { proxy } = proxyWith(ok, {
      authorize: () => {
        throw new DatabaseError('password');
      },
      log: (entry) => entries.push(entry),
    });
    await proxy(post(RECOGNIZE, '{}'));
    assert.equal(entries[0]?.cause, 'DatabaseError');
  });
});

it('keeps the id that the vendor issued when remember throws', async () => {
  const entries: ProxyLogEntry[] = [];
  const { proxy } = proxyWith(() => Response.json({ document_id: 's-7' }), {
    ownership: { remember: () => Promise.reject(new RangeError('full')), owns: () => false },
    log: (entry) => entries.push(entry),
  });
  const response = await proxy(post(ADD_DOCUMENT, '{}'));
  assert.deepEqual([response.status, await response.json()], [200, { document_id: 's-7' }]);
  assert.equal(entries[0]?.cause, 'RangeError');
});

const hex = (character: string) => character.charCodeAt(0).toString(16);

describe('a secret that the vendor repeats', () => {
  it('is the name of an account too', async () => {
    const accessKey = 'access-for-tests';
    const zoloz = { baseUrl: ACCOUNTS.zoloz.baseUrl, clientId: CLIENT_ID, accessKey, secretKey: btoa(SECRET) };
    const { proxy } = proxyWith(() => new Response(`${accessKey} ${ACCOUNTS.cvs.apiKey}`), { zoloz });
    assert.equal(await (await proxy(post(RECOGNIZE, '{}'))).text(), `${'*'.repeat(16)} ${ACCOUNTS.cvs.apiKey}`);
    assert.equal(await (await proxy(request(`${CARDS}?get_thumb=true`))).text(), `${accessKey} ${'*'.repeat(14)}`);
  });

  const headers: [name: string, value: string, passed: string | null][] = [
    ['retry-after', '17', '17'],
    ['retry-after', 'Fri, 31 Dec 1999 23:59:59 GMT', 'Fri, 31 Dec 1999 23:59:59 GMT'],
    ['retry-after', API_KEY, null],
    ['retry-after', `17; ${API_KEY}`, null],
    ['content-language', 'kk, ru-RU', 'kk, ru-RU'],
    ['content-language', API_KEY, null],
    ['content-type', 'application/json;charset=UTF-8', 'application/json;charset=UTF-8'],
    ['content-type', `application/json; a="${API_KEY}"; charset=utf-8`, 'application/json; charset=utf-8'],
    ['content-type', `application/json; a=${API_KEY}`, 'application/json'],
    ['content-type', `application/${API_KEY}`, null],
    ['content-type', API_KEY, null],
  ];
  for (const [name, value, passed] of headers) {
    it(`passes in a header as far as it is well formed: ${name}: ${value}`, async () => {
      const vendor = await serve((req, res) => req.resume().on('end', () => res.setHeader(name, value).end('{}')));
      const biometricKz = { ...ACCOUNTS.biometricKz, baseUrl: vendor };
      const base = await serve(toNodeHandler(createProxy({ ...ACCOUNTS, biometricKz })));
      const body = new FormData();
      body.append('country_code', 'kz');
      const first = await fetch(`${base}${PARSE}`, { method: 'POST', body });
      assert.deepEqual([first.status, first.headers.get(name)], [200, passed]);
    });
  }

  const forms: [title: string, text: string][] = [
    ['in base64', Buffer.from(API_KEY).toString('base64')],
    ['in base64 behind one byte', Buffer.from(`x${API_KEY}y`).toString('base64')],
    ['in base64 behind two bytes', Buffer.from(`xx${API_KEY}`).toString('base64url')],
    ['percent-encoded', Array.from(API_KEY, (c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
    ['partly percent-encoded', API_KEY.replaceAll('-', '%2D')],
    ['escaped as in JSON', Array.from(API_KEY, (c) => `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`).join('')],
    ['in capitals', API_KEY.toUpperCase()],
    ['in hexadecimal digits', Buffer.from(API_KEY).toString('hex')],
    ['in hexadecimal digits with colons', Array.from(API_KEY, (c) => hex(c).toUpperCase()).join(':')],
    ['percent-encoded twice', Array.from(API_KEY, (c) => `%25${hex(c)}`).join('')],
    ['percent-encoded and escaped as in JSON', Array.from(API_KEY, (c) => `\\u0025${hex(c)}`).join('')],
    ['escaped as in JSON within JSON', Array.from(API_KEY, (c) => `\\\\u00${hex(c)}`).join('')],
    ['as entities of HTML', Array.from(API_KEY, (c) => `&#${c.charCodeAt(0).toString()};`).join('')],
    ['as entities of HTML in hexadecimal', Array.from(API_KEY, (c) => `&#x${hex(c)};`).join('')],
    ['as entities of HTML twice, without ends', Array.from(API_KEY, (c) => `&amp;#x${hex(c)}`).join('')],
    ['with named entities of HTML', API_KEY.replaceAll('-', '&hyphen;')],
    ['in base64 of two lines', btoa(API_KEY).replace(/^.{16}/, '$&\\r\\n')],
    ['partly escaped as in JSON', API_KEY.replaceAll('e', '\\u0065')],
  ];
  for (const [title, text] of forms) {
    it(`${title} is overwritten`, async () => {
      const { proxy } = proxyWith(() => new Response(`€ before ${text} behind`));
      const form = new FormData();
      form.append('country_code', 'kz');
      const response = await (await proxy(request(PARSE, { method: 'POST', body: form }))).text();
      assert.match(response, /^€ before .{0,4}\*{40,}.{0,4} behind$/, title);
      assert(!response.includes(text.slice(8, 24)), response);
    });
  }
});
