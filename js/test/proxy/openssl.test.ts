import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { ACCOUNTS, assertRefused, CLIENT_ID, only, post, proxyWith, RECOGNIZE } from './support.js';

const skip = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed here';
const folder = mkdtempSync(join(tmpdir(), 'idsnap-openssl-'));
const at = (name: string) => join(folder, name);
const PATH = '/api/v1/zoloz/idrecognition/recognize';
const NOW = new Date('2026-02-03T04:05:06Z');
const BODY = '{ "bizId" : "Ж" }\n';

function openssl(...args: string[]): Buffer {
  return execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
}

function makePair(name: string): void {
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', `${name}.pem`);
  openssl('pkey', '-in', `${name}.pem`, '-pubout', '-out', `${name}-public.pem`);
}

before(() => {
  if (skip !== false) return;
  makePair('customer');
  makePair('vendor');
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a signature of OpenSSL', { skip }, () => {
  const options = (): Partial<ProxyOptions> => ({
    now: () => NOW,
    zoloz: {
      baseUrl: 'https://zoloz.example',
      clientId: CLIENT_ID,
      privateKey: readFileSync(at('customer.pem'), 'utf8'),
      vendorPublicKey: readFileSync(at('vendor-public.pem'), 'utf8'),
    },
  });

  /** A response that OpenSSL signed over `content`, with `body`. */
  function signed(content: string, body: string): Response {
    writeFileSync(at('response'), content);
    const signature = openssl('dgst', '-sha256', '-sign', 'vendor.pem', 'response').toString('base64');
    const value = `algorithm=RSA256, keyVersion=1, signature=${encodeURIComponent(signature)}`;
    return new Response(body, { headers: { 'response-time': '2026-02-03T04:05:00+0000', signature: value } });
  }

  const RESPONSE = '{"result":{"resultStatus":"S"}}';
  const TO_SIGN = `POST ${PATH}\n${CLIENT_ID}.2026-02-03T04:05:00+0000.${RESPONSE}`;

  it("is the proxy's own, byte for byte, and OpenSSL verifies it", async () => {
    const { proxy, sent } = proxyWith(() => signed(TO_SIGN, RESPONSE), options());
    assert.equal((await proxy(post(RECOGNIZE, BODY))).status, 200);
    const { headers, body } = only(sent);
    assert.equal(Buffer.from(body).toString(), BODY);
    const value = /^algorithm=RSA256, signature=(.+)$/.exec(headers.get('signature') ?? '')?.[1] ?? '';
    writeFileSync(at('request'), `POST ${PATH}\n${CLIENT_ID}.2026-02-03T04:05:06+0000.${BODY}`);
    const expected = openssl('dgst', '-sha256', '-sign', 'customer.pem', 'request').toString('base64');
    assert.equal(decodeURIComponent(value), expected);
    writeFileSync(at('signature'), Buffer.from(decodeURIComponent(value), 'base64'));
    const verified = openssl('dgst', '-sha256', '-verify', 'customer-public.pem', '-signature', 'signature', 'request');
    assert.equal(verified.toString(), 'Verified OK\n');
  });

  it('over the response is believed, and over another one it is not', async () => {
    const right = proxyWith(() => signed(TO_SIGN, RESPONSE), options());
    assert.equal((await right.proxy(post(RECOGNIZE, BODY))).status, 200);
    for (const content of [`${TO_SIGN} `, TO_SIGN.replace(PATH, `${PATH}x`), TO_SIGN.replace('05:00', '05:01')]) {
      const wrong = proxyWith(() => signed(content, RESPONSE), options());
      await assertRefused(await wrong.proxy(post(RECOGNIZE, BODY)), 502, 'vendor_unreachable');
    }
  });

  it('with HMAC is the one of the scheme AK/SK', async () => {
    const secret = Buffer.from('0123456789abcdef0123456789abcdef');
    const { proxy, sent } = proxyWith(() => Response.json({}), {
      now: () => NOW,
      zoloz: {
        baseUrl: 'https://zoloz.example',
        clientId: CLIENT_ID,
        accessKey: 'access',
        secretKey: secret.toString('base64url'),
      },
    });
    await proxy(post(RECOGNIZE, BODY));
    writeFileSync(at('request'), `POST ${PATH}\n${CLIENT_ID}.2026-02-03T04:05:06+0000.${BODY}`);
    const mac = ['-mac', 'HMAC', '-macopt', `hexkey:${secret.toString('hex')}`];
    const expected = openssl('dgst', '-sha256', ...mac, '-binary', 'request').toString('base64url');
    assert.equal(only(sent).headers.get('signature'), expected);
  });

  it('is made by whatever the option sign calls, over the digest', async () => {
    const digests: string[] = [];
    const { proxy, sent } = proxyWith(() => Response.json({}), {
      now: () => NOW,
      zoloz: {
        baseUrl: 'https://zoloz.example',
        clientId: CLIENT_ID,
        sign(digest) {
          digests.push(Buffer.from(digest).toString('hex'));
          writeFileSync(at('digest'), digest);
          const made = openssl(
            'pkeyutl',
            '-sign',
            '-inkey',
            'customer.pem',
            '-in',
            'digest',
            '-pkeyopt',
            'digest:sha256',
          );
          return Promise.resolve(new Uint8Array(made));
        },
      },
    });
    assert.equal((await proxy(post(RECOGNIZE, BODY))).status, 200);
    const value = /signature=(.+)$/.exec(only(sent).headers.get('signature') ?? '')?.[1] ?? '';
    writeFileSync(at('request'), `POST ${PATH}\n${CLIENT_ID}.2026-02-03T04:05:06+0000.${BODY}`);
    const expected = openssl('dgst', '-sha256', '-sign', 'customer.pem', 'request').toString('base64');
    assert.equal(decodeURIComponent(value), expected);
    assert.equal(digests[0], openssl('dgst', '-sha256', '-binary', 'request').toString('hex'));
  });
});

describe('the option sign', () => {
  const account = { baseUrl: 'https://zoloz.example', clientId: CLIENT_ID };

  it('keeps its error to itself, and nothing is sent', async () => {
    const sign = () => Promise.reject(new Error('arn:aws:kms:secret'));
    const { proxy, sent } = proxyWith(() => Response.json({}), { zoloz: { ...account, sign } });
    const message = await assertRefused(await proxy(post(RECOGNIZE, BODY)), 500, 'proxy_misconfigured');
    assert.doesNotMatch(message, /kms/);
    assert.equal(sent.length, 0);
  });

  it('is a function, and stands beside no private key', () => {
    const make = (zoloz: object) => () => createProxy({ ...ACCOUNTS, zoloz: zoloz as never });
    assert.throws(make({ ...account, sign: 'x' }), /the option zoloz\.sign is not a function/);
    assert.throws(make({ ...ACCOUNTS.zoloz, sign: () => 1 }), /the option zoloz\.privateKey is not known/);
    assert.throws(make(account), /the option zoloz\.privateKey is missing or empty/);
  });
});
