import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProxy, memoryStore, type ProxyOptions } from 'idsnap/proxy';
import { ACCOUNTS, ADD_DOCUMENT, assertRefused, CARDS, ok, post, proxyWith, RECOGNIZE, request } from './support.js';

describe('the options of a vendor as a function', () => {
  const { apiKey } = ACCOUNTS.cvs;
  const basic = (secret: string) => `Basic ${btoa(`${apiKey}:${secret}`)}`;

  it('choose the account for each request, such as one a region', async () => {
    const regions: Record<string, { apiKey: string; apiSecret: string; baseUrl: string }> = {
      vn: { apiKey, apiSecret: 'secret-of-vn-1', baseUrl: 'https://vn.example' },
      sg: { apiKey, apiSecret: 'secret-of-sg-1', baseUrl: 'https://sg.example' },
    };
    const chosen = (asked?: Request) => regions[asked?.headers.get('x-region') ?? 'vn'] ?? assert.fail();
    const { proxy, sent } = proxyWith(ok, { cvs: chosen });
    for (const region of ['sg', 'vn', 'sg']) {
      await proxy(request(`${CARDS}?get_thumb=true`, { headers: { 'x-region': region } }));
    }
    assert.deepEqual(
      sent.map(({ url, headers }) => [new URL(url).hostname, headers.get('authorization')]),
      [
        ['sg.example', basic('secret-of-sg-1')],
        ['vn.example', basic('secret-of-vn-1')],
        ['sg.example', basic('secret-of-sg-1')],
      ],
    );
  });

  it('take another secret from the next request on, and overwrite the one that is in use', async () => {
    let account = { apiKey, apiSecret: 'secret-one-0001' };
    const { proxy, sent } = proxyWith(() => new Response('secret-one-0001 secret-two-0002'), { cvs: () => account });
    const ask = async () => (await proxy(request(`${CARDS}?get_thumb=true`))).text();
    assert.equal(await ask(), '*************** secret-two-0002');
    account = { apiKey, apiSecret: 'secret-two-0002' };
    assert.equal(await ask(), 'secret-one-0001 ***************');
    assert.deepEqual(
      sent.map(({ headers }) => headers.get('authorization')),
      [basic('secret-one-0001'), basic('secret-two-0002')],
    );
  });

  it('are checked when the proxy starts, and a later mistake reaches no vendor', async () => {
    assert.throws(
      () => createProxy({ ...ACCOUNTS, cvs: () => ({ apiKey: '', apiSecret: 'x' }) }),
      /the option cvs\.apiKey is missing or empty/,
    );
    let account: { apiKey: string; apiSecret: string } = { apiKey, apiSecret: 'secret-one-0001' };
    const { proxy, sent } = proxyWith(ok, { cvs: () => account });
    account = { apiKey: 'a:b', apiSecret: 'very secret' };
    const message = await assertRefused(await proxy(request(CARDS)), 500, 'proxy_misconfigured');
    assert.doesNotMatch(message, /very/);
    assert.equal(sent.length, 0);
  });

  it('are set up once as long as they are the same', async () => {
    let reads = 0;
    const account = {
      apiKey,
      get apiSecret() {
        reads += 1;
        return 'secret-one-0001';
      },
    };
    const { proxy } = proxyWith(ok, { cvs: () => account });
    const before = reads;
    for (let count = 0; count < 3; count += 1) await proxy(request(`${CARDS}?get_thumb=true`));
    assert.equal(reads, before);
  });
});

describe('the timeout of a vendor', () => {
  it('holds for that vendor, and the common one for the others', async () => {
    const { proxy } = proxyWith(() => new Promise(() => undefined), {
      timeoutMs: 2500,
      zoloz: { ...ACCOUNTS.zoloz, timeoutMs: 30 },
    });
    const timed = async (asked: Request) => {
      const start = performance.now();
      await assertRefused(await proxy(asked), 504, 'vendor_timeout');
      return performance.now() - start;
    };
    assert((await timed(post(RECOGNIZE, '{}'))) < 2000);
    assert((await timed(request(`${CARDS}?get_thumb=true`))) >= 2490);
  });

  it('is a whole number', () => {
    const zoloz = { ...ACCOUNTS.zoloz, timeoutMs: 0 };
    assert.throws(() => createProxy({ ...ACCOUNTS, zoloz }), /zoloz\.timeoutMs is not a whole number from 1 up/);
  });
});

describe('the rate limit', () => {
  const limit = (more: Partial<NonNullable<ProxyOptions['rateLimit']>> = {}) => ({
    requests: 2,
    perMs: 10_000,
    visitorOf: (asked: Request) => asked.headers.get('cookie') ?? undefined,
    ...more,
  });
  const ask = (cookie?: string) => post(RECOGNIZE, '{}', cookie === undefined ? {} : { cookie });

  it('lets each visitor make so many requests in each window', async () => {
    let now = 100_000_000;
    const { proxy, sent } = proxyWith(ok, { rateLimit: limit(), now: () => new Date(now) });
    for (let count = 0; count < 2; count += 1) assert.equal((await proxy(ask('anna'))).status, 200);
    now += 7500;
    const late = await proxy(ask('anna'));
    assert.equal(late.headers.get('retry-after'), '3');
    await assertRefused(late, 429, 'rate_limited');
    assert.equal((await proxy(ask('boris'))).status, 200);
    now += 2500;
    assert.equal((await proxy(ask('anna'))).status, 200);
    assert.equal(sent.length, 4);
  });

  it('counts those together who have no name, and nobody whom authorize refused', async () => {
    const { proxy } = proxyWith(ok, {
      rateLimit: limit(),
      authorize: (asked) => asked.headers.get('cookie') !== 'nobody',
      now: () => new Date(1),
    });
    for (let count = 0; count < 5; count += 1) assert.equal((await proxy(ask('nobody'))).status, 401);
    for (const status of [200, 200, 429]) assert.equal((await proxy(ask())).status, status);
  });

  it('stores no name, and refuses what it cannot count', async () => {
    const keys: string[] = [];
    const inner = memoryStore();
    const store = {
      ...inner,
      increment(key: string, expiresMs: number) {
        keys.push(key);
        return inner.increment(key, expiresMs);
      },
    };
    const { proxy } = proxyWith(ok, { rateLimit: limit(), store });
    await proxy(ask('anna-of-tests'));
    assert.equal(keys.length, 1);
    assert.doesNotMatch(keys.join(), /anna/);
    const broken = { ...inner, increment: () => Promise.reject(new Error('password')) };
    const other = proxyWith(ok, { rateLimit: limit(), store: broken });
    const message = await assertRefused(await other.proxy(ask('anna')), 500, 'proxy_misconfigured');
    assert.doesNotMatch(message, /password/);
    assert.equal(other.sent.length, 0);
  });

  it('is refused when it is none', () => {
    const make = (more: object) => () => createProxy({ ...ACCOUNTS, rateLimit: { ...limit(), ...more } });
    assert.throws(make({ requests: 0 }), /rateLimit\.requests is not a whole number from 1 up/);
    assert.throws(make({ perMs: undefined }), /rateLimit\.perMs is not a whole number from 1 up/);
    assert.throws(make({ visitorOf: 'x' }), /rateLimit\.visitorOf is not a function/);
  });
});

describe('a function that names visitors', () => {
  const names: unknown[] = ['', null, 0, 7, Number.NaN, true, {}, ['a']];
  for (const name of names) {
    it(`lets nobody pass when it gives ${JSON.stringify(name)}`, async () => {
      const visitorOf = () => name as string;
      const ownership = { remember: () => undefined, owns: () => true, visitorOf };
      const key = { 'idempotency-key': 'key-that-nobody-guesses' };
      for (const options of [{ ownership }, { rateLimit: { requests: 9, perMs: 1000, visitorOf } }]) {
        const { proxy, sent } = proxyWith(ok, options);
        await assertRefused(await proxy(post(ADD_DOCUMENT, '{}', key)), 500, 'proxy_misconfigured');
        assert.equal(sent.length, 0);
      }
    });
  }

  it('lets a request pass when it gives undefined', async () => {
    const visitorOf = () => undefined;
    const ownership = { remember: () => undefined, owns: () => true, visitorOf };
    const { proxy } = proxyWith(ok, { ownership, rateLimit: { requests: 9, perMs: 1000, visitorOf } });
    const key = { 'idempotency-key': 'key-that-nobody-guesses' };
    assert.equal((await proxy(post(ADD_DOCUMENT, '{}', key))).status, 200);
  });
});
