// New options of vendors, from the caller's `extra` to the vendor, over real connections.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient, dispose, isIdSnapError } from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import type { BeorgProxyOptions, BiometricKzProxyOptions, CvsProxyOptions } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { plainPng } from '../fixtures.js';
import { serve } from './servers.js';
import { ACCOUNTS, assertRefused, ok, proxyWith, request } from './support.js';

const image = plainPng(40, 30);
after(dispose);

/** What reached the vendor: the address and the body of each request. */
async function journey(options: {
  beorg?: BeorgProxyOptions;
  biometricKz?: BiometricKzProxyOptions;
  cvs?: CvsProxyOptions;
}): Promise<{ client: ReturnType<typeof createClient>; seen: string[] }> {
  const seen: string[] = [];
  const vendor = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push(`${request.url ?? ''}\n${Buffer.concat(parts).toString('latin1')}`);
      response.writeHead(400, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const { zoloz, beorg, biometricKz, cvs } = { ...ACCOUNTS, ...options };
  const proxy = createProxy({
    authorize: 'anyone',
    zoloz: { ...zoloz, baseUrl: vendor },
    beorg: { ...beorg, baseUrl: vendor },
    biometricKz: { ...biometricKz, baseUrl: vendor },
    cvs: { ...cvs, baseUrl: vendor },
  });
  return { client: createClient({ endpoint: await serve(toNodeHandler(proxy)), retry: { attempts: 1 } }), seen };
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no error',
    (error: unknown) => (isIdSnapError(error) ? error.code : String(error)),
  );

const OPEN = {
  beorg: { ...ACCOUNTS.beorg, extraFields: ['later_option'] },
  biometricKz: { ...ACCOUNTS.biometricKz, extraFields: ['later_option'] },
  cvs: { ...ACCOUNTS.cvs, extraFields: ['later_option'] },
};

describe('an image at an address whose host has letters beyond ASCII', () => {
  const spelled = [
    ['https://пример.рф/ф 1.jpg?a=ф', 'https://xn--e1afmkfd.xn--p1ai/%D1%84%201.jpg?a=%D1%84'],
    ['HTTPS://ПРИМЕР.рф', 'https://xn--e1afmkfd.xn--p1ai/'],
    ['https://images。example.com/a.jpg', 'https://images.example.com/a.jpg'],
    ['https://images.example.com/ф.jpg', 'https://images.example.com/ф.jpg'],
    ['https://images.example.com/%2f?u=https://пример.рф', 'https://images.example.com/%2f?u=https://пример.рф'],
  ] as const;

  it('is sent as it is checked', async () => {
    const allowImageUrls = ['xn--e1afmkfd.xn--p1ai', 'images.example.com'];
    const { client, seen } = await journey({ cvs: { ...ACCOUNTS.cvs, allowImageUrls } });
    for (const [imageUrl, sent] of spelled) {
      const { path } = await client.cvs.build.card({ form: 'url', imageUrl });
      assert.equal(new URLSearchParams(path.split('?')[1]).get('img'), sent);
      assert.notEqual(await codeOf(client.cvs.card({ form: 'url', imageUrl })), 'proxy_refused', imageUrl);
      assert.equal(new URLSearchParams(seen.pop()?.split('\n')[0]?.split('?')[1]).get('img'), sent);
    }
  });

  it('is refused where that host may not be named', async () => {
    const { client, seen } = await journey({ cvs: { ...ACCOUNTS.cvs, allowImageUrls: ['images.example.com'] } });
    for (const imageUrl of ['https://пример.рф/a.jpg', 'https://１２７.0.0.1/a.jpg', 'https://ⓛocalhost/a.jpg'])
      assert.equal(await codeOf(client.cvs.card({ form: 'url', imageUrl })), 'proxy_refused', imageUrl);
    assert.deepEqual(seen, []);
  });
});

describe('a new option of a vendor', () => {
  it('reaches each vendor once it is named', async () => {
    const { client, seen } = await journey(OPEN);
    const extra = { later_option: 'v 1' };
    const calls = [
      client.zoloz.recognize({ front: image, docType: '00000001003', extra }),
      client.beorg.addDocument({ documents: [{ image, type: 'PASSPORT' }], extra }),
      client.biometricKz.parseDocument({ front: image, countryCode: 'kz', extra }),
      client.biometricKz.processDocument({ files: [image], extra }),
      client.cvs.card({ image, extra }),
      client.cvs.card({ form: 'base64', image, extra }),
    ];
    await Promise.all(calls.map(codeOf));
    assert.equal(seen.length, calls.length);
    const forms = ['"later_option":"v 1"', 'name="later_option"\r\n\r\nv 1\r\n', '&later_option=v%201'];
    for (const request of seen) {
      const line = request.split('\n', 1)[0];
      assert.ok(
        forms.some((form) => request.includes(form)),
        line,
      );
    }
  });

  it('is refused where it is not named, and so is every other', async () => {
    for (const [options, name] of [
      [{}, 'later_option'],
      [OPEN, 'other_option'],
    ] as const) {
      const { client, seen } = await journey(options);
      const extra = { [name]: '1' };
      const codes = await Promise.all(
        [
          client.beorg.addDocument({ documents: [{ image, type: 'PASSPORT' }], extra }),
          client.biometricKz.parseDocument({ front: image, countryCode: 'kz', extra }),
          client.cvs.card({ image, extra }),
        ].map(codeOf),
      );
      assert.deepEqual(codes, ['proxy_refused', 'proxy_refused', 'proxy_refused'], name);
      assert.deepEqual(seen, []);
    }
  });

  it('is no secret, no part of the image and no other kind of name', () => {
    for (const [name, problem] of [
      ['api_key', /biometricKz\.extraFields holds api_key, which only the proxy may add/],
      ['API_KEY', /biometricKz\.extraFields holds API_KEY/],
      ['a"b', /biometricKz\.extraFields holds a name that no field has/],
      ['a'.repeat(65), /holds a name that no field has/],
      ['', /biometricKz\.extraFields\[0\] is missing or empty/],
    ] as const) {
      const biometricKz = { ...ACCOUNTS.biometricKz, extraFields: [name] };
      assert.throws(() => createProxy({ biometricKz, authorize: 'anyone' }), problem, name);
    }
  });

  it('does not change what a known parameter may hold', async () => {
    const { proxy, sent } = proxyWith(ok, { cvs: { ...ACCOUNTS.cvs, extraFields: ['img', 'format_type'] } });
    for (const query of ['format_type=ftp', 'format_type=url&img=ftp%3A%2F%2Fimages.example%2Fa.jpg']) {
      await assertRefused(await proxy(request(`/cvs/api/v2/ocr/card?${query}`)), 400, 'proxy_refused');
    }
    assert.deepEqual(sent, []);
  });
});
