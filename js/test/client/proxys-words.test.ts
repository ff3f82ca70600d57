// The proxy's own words, and its paths behind a router.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose, IdSnapError } from 'idsnap';
import type { ClientOptions } from 'idsnap';
import { plainPng } from '../fixtures.js';
import { clientOn as clientOf, json, type Handler } from './handler.js';
import { passport } from './support.js';

const picture = plainPng(40, 30);

/** A client that asks once. */
const clientOn = (handler: Handler, options: Partial<ClientOptions> = {}) =>
  clientOf(handler, { retry: { attempts: 1 }, ...options });

describe('a client behind a proxy', () => {
  after(dispose);

  it('tells the proxy’s own code and sentence, by its header and not by the body', async () => {
    const body = { proxy: { code: 'proxy_misconfigured', message: 'the option authorize threw an error' } };
    const own = clientOn(() => json(body, 500, { 'x-idsnap-proxy': 'error' }));
    await assert.rejects(own.client.zoloz.recognize(passport), {
      code: 'proxy_refused',
      category: 'configuration',
      proxyCode: 'proxy_misconfigured',
      message: /^the proxy answered proxy_misconfigured with HTTP status 500 .*: the option authorize threw an error$/,
    });
    const vendors = clientOn(() => json(body, 500));
    const error = await vendors.client.zoloz.recognize(passport).catch((reason: unknown) => reason);
    assert.ok(error instanceof IdSnapError);
    assert.equal(error.code, 'vendor_unavailable');
    assert.match(error.message, /^ZOLOZ answered HTTP status 500/);
    assert.ok(!('proxyCode' in error));
  });

  it('leaves the slash at the end of a path away where a router redirects for it', async () => {
    const { client, sent } = clientOn(({ url }) =>
      new URL(url).pathname.endsWith('/') ? new Response(null, { status: 308 }) : json({}, 404),
    );
    const request = { countryCode: 'kz', front: picture } as const;
    const path = '/id/biometric_kz/api/v1/backend/document/parse';
    await assert.rejects(client.biometricKz.parseDocument(request), { code: 'not_found' });
    assert.deepEqual(
      sent.map(({ url }) => new URL(url).pathname),
      [`${path}/`, path],
    );
    assert.equal(sent[1]?.body.length, sent[0]?.body.length);
    const away = clientOn(() => new Response(null, { status: 302 }));
    await assert.rejects(away.client.biometricKz.parseDocument(request), { code: 'proxy_redirected' });
    assert.equal(away.sent.length, 2);
    await assert.rejects(away.client.zoloz.recognize(passport), { code: 'proxy_redirected' });
    assert.equal(away.sent.length, 3, 'a path without one stays as it is');
  });

  it('takes what the page’s own server says in the proxy’s place for no vendor’s', async () => {
    for (const [status, code] of [
      [403, 'proxy_refused'],
      [429, 'rate_limited'],
      [200, 'proxy_refused'],
    ] as const) {
      const { client } = clientOn(() => json({ result: 'no' }, status, { 'x-idsnap-proxy': 'error' }), {
        retry: { attempts: 1 },
      });
      await assert.rejects(client.zoloz.recognize(passport), {
        code,
        message: new RegExp(`^the proxy answered HTTP status ${status} `),
      });
    }
  });
});
