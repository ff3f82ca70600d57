import assert from 'node:assert/strict';
import { createHash, createHmac, createSign, createVerify } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  ACCOUNTS,
  assertRefused,
  CLIENT_ID,
  customerKeys,
  ok,
  only,
  post,
  proxyWith,
  RECOGNIZE,
  textOf,
  vendorKeys,
  vendorPublicPem,
} from './support.js';

const TEST_PATH = '/api/v1/zoloz/authentication/test';
/** Spaces, a number that JSON.stringify would shorten, and letters outside ASCII: re-serialising would show. */
const BODY = '{"title":"zażółć","n": 1.0}';
const NOW = () => new Date('2026-02-03T04:05:06.789Z');

function contentOf(path: string, time: string, body: string): string {
  return `POST ${path}\n${CLIENT_ID}.${time}.${body}`;
}

describe('a signed request', () => {
  it('carries the bytes that were received, signed as node:crypto signs them', async () => {
    const { proxy, sent } = proxyWith(ok, { now: NOW });
    assert.equal((await proxy(post(`/zoloz${TEST_PATH}`, BODY))).status, 200);
    const { url, headers, body } = only(sent);
    assert.equal(url, `https://zoloz.example${TEST_PATH}`);
    assert.equal(textOf(body), BODY);
    assert.equal(headers.get('client-id'), CLIENT_ID);
    assert.equal(headers.get('request-time'), '2026-02-03T04:05:06+0000');
    assert.equal(headers.get('content-type'), 'application/json; charset=UTF-8');
    assert.notEqual(headers.get('user-agent') ?? '', '');
    const content = contentOf(TEST_PATH, '2026-02-03T04:05:06+0000', BODY);
    // printf 'POST /api/v1/zoloz/authentication/test\n2188000000000017.2026-02-03T04:05:06+0000.{"title":"zażółć","n": 1.0}' | sha256sum
    const digest = createHash('sha256').update(content).digest('hex');
    assert.equal(digest, 'ed28fbbc469b1c90932092f57bf8cfbcdd66988a7883fe65bcd44a842010c6dc');
    const signature = createSign('RSA-SHA256').update(content).sign(customerKeys.privateKey, 'base64');
    assert.equal(headers.get('signature'), `algorithm=RSA256, signature=${encodeURIComponent(signature)}`);
  });

  it('carries bytes outside ASCII, escapes and white space unharmed', async () => {
    const bytes = new TextEncoder().encode('\t{ "\\u0061": "\u{10ffff} \\"",\r\n "b" :-0.0e+1 } ');
    const { proxy, sent } = proxyWith(ok, { now: NOW });
    await proxy(post(RECOGNIZE, bytes));
    const { body, headers } = only(sent);
    assert.deepEqual(body, bytes);
    const head = contentOf('/api/v1/zoloz/idrecognition/recognize', '2026-02-03T04:05:06+0000', '');
    const verifier = createVerify('RSA-SHA256').update(head).update(bytes);
    const signature = decodeURIComponent(/signature=(.+)$/.exec(headers.get('signature') ?? '')?.[1] ?? '');
    assert.equal(verifier.verify(customerKeys.publicKey, signature, 'base64'), true);
  });

  it("is signed for the vendor's path, wherever the proxy and the vendor are mounted", async () => {
    const zoloz = { ...ACCOUNTS.zoloz, baseUrl: 'http://localhost:4000/zoloz/' };
    const { proxy, sent } = proxyWith(ok, { now: NOW, zoloz, basePath: '/kyc' });
    await proxy(post(`/kyc/zoloz${TEST_PATH}`, BODY));
    const { url, headers } = only(sent);
    assert.equal(url, `http://localhost:4000/zoloz${TEST_PATH}`);
    const content = contentOf(TEST_PATH, '2026-02-03T04:05:06+0000', BODY);
    const signature = createSign('RSA-SHA256').update(content).sign(customerKeys.privateKey, 'base64');
    assert.equal(headers.get('signature'), `algorithm=RSA256, signature=${encodeURIComponent(signature)}`);
  });

  it('may be signed with a CryptoKey', async () => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const der = customerKeys.privateKey.export({ type: 'pkcs8', format: 'der' });
    const privateKey = await crypto.subtle.importKey('pkcs8', new Uint8Array(der), algorithm, false, ['sign']);
    const { proxy, sent } = proxyWith(ok, { zoloz: { ...ACCOUNTS.zoloz, privateKey } });
    assert.equal((await proxy(post(RECOGNIZE, '{}'))).status, 200);
    assert.match(only(sent).headers.get('signature') ?? '', /^algorithm=RSA256, signature=[A-Za-z0-9%]{342,}$/);
  });

  it('carries what a function signs, as bytes or as a buffer', async () => {
    const { baseUrl, clientId } = ACCOUNTS.zoloz;
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    for (const given of [bytes, bytes.buffer, new DataView(bytes.buffer)]) {
      const zoloz = { baseUrl, clientId, sign: () => Promise.resolve(given as Uint8Array) };
      const { proxy, sent } = proxyWith(ok, { zoloz });
      assert.equal((await proxy(post(RECOGNIZE, '{}'))).status, 200);
      const text = encodeURIComponent(Buffer.from(bytes).toString('base64'));
      assert.equal(only(sent).headers.get('signature'), `algorithm=RSA256, signature=${text}`);
    }
  });

  it('is not sent when a function gives what is no signature', async () => {
    const { baseUrl, clientId } = ACCOUNTS.zoloz;
    const odd = [new Uint8Array(), new ArrayBuffer(0), new Uint8Array(127), new Uint8Array(1025), 'abc', undefined];
    for (const given of odd) {
      const zoloz = { baseUrl, clientId, sign: () => Promise.resolve(given as Uint8Array) };
      const { proxy, sent } = proxyWith(ok, { zoloz });
      await assertRefused(await proxy(post(RECOGNIZE, '{}')), 500, 'proxy_misconfigured');
      assert.equal(sent.length, 0);
    }
  });
});

describe('the scheme AK/SK', () => {
  const secret = Buffer.from('a secret of the account, 251 ÿ', 'utf8');
  const zoloz = {
    baseUrl: 'https://zoloz.example',
    clientId: CLIENT_ID,
    accessKey: 'access',
    secretKey: secret.toString('base64url'),
  };

  it('carries an HMAC over the same text', async () => {
    const { proxy, sent } = proxyWith(ok, { zoloz, now: NOW });
    await proxy(post(`/zoloz${TEST_PATH}`, BODY));
    const { headers } = only(sent);
    const content = contentOf(TEST_PATH, '2026-02-03T04:05:06+0000', BODY);
    assert.equal(headers.get('signature'), createHmac('sha256', secret).update(content).digest('base64url'));
    assert.equal(headers.get('auth-type'), 'AKSK');
    assert.equal(headers.get('access-key'), 'access');
    assert.equal(headers.get('client-id'), CLIENT_ID);
  });

  it('checks answers when that is asked for', async () => {
    const text = '{"result":{"resultStatus":"S"}}';
    const time = '2026-02-03T04:05:07+0000';
    const signature = createHmac('sha256', secret)
      .update(contentOf(TEST_PATH, time, text))
      .digest('base64url');
    const answer = (value: string) => () =>
      new Response(text, { headers: { 'response-time': time, signature: value } });
    const options = { zoloz: { ...zoloz, verifyAnswers: true }, now: NOW };
    assert.equal((await proxyWith(answer(signature), options).proxy(post(`/zoloz${TEST_PATH}`, '{}'))).status, 200);
    const refused = await proxyWith(answer(signature.replace(/^./, '_')), options).proxy(
      post(`/zoloz${TEST_PATH}`, '{}'),
    );
    await assertRefused(refused, 502, 'vendor_unreachable');
  });
});

describe('a signed answer', () => {
  const path = '/api/v1/zoloz/idrecognition/recognize';
  const time = '2026-02-03T04:05:07+0000';
  const text = '{ "result" : {"resultStatus":"S"},\n "ocrResult": {"NAME": "Ż"} }';
  const signature = createSign('RSA-SHA256')
    .update(contentOf(path, time, text))
    .sign(vendorKeys.privateKey, 'base64');
  const header = `algorithm=RSA256, keyVersion=1, signature=${encodeURIComponent(signature)}`;
  const options = { zoloz: { ...ACCOUNTS.zoloz, vendorPublicKey: vendorPublicPem }, now: NOW };

  function answering(body: string, headers: Record<string, string>, status = 200): Promise<Response> {
    return proxyWith(() => new Response(body, { headers, status }), options).proxy(post(RECOGNIZE, '{}'));
  }

  it("passes when its bytes are the vendor's", async () => {
    const response = await answering(text, { 'Response-Time': time, Signature: header });
    assert.equal(await response.text(), text);
  });

  const forged: [title: string, body: string, headers: Record<string, string>][] = [
    ['its body was changed', text.replace('Ż', 'Z'), { 'response-time': time, signature: header }],
    ['its body was re-serialised', JSON.stringify(JSON.parse(text)), { 'response-time': time, signature: header }],
    ['its time was changed', text, { 'response-time': '2026-02-03T04:05:08+0000', signature: header }],
    ['its signature is missing', text, { 'response-time': time }],
    ['its signature is not percent-encoded text', text, { 'response-time': time, signature: 'signature=%' }],
    ['it says neither success nor failure', '{}', {}],
  ];
  for (const [title, body, headers] of forged) {
    it(`is refused when ${title}`, async () => {
      await assertRefused(await answering(body, headers), 502, 'vendor_unreachable');
    });
  }

  it('may be unsigned when its outcome is unknown', async () => {
    const unknown = '{"result":{"resultStatus":"U","resultCode":"SYSTEM_ERROR"}}';
    assert.equal(await (await answering(unknown, {})).text(), unknown);
  });

  it('may be unsigned when it says failure', async () => {
    const failure = '{"result":{"resultStatus":"F","resultCode":"SIGNATURE_INVALID"}}';
    assert.equal(await (await answering(failure, {})).text(), failure);
    assert.equal((await answering('<html>', {}, 502)).status, 502);
  });

  for (const minutes of [-6, -5, 5, 6]) {
    it(`that is signed ${minutes.toString()} minutes from now is ${Math.abs(minutes) > 5 ? 'refused' : 'fresh'}`, async () => {
      const now = () => new Date(Date.parse('2026-02-03T04:05:07Z') + minutes * 60_000);
      const { proxy } = proxyWith(() => new Response(text, { headers: { 'response-time': time, signature: header } }), {
        ...options,
        now,
      });
      const response = await proxy(post(RECOGNIZE, '{}'));
      if (Math.abs(minutes) > 5) await assertRefused(response, 502, 'vendor_unreachable');
      else assert.equal(await response.text(), text);
    });
  }

  const noFailures: [title: string, body: string, status?: number][] = [
    ['a status in lower case', '{"result":{"resultStatus":"s"}}'],
    ['a status of another word', '{"result":{"resultStatus":"OK"}}'],
    ['a status twice', '{"result":{"resultStatus":"F","resultStatus":"S"}}'],
    ['a result twice', '{"result":{"resultStatus":"F"},"result":{"resultStatus":"S"}}'],
    ['a result twice, once with an escape', '{"result":{"resultStatus":"S"},"res\\u0075lt":{"resultStatus":"F"}}'],
    ['success under an error status', '{"result":{"resultStatus":"S"}}', 500],
    ['a result twice under an error status', '{"result":{"resultStatus":"S"},"result":{"resultStatus":"F"}}', 400],
    ['no JSON', '{"result":{"resultStatus":"F"}'],
  ];
  for (const [title, body, status] of noFailures) {
    it(`may not be unsigned with ${title}`, async () => {
      await assertRefused(await answering(body, {}, status), 502, 'vendor_unreachable');
    });
  }

  it('may not have two signatures', async () => {
    const two = `${header}, signature=AAAA`;
    await assertRefused(await answering(text, { 'response-time': time, signature: two }), 502, 'vendor_unreachable');
  });

  it("is not checked without the vendor's key", async () => {
    const { proxy } = proxyWith(() => new Response(text));
    assert.equal((await proxy(post(RECOGNIZE, '{}'))).status, 200);
  });
});
