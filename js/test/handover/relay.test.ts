import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import { createHandover as createPage } from 'idsnap/handover';
import { createHandover, memoryStore, redisStore, type HandoverLogEntry, type HandoverOptions } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { hasRedis, startRedis, type RedisServer } from '../proxy/redis-server.js';
import { ENDPOINT, fetchTo, fileOf, OFFERED, relayWith, tab, until } from './support.js';

const ID = 'A'.repeat(22);
const TOKEN = 'B'.repeat(43);
const JOIN = 'C'.repeat(43);
const PHONE = 'D'.repeat(43);
const JSON_TYPE = { 'content-type': 'application/json' };
const BYTES = { 'content-type': 'application/octet-stream' };

/** Asks a relay, and gives status, code and headers. */
async function ask(relay: ReturnType<typeof relayWith>, path: string, init: RequestInit = {}) {
  const response = await relay(new Request(`${ENDPOINT}${path}`, init));
  const text = await response.text();
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  return { status: response.status, code, text, headers: response.headers };
}

const opening = (more: object = {}): RequestInit => ({
  method: 'POST',
  headers: JSON_TYPE,
  body: JSON.stringify({ session: ID, token: TOKEN, join: JOIN, offer: 'AAAA', ...more }),
});
const claiming = (token: string, join = JOIN): RequestInit => ({
  method: 'POST',
  headers: JSON_TYPE,
  body: JSON.stringify({ join, token }),
});
const writing = (token: string, body = 'message'): RequestInit => ({
  method: 'POST',
  headers: { ...BYTES, 'x-idsnap-handover': token },
  body,
});
const reading = (token: string, headers: Record<string, string> = {}): RequestInit => ({
  headers: { 'x-idsnap-handover': token, ...headers },
});

describe('the relay of a handover', () => {
  it('refuses to start with options that are missing or wrong', () => {
    const wrong: [object, RegExp][] = [
      [{}, /createHandover: the option authorize is missing/],
      [{ authorize: 'anyone', maxPhoto: 3 }, /createHandover: the option maxPhoto is not known/],
      [{ authorize: 'anyone', expiresMs: 3_600_001 }, /createHandover: the option expiresMs is more than 3600000/],
      [{ authorize: 'anyone', maxPhotos: 0 }, /createHandover: the option maxPhotos is not a whole number/],
      [{ authorize: 'anyone', allowCredentials: true }, /createHandover: the option allowCredentials needs/],
    ];
    for (const [options, message] of wrong) assert.throws(() => createHandover(options as HandoverOptions), message);
  });

  it('asks authorize before it opens a session, and about nothing else', async () => {
    let asked = 0;
    const relay = relayWith({ authorize: (request) => (asked++, request.headers.get('cookie') === 'session=1') });
    const refused = await ask(relay, '', opening());
    assert.deepEqual([refused.status, refused.code], [401, 'unauthorized']);
    assert.equal(refused.headers.get('x-idsnap-proxy'), 'error');
    const cookie = { ...opening(), headers: { ...JSON_TYPE, cookie: 'session=1' } };
    assert.equal((await ask(relay, '', cookie)).status, 201);
    assert.equal((await ask(relay, `/${ID}/claim`, claiming(PHONE))).status, 200);
    assert.equal(asked, 2);
    const own = relayWith({ authorize: () => new Response('sign in', { status: 403 }) });
    assert.equal((await ask(own, '', opening())).text, 'sign in');
  });

  it('refuses pages of other origins, but for those that are listed', async () => {
    const relay = relayWith({ allowedOrigins: ['https://m.shop.example'] });
    const from = (origin: string) => ({
      ...opening(),
      headers: { ...JSON_TYPE, origin, 'sec-fetch-site': 'cross-site' },
    });
    assert.equal((await ask(relay, '', from('https://evil.example'))).code, 'proxy_refused');
    const listed = await ask(relay, '', from('https://m.shop.example'));
    assert.deepEqual(
      [listed.status, listed.headers.get('access-control-allow-origin')],
      [201, 'https://m.shop.example'],
    );
    const headers = { origin: 'https://m.shop.example', 'sec-fetch-site': 'cross-site' };
    const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-idsnap-handover' };
    const preflight = await ask(relay, `/${ID}/0`, { method: 'OPTIONS', headers: { ...headers, ...asks } });
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'x-idsnap-handover');
  });

  it('refuses what is no request of the protocol', async () => {
    const relay = relayWith();
    const refusals: [string, RequestInit, string][] = [
      ['/nothing', {}, '404 not_found'],
      [`/${ID}/00`, {}, '404 not_found'],
      [`/${ID}/0/0`, {}, '404 not_found'],
      [`/${ID}`, { method: 'POST' }, '405 method_not_allowed'],
      ['', { ...opening(), headers: { 'content-type': 'text/plain' } }, '415 proxy_refused'],
      ['', { ...opening(), body: '[' }, '400 proxy_refused'],
      ['', opening({ session: 'short' }), '400 proxy_refused'],
      ['', opening({ more: '' }), '400 proxy_refused'],
      ['', opening({ offer: '*' }), '400 proxy_refused'],
      ['', opening({ offer: 'A'.repeat(40_000) }), '413 image_too_large'],
    ];
    for (const [path, init, expected] of refusals) {
      const { status, code } = await ask(relay, path, init);
      assert.equal(`${status.toString()} ${code ?? ''}`, expected, path);
    }
  });

  it('takes each message once and in order, from its side alone', async () => {
    const relay = relayWith({ maxPhotos: 1 });
    await ask(relay, '', opening());
    assert.equal((await ask(relay, '', opening())).status, 201);
    assert.equal((await ask(relay, '', opening({ token: PHONE }))).status, 409);
    assert.equal((await ask(relay, `/${ID}/0`, writing(PHONE))).code, 'handover_expired');
    await ask(relay, `/${ID}/claim`, claiming(PHONE));
    assert.equal((await ask(relay, `/${ID}/claim`, claiming(PHONE))).status, 200);
    assert.equal((await ask(relay, `/${ID}/claim`, claiming(TOKEN))).code, 'handover_taken');
    const statuses: number[] = [];
    for (const number of [1, 0, 0, 1, 2, 3])
      statuses.push((await ask(relay, `/${ID}/${number}`, writing(PHONE))).status);
    assert.deepEqual(statuses, [409, 204, 204, 204, 204, 409]);
    assert.equal((await ask(relay, `/${ID}/0`, writing(PHONE, 'another'))).status, 409);
    assert.equal((await ask(relay, `/${ID}/0`, reading(TOKEN))).text, 'message');
    assert.equal((await ask(relay, `/${ID}/1`, reading(PHONE))).code, 'not_found');
    assert.equal((await ask(relay, `/${ID}/1`, writing(TOKEN, 'm'.repeat(16_385)))).status, 413);
  });

  it('waits for a change, and no longer than it may', async () => {
    const relay = relayWith({ waitMs: 300, pollMs: 10_000 });
    await ask(relay, '', opening());
    await ask(relay, `/${ID}/claim`, claiming(PHONE));
    const first = JSON.parse((await ask(relay, `/${ID}`, reading(TOKEN))).text) as object;
    assert.deepEqual({ ...first, expiresInMs: 0 }, { computer: 1, phone: 0, refused: 0, ended: false, expiresInMs: 0 });
    const start = performance.now();
    await ask(relay, `/${ID}?seen=1.0.0.0`, reading(TOKEN));
    assert.ok(performance.now() - start >= 290);
  });

  it('responds at once when something changes', async () => {
    const relay = relayWith({ waitMs: 4000, pollMs: 10_000 });
    await ask(relay, '', opening());
    await ask(relay, `/${ID}/claim`, claiming(PHONE));
    const start = performance.now();
    const waiting = ask(relay, `/${ID}?seen=1.0.0.0`, reading(TOKEN));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await ask(relay, `/${ID}/0`, writing(PHONE));
    assert.match((await waiting).text, /"phone":1/);
    assert.ok(performance.now() - start < 3000);
  });

  it('streams what changes as events', async () => {
    const relay = relayWith({ waitMs: 300 });
    await ask(relay, '', opening());
    await ask(relay, `/${ID}/claim`, claiming(PHONE));
    const streaming = ask(relay, `/${ID}`, reading(TOKEN, { accept: 'text/event-stream' }));
    await ask(relay, `/${ID}/0`, writing(PHONE));
    const { text, headers } = await streaming;
    assert.equal(headers.get('content-type'), 'text/event-stream');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual([...text.matchAll(/data: .*?"phone":(\d)/g)].map(([, phone]) => phone).at(-1), '1');
  });

  it('forgets what the phone wrote when the session ends, and takes no more', async () => {
    const relay = relayWith();
    await ask(relay, '', opening());
    await ask(relay, `/${ID}/claim`, claiming(PHONE));
    await ask(relay, `/${ID}/0`, writing(PHONE));
    await ask(relay, `/${ID}/end`, { method: 'POST', ...reading(TOKEN) });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await ask(relay, `/${ID}/0`, reading(TOKEN))).code, 'handover_ended');
    assert.equal((await ask(relay, `/${ID}/1`, writing(PHONE))).code, 'handover_ended');
    assert.match((await ask(relay, `/${ID}`, reading(PHONE))).text, /"ended":true/);
    // The phone may still read that the computer has all.
    assert.equal((await ask(relay, `/${ID}/0`, reading(PHONE))).status, 200);
  });

  it('lets a session expire, and a store that is late in forgetting does not keep it', async () => {
    let time = 1_800_000_000_000;
    const relay = relayWith({ expiresMs: 600_000, now: () => new Date(time), store: memoryStore({ now: () => 0 }) });
    await ask(relay, '', opening());
    time += 599_999;
    assert.equal((await ask(relay, `/${ID}`, reading(TOKEN))).status, 200);
    time += 1;
    assert.equal((await ask(relay, `/${ID}`, reading(TOKEN))).code, 'handover_expired');
  });

  it('counts sessions of a visitor, and requests of a session', async () => {
    const rateLimit = { requests: 2, perMs: 60_000, visitorOf: () => 'somebody' };
    const relay = relayWith({ rateLimit, maxRequestsPerMinute: 3 });
    assert.equal((await ask(relay, '', opening())).status, 201);
    assert.equal((await ask(relay, `/${ID}/claim`, claiming(PHONE))).status, 200);
    const third = await ask(relay, '', opening({ session: 'E'.repeat(22) }));
    assert.deepEqual([third.status, third.code], [429, 'rate_limited']);
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await ask(relay, `/${ID}`, reading(TOKEN))).status);
    assert.deepEqual(statuses, [200, 200, 200, 429]);
  });

  it('responds when its store or log fails, and tells neither page nor log what the store said', async () => {
    const log: HandoverLogEntry[] = [];
    const broken = { ...memoryStore(), get: () => Promise.reject(new Error('redis://secret@host')) };
    const relay = relayWith({ store: broken, log: (entry) => void log.push(entry) });
    const { status, code, text } = await ask(relay, `/${ID}`, reading(TOKEN));
    assert.deepEqual([status, code], [500, 'proxy_misconfigured']);
    assert.ok(!`${text}${JSON.stringify(log)}`.includes('secret'));
    assert.deepEqual([log[0]?.operation, log[0]?.cause], ['state', 'Error']);
    const failing = relayWith({
      log: () => {
        throw new Error('full');
      },
    });
    assert.equal((await ask(failing, '', opening())).status, 201);
  });
});

describe('two relays behind a balancer', { skip: hasRedis ? false : 'no redis-server is installed here' }, () => {
  let redis: RedisServer;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.stop());

  it('hand a document over through one Redis, and leave no ciphertext in it', async () => {
    const clients = [new Redis(redis.url), new Redis(redis.url)];
    const relays = clients.map((client) => relayWith({ store: redisStore(client), waitMs: 2000 }));
    const servers = relays.map((relay) => createServer(toNodeHandler(relay)).listen(0, '127.0.0.1'));
    await Promise.all(servers.map((server) => once(server, 'listening')));
    const endpoints = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`);
    // Each page stays with one of the two, so what one writes the other one has to find.
    const [computer, phone] = endpoints.map((url) => createPage({ endpoint: `${url}/api/handover`, storage: tab() }));
    assert.ok(computer && phone);
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    await until(offer, 'code');
    assert.equal(offer.code, accepted.code);
    for (const side of accepted.sides) await accepted.send(side, fileOf(side, 1_500_000));
    await accepted.finish();
    const photos = await offer.photos;
    assert.equal(await photos[1]?.blob.text(), await fileOf('back', 1_500_000).text());
    const [client] = clients;
    assert.ok(client);
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await client.keys('*:phone:*')).length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(await client.keys('*:phone:*'), []);
    const times = await Promise.all((await client.keys('*')).map((key) => client.pttl(key)));
    assert.ok(times.length >= 4 && times.every((left) => left > 0 && left <= 600_000));
    servers.forEach((server) => {
      server.closeAllConnections();
      server.close();
    });
    // A relay may still ask for a page that has just gone: nobody waits for that.
    clients.forEach((one) => {
      one.disconnect();
    });
  });
});

describe('a relay in this process', () => {
  it('is asked for a stream of events first', async () => {
    const { fetch, seen } = fetchTo(relayWith());
    const offer = await createPage({ endpoint: ENDPOINT, fetch, storage: null }).offer(OFFERED);
    await new Promise((resolve) => setTimeout(resolve, 50));
    offer.dispose();
    assert.equal(seen[1]?.headers['accept'], 'text/event-stream');
  });
});
