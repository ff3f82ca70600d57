// One mount that is proxy and relay.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProxy } from 'idsnap/proxy';
import type { ProxyOptions } from 'idsnap/proxy';
import { createHandover as createEnds } from 'idsnap/handover';

const OPTIONS: ProxyOptions = {
  basePath: '/api/id',
  authorize: ({ headers }) => headers.get('cookie') === 'session=1',
  biometricKz: { apiKey: 'a-key-of-thirty-two-characters-x' },
  fetch: () => assert.fail('no vendor was to be asked'),
};
const AT = 'https://shop.example/api/id';

const statusOf = async (options: ProxyOptions, path: string, init: RequestInit = {}): Promise<number> =>
  (await createProxy(options)(new Request(`${AT}${path}`, init))).status;

describe('createProxy({ handover })', () => {
  it('hands photos over below its own path, for whoever the proxy lets in', async () => {
    const proxy = createProxy({ ...OPTIONS, handover: true });
    const send = (cookie: string) => (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(new URL(input as string, AT), init);
      if (cookie !== '') request.headers.set('cookie', cookie);
      return proxy(request);
    };
    const endpoint = `${AT}/handover`;
    const ends = (cookie: string) => createEnds({ endpoint, fetch: send(cookie), storage: null });
    const asked = { kind: 'id1', sides: ['front'], url: 'https://shop.example/phone' };
    await assert.rejects(ends('').offer(asked), { code: 'session_ended' });
    const offer = await ends('session=1').offer(asked);
    // The phone has no session of the shop's.
    const accepted = await ends('').accept(offer.url);
    assert.match(accepted.code, /^\d{6}$/);
    await accepted.send('front', new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3)]));
    await accepted.finish();
    const [photo] = await offer.photos;
    assert.equal(photo?.blob.size, 7);
    offer.dispose();
    accepted.dispose();
  });

  it('is there only where it is asked for, and leaves the paths of vendors alone', async () => {
    const opens = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', cookie: 'session=1' } };
    assert.equal(await statusOf(OPTIONS, '/handover', opens), 404);
    assert.equal(await statusOf({ ...OPTIONS, handover: true }, '/handover', opens), 400);
    assert.equal(await statusOf({ ...OPTIONS, handover: true }, '/handovers', opens), 404);
    const path = '/biometric_kz/api/v1/backend/document/parse/';
    assert.equal(await statusOf({ ...OPTIONS, handover: true }, path), 405);
  });

  it('takes what is said of the relay before what is said of the proxy', async () => {
    const own = { ...OPTIONS, handover: { authorize: 'anyone' } } as const;
    const opens = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    assert.equal(await statusOf(own, '/handover', opens), 400);
    assert.equal(await statusOf({ ...OPTIONS, handover: {} }, '/handover', opens), 401);
  });

  it('says what is wrong with the options', () => {
    const refused: [unknown, RegExp][] = [
      ['yes', /^createProxy: the option handover is neither true nor an object/],
      [{ basePath: '/x' }, /^createProxy: the option handover\.basePath cannot be set/],
      [{ waitMs: -1 }, /^createHandover: the option waitMs/],
      [{ colour: 1 }, /^createHandover: .*colour/],
    ];
    for (const [handover, message] of refused) {
      assert.throws(() => createProxy({ ...OPTIONS, handover } as ProxyOptions), { name: 'TypeError', message });
    }
    assert.throws(() => createProxy(undefined as unknown as ProxyOptions), {
      name: 'TypeError',
      message: /createProxy/,
    });
  });
});
