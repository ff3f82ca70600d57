import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createHandover, isIdSnapError, type OfferOptions } from 'idsnap/handover';
import type * as handover from 'idsnap/handover';
import { createHandover as createRelay, memoryStore, type HandoverOptions } from 'idsnap/proxy';
import { ENGINE_TEXTS } from '../../src/advice/engine.js';
import { LONGEST_LIFE_MS, pause } from '../../src/handover/life.js';
import {
  ENDPOINT,
  ends,
  eventually,
  fetchTo,
  fileOf,
  OFFERED,
  relayWith,
  stepsOf,
  tab,
  type Between,
} from './support.js';

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** A refusal as a relay gives it. */
const refusal = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json(
    { proxy: { code, message: 'the reason' } },
    { status, headers: { 'x-idsnap-proxy': 'error', ...headers } },
  );

describe('a relay that is asked too often', () => {
  const rateLimit = { requests: 1, perMs: 3_600_000, visitorOf: () => 'somebody' };

  it('is told of at once, with the time to come back, by computer and phone', async () => {
    const { computer, phone, tabs } = ends(relayWith({ rateLimit }));
    const offer = await computer.offer(OFFERED);
    const start = performance.now();
    const isLimited = (error: unknown): boolean => {
      assert.ok(isIdSnapError(error) && error.code === 'rate_limited' && error.retryable);
      const { retryAfterMs = 0 } = error;
      return retryAfterMs > 10_000 && retryAfterMs <= 3_600_000;
    };
    // The clock may stand just before the limit's next hour.
    if (3_600_000 - (Date.now() % 3_600_000) > 15_000) {
      await assert.rejects(computer.offer(OFFERED), isLimited);
      await assert.rejects(phone.accept(offer.url), isLimited);
      assert.ok(performance.now() - start < 3000);
    }
    assert.equal(tabs.phone.items.size, 0);
    offer.dispose();
  });

  it('is waited for where it asks for seconds, which a step tells', async () => {
    let limits = 1;
    const limited: Between = (request, pass) => {
      const isState = request.method === 'GET' && request.headers.get('accept') !== 'text/event-stream';
      if (isState && limits-- > 0) return Promise.resolve(refusal(429, 'rate_limited', { 'retry-after': '2' }));
      return request.method === 'GET' && limits > 0 ? Promise.resolve(new Response('')) : pass();
    };
    const { computer } = ends(relayWith(), { computer: limited });
    const offer = await computer.offer(OFFERED);
    for await (const step of offer) {
      if (step.step === 'delayed') assert.equal(step.retryAfterMs, 2000);
      if (step.step === 'delayed') break;
    }
    offer.dispose();
    assert.ok((await stepsOf(offer)).some(({ step }) => step === 'delayed'));
  });

  it('does not have a page ask without a pause, however long it asks to wait', async () => {
    let requests = 0;
    let isBusy = false;
    const busy: Between = (request, pass) => {
      if (!isBusy || request.method === 'GET') return pass();
      requests += 1;
      return Promise.resolve(refusal(429, 'rate_limited', { 'retry-after': '3000000' }));
    };
    const { computer, phone } = ends(relayWith(), { phone: busy });
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    isBusy = true;
    await assert.rejects(accepted.send('front', fileOf('front')), {
      code: 'rate_limited',
      retryAfterMs: 3_000_000_000,
    });
    assert.equal(requests, 1);
    offer.dispose();
    accepted.dispose();
  });
});

describe('a time that nobody lives to see', () => {
  it('is an hour at most', async () => {
    const lies: Between = async (request, pass) => {
      const response = await pass();
      return request.method === 'POST' && response.status !== 204
        ? Response.json({ expiresInMs: 1e12 }, { status: response.status })
        : response;
    };
    const { computer, phone } = ends(relayWith(), { computer: lies, phone: lies });
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    for (const { expiresAt } of [offer, accepted]) assert.ok(expiresAt.getTime() - Date.now() <= LONGEST_LIFE_MS);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(accepted.signal.aborted, false);
    offer.dispose();
    accepted.dispose();
  });

  it('is no short time to pause', async () => {
    const stop = new AbortController();
    const paused = pause(2 ** 31, stop.signal).then(
      () => 'over',
      () => 'stopped',
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    assert.equal(await paused, 'stopped');
  });
});

describe('a server that is not set up as it should be', () => {
  const fails = () => Promise.reject(new Error('redis://secret@host'));
  const servers: Record<string, [Partial<HandoverOptions>, RegExp]> = {
    'authorize throws': [
      { authorize: () => Promise.reject(new Error('secret')) },
      /500 \(proxy_refused\): .*authorize/,
    ],
    'authorize hangs': [{ authorize: () => never(), hookTimeoutMs: 50 }, /500 \(proxy_refused\): /],
    'authorize responds with 403': [{ authorize: () => new Response('no', { status: 403 }) }, /403 \(proxy_refused\)/],
    'authorize responds with 503': [{ authorize: () => new Response('no', { status: 503 }) }, /503 \(proxy_refused\)/],
    'authorize responds with 200': [{ authorize: () => new Response('yes') }, /200 \(proxy_refused\)/],
    'the store fails to read': [{ store: { ...memoryStore(), get: fails } }, /500 \(proxy_refused\): the relay failed/],
    'the store fails to write': [
      { store: { ...memoryStore(), set: fails } },
      /500 \(proxy_refused\): the relay failed/,
    ],
    'the store hangs': [
      { store: { ...memoryStore(), setIfAbsent: () => never() }, hookTimeoutMs: 50 },
      /500 \(proxy_refused\)/,
    ],
    'another host is meant': [{ allowedHosts: ['other.example'] }, /421 \(proxy_refused\): /],
  };
  for (const [what, [options, message]] of Object.entries(servers)) {
    it(`is told as such at once where ${what}`, async () => {
      const { computer, seen } = ends(relayWith(options));
      await assert.rejects(computer.offer(OFFERED), (error: unknown) => {
        assert.ok(isIdSnapError(error));
        assert.match(error.message, message);
        assert.deepEqual([error.code, error.category], ['proxy_refused', 'configuration']);
        assert.ok(!error.message.includes('secret'));
        return true;
      });
      assert.equal(seen.computer.length, 1);
    });
  }

  it('says that pages of another origin are refused', async () => {
    const fromAfar: typeof fetch = (input, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('origin', 'https://evil.example');
      return fetchTo(relayWith()).fetch(input, { ...init, headers });
    };
    const page = createHandover({ endpoint: ENDPOINT, fetch: fromAfar, storage: null });
    const refused = { code: 'proxy_refused', status: 403, proxyCode: 'proxy_refused', message: /allowedOrigins/ };
    await assert.rejects(page.offer(OFFERED), refused);
  });

  it('does not end a handover by one bad moment of its store', async () => {
    let isBad = false;
    const moment: Between = (request, pass) => {
      if (!isBad || request.method === 'GET') return pass();
      isBad = false;
      return Promise.resolve(refusal(500, 'proxy_misconfigured'));
    };
    const { computer, phone } = ends(relayWith(), { phone: moment });
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    isBad = true;
    await accepted.send('front', fileOf('front'));
    await accepted.finish();
    assert.equal((await offer.photos).length, 1);
  });

  it('is named by the option, where its store is none', () => {
    for (const store of [{}, null, 5, { ...memoryStore(), increment: 1 }]) {
      const options = { authorize: 'anyone', store } as unknown as HandoverOptions;
      assert.throws(() => createRelay(options), {
        name: 'TypeError',
        message: /createHandover: the option store has no/,
      });
    }
  });
});

describe('what a page without types may give', () => {
  const invalid = { name: 'IdSnapError', code: 'invalid_field' };

  it('is refused with the option’s name', async () => {
    const { computer, phone, seen } = ends(relayWith());
    const wrong: [string, object][] = [
      ['url', { url: 'https://s.example/p#' }],
      ['url', { url: 'javascript:alert(1)' }],
      ['url', { url: 'data:text/html,x' }],
      ['url', { url: undefined }],
      ['language', { language: 5 }],
      ['keep', { keep: 5 }],
      ['signal', { signal: 5 }],
      ['signal', { signal: null }],
      ['sides', { sides: 'front' }],
    ];
    for (const [field, more] of wrong) {
      await assert.rejects(computer.offer({ ...OFFERED, ...more }), { ...invalid, field }, JSON.stringify(more));
    }
    await assert.rejects(computer.offer(null as unknown as OfferOptions), invalid);
    assert.throws(() => createHandover(null as never), invalid);
    for (const href of [undefined, null, 5, {}] as unknown as string[]) {
      await assert.rejects(phone.accept(href), { name: 'IdSnapError', code: 'handover_link_invalid' });
    }
    await assert.rejects(phone.accept(OFFERED.url, { signal: 5 } as never), invalid);
    assert.equal(seen.computer.length + seen.phone.length, 0);
  });

  it('is refused beside a photo, and as one', async () => {
    const { computer, phone } = ends(relayWith());
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    for (const image of [null, undefined, 'text', {}]) {
      await assert.rejects(accepted.send('front', image as never), { ...invalid, field: 'image' });
    }
    const circle: { self?: object } = {};
    circle.self = circle;
    for (const meta of [10n, circle, () => 1, { a: NaN }, { a: [Infinity] }, { f: () => 1 }, Symbol('s')]) {
      await assert.rejects(accepted.send('front', fileOf('front'), { meta }), { ...invalid, field: 'meta' });
    }
    await assert.rejects(accepted.send('front', fileOf('front'), null as never), invalid);
    // JSON of a text has two quotes more.
    const most = 64_000 - 2;
    await assert.rejects(accepted.send('front', fileOf('front'), { meta: 'm'.repeat(most + 1) }), { field: 'meta' });
    await accepted.send('front', fileOf('front'), { meta: 'm'.repeat(most) });
    await accepted.finish();
    assert.equal(((await offer.photos)[0]?.meta as string).length, most);
  });
});

describe('the limits of a relay', () => {
  it('are those of the file alone, to the byte', async () => {
    const { computer, phone } = ends(relayWith({ maxPhotoBytes: 1000 }));
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    const tooLong = { code: 'image_too_large', status: 413 };
    await assert.rejects(accepted.send('front', fileOf('front', 1001)), tooLong);
    await accepted.send('front', fileOf('front', 1000));
    await accepted.finish();
    assert.equal((await offer.photos)[0]?.blob.size, 1000);
  });

  it('refuse an empty message, with which nothing could go on', async () => {
    const relay = relayWith();
    let token = '';
    const note: Between = (request, pass) => {
      token = request.headers.get('x-idsnap-handover') ?? token;
      return pass();
    };
    const { computer, phone } = ends(relay, { phone: note });
    const offer = await computer.offer({ ...OFFERED, sides: ['front'] });
    const accepted = await phone.accept(offer.url);
    const path = new URL(offer.url).hash.split('.')[1] ?? '';
    const headers = { 'x-idsnap-handover': token, 'content-type': 'application/octet-stream' };
    const empty = new Request(`${ENDPOINT}/${path}/1`, { method: 'POST', headers, body: new Uint8Array() });
    assert.equal((await relay(empty)).status, 400);
    await accepted.send('front', fileOf('front'));
    await accepted.finish();
    assert.equal((await offer.photos).length, 1);
  });
});

describe('a phone that was refused', () => {
  it('leaves nothing in the tab', async () => {
    const relay = relayWith();
    const { computer, phone } = ends(relay);
    const offer = await computer.offer(OFFERED);
    const accepted = await phone.accept(offer.url);
    const second = ends(relay);
    await assert.rejects(second.phone.accept(offer.url), { code: 'handover_taken' });
    assert.equal(second.tabs.phone.items.size, 0);
    offer.dispose();
    accepted.dispose();
  });
});

describe('a fetch that takes no notice of a signal', () => {
  it('does not hold a page back', async () => {
    const reason = new Error('enough');
    const waiting = (fetchIt: typeof fetch) => createHandover({ endpoint: ENDPOINT, fetch: fetchIt, storage: tab() });
    const stopped = AbortSignal.abort(reason);
    const soon = () => {
      const stop = new AbortController();
      setTimeout(() => {
        stop.abort(reason);
      }, 20);
      return stop.signal;
    };
    await assert.rejects(waiting(never).offer({ ...OFFERED, signal: stopped }), reason);
    await assert.rejects(waiting(never).offer({ ...OFFERED, signal: soon() }), reason);
    const body = () => Promise.resolve(new Response(new ReadableStream({ pull: () => never() })));
    await assert.rejects(waiting(body).offer({ ...OFFERED, signal: soon() }), reason);

    const relay = relayWith();
    const offer = await ends(relay).computer.offer(OFFERED);
    await assert.rejects(waiting(never).accept(offer.url, { signal: soon() }), reason);
    let isHeld = false;
    const real = fetchTo(relay).fetch;
    const page = waiting((input, init) => (isHeld ? never() : real(input, init)));
    const accepted = await page.accept(offer.url);
    isHeld = true;
    await assert.rejects(accepted.send('front', fileOf('front'), { signal: soon() }), reason);
    accepted.dispose();
    offer.dispose();
    await eventually(() => accepted.signal.aborted);
  });
});

describe('what a page lacks', () => {
  it('is Web Cryptography outside of a secure context, which its operator has to mend', async () => {
    const { crypto } = globalThis;
    const insecure = { getRandomValues: crypto.getRandomValues.bind(crypto) };
    Object.defineProperty(globalThis, 'crypto', { value: insecure, configurable: true });
    const failure = ends(relayWith()).computer.offer(OFFERED);
    await assert
      .rejects(failure, {
        code: 'engine_unavailable',
        reason: 'wrong_setup',
        retryable: false,
        advice: ENGINE_TEXTS['en']?.operator,
      })
      .finally(() => Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true }));
  });

  it('is code that cannot be fetched, which the person can try again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'idsnap-handover-'));
    try {
      const alone = join(folder, 'handover.mjs');
      await copyFile(new URL('../../../dist/handover.js', import.meta.url), alone);
      const page = (await import(pathToFileURL(alone).href)) as typeof handover;
      const computer = page.createHandover({ endpoint: ENDPOINT, fetch: fetchTo(relayWith()).fetch, storage: tab() });
      const offer = await computer.offer(OFFERED);
      const facts = { code: 'engine_unavailable', reason: 'unreachable', retryable: true };
      await assert.rejects(offer.qr(), {
        ...facts,
        advice: 'There is no connection. Check the network and try again.',
      });
      offer.dispose();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
