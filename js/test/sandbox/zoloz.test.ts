import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { at, base64, bench, BMP, jpeg, JPEG, json, PDF, PNG, type Bench, type Json } from './support.js';

const BASE = '/zoloz/api/v1/zoloz/idrecognition';
const ORDER = { bizId: 'a'.repeat(32), docType: '00000001003', frontPageImage: base64(JPEG) };
const CARD = { ...ORDER, docType: '00600000001' };

let shop: Bench;
before(async () => {
  shop = await bench();
});

const keyOf = async (pem: string) => {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return crypto.subtle.importKey('pkcs8', der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
};

/** The headers of a signed request. */
async function signedHeaders(path: string, body: string): Promise<Headers> {
  const { clientId, privateKey } = shop.sandbox.credentials.zoloz;
  const time = '2026-02-03T04:05:06+0800';
  const content = new TextEncoder().encode(`POST ${path}\n${clientId}.${time}.${body}`);
  const signature = Buffer.from(
    await crypto.subtle.sign('RSASSA-PKCS1-v1_5', await keyOf(privateKey), content),
  ).toString('base64');
  return new Headers({
    'content-type': 'application/json; charset=UTF-8',
    'client-id': clientId,
    'request-time': time,
    signature: `algorithm=RSA256, signature=${encodeURIComponent(signature)}`,
    'user-agent': 'test',
  });
}

/** A signed request that no proxy has looked at. */
async function postSigned(operation: string, body: unknown): Promise<Response> {
  const path = `/api/v1/zoloz/idrecognition/${operation}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = { method: 'POST', headers: await signedHeaders(path, text), body: text };
  return shop.sandbox.fetch(`${shop.sandbox.credentials.zoloz.baseUrl}${path}`, init);
}

async function codeOf(body: unknown): Promise<unknown> {
  const answer = await json(await postSigned('recognize', body));
  assert.equal(at(answer, 'result.resultStatus'), at(answer, 'result.resultCode') === 'SUCCESS' ? 'S' : 'F');
  return at(answer, 'result.resultCode');
}

describe('the rules of recognize', () => {
  const config = (productConfig: Json, order: Json = ORDER): Json => ({ ...order, productConfig });
  const consistency = (item: Json, order: Json = ORDER): Json => config({ consistencyCheck: [item] }, order);
  const passport = { ...ORDER, docType: '00000001006' };
  const cases: [title: string, body: unknown, code: string][] = [
    ['a whole order', ORDER, 'SUCCESS'],
    ['no JSON', '{', 'MSG_PARSE_ERROR'],
    ['a list', [], 'MSG_PARSE_ERROR'],
    ['no bizId', { ...ORDER, bizId: undefined }, 'PARAM_MISSING'],
    ['an empty bizId', { ...ORDER, bizId: '' }, 'PARAM_ILLEGAL'],
    ['a bizId of 33 bytes', { ...ORDER, bizId: 'a'.repeat(33) }, 'PARAM_ILLEGAL'],
    ['a bizId of 17 letters and 34 bytes', { ...ORDER, bizId: 'ж'.repeat(17) }, 'PARAM_ILLEGAL'],
    ['no selector', { ...ORDER, docType: undefined }, 'PARAM_MISSING'],
    ['two selectors', { ...ORDER, autoDocTypes: ['08520000001'] }, 'INVALID_ARGUMENT'],
    [
      'an automatic selector',
      { ...ORDER, docType: undefined, autoDocTypes: ['08520000001'], autoDocCountrycode: ['HKG'] },
      'SUCCESS',
    ],
    ['an unknown category', { ...ORDER, docType: undefined, autoDocCategory: ['CARD'] }, 'PARAM_ILLEGAL'],
    ['a country of two letters', { ...ORDER, docType: undefined, autoDocCountrycode: ['HK'] }, 'PARAM_ILLEGAL'],
    ['a docType that is a number', { ...ORDER, docType: 1003 }, 'PARAM_ILLEGAL'],
    ['a docType without its zeros', { ...ORDER, docType: '1003' }, 'PARAM_ILLEGAL'],
    ['no front', { ...ORDER, frontPageImage: undefined }, 'PARAM_MISSING'],
    ['a back of a one-page document', { ...ORDER, backPageImage: base64(JPEG) }, 'INVALID_ARGUMENT'],
    ['a back of a two-page document', { ...CARD, backPageImage: base64(PNG) }, 'SUCCESS'],
    ['a BMP', { ...ORDER, frontPageImage: base64(BMP) }, 'SUCCESS'],
    ['a PDF', { ...ORDER, frontPageImage: base64(PDF) }, 'PARAM_ILLEGAL'],
    ['a data address', { ...ORDER, frontPageImage: `data:image/jpeg;base64,${base64(JPEG)}` }, 'PARAM_ILLEGAL'],
    [
      'base64 with line breaks',
      { ...ORDER, frontPageImage: `${base64(JPEG).slice(0, 8)}\n${base64(JPEG).slice(8)}` },
      'PARAM_ILLEGAL',
    ],
    ['base64url', { ...ORDER, frontPageImage: Buffer.from(JPEG).toString('base64url') }, 'PARAM_ILLEGAL'],
    ['a JPEG that was cut off', { ...ORDER, frontPageImage: base64(JPEG.subarray(0, -2)) }, 'PARAM_ILLEGAL'],
    [
      'a JPEG without a frame',
      { ...ORDER, frontPageImage: base64(Uint8Array.from([255, 216, 255, 217])) },
      'PARAM_ILLEGAL',
    ],
    ['a PNG that was cut off', { ...ORDER, frontPageImage: base64(PNG.subarray(0, -12)) }, 'PARAM_ILLEGAL'],
    ['an operation mode of its own', { ...ORDER, operationMode: 'FAST' }, 'PARAM_ILLEGAL'],
    ['a reserved spoof mode', config({ spoofMode: 'STRICT' }), 'PARAM_ILLEGAL'],
    ['a yes that is a boolean', config({ enableOCR: true }), 'PARAM_ILLEGAL'],
    ['another extra image', { ...ORDER, extraImageControlList: ['FACE'] }, 'PARAM_ILLEGAL'],
    ['a page check of a passport', config({ pageInfoCheck: [{ name: 'id' }] }), 'INVALID_ARGUMENT'],
    [
      'a page check of a Hong Kong card',
      config({ pageInfoCheck: [{ name: 'id' }] }, { ...ORDER, docType: '08520000001' }),
      'SUCCESS',
    ],
    ['a common check of a passport', consistency({ type: 'commonConsistencyCheck' }), 'INVALID_ARGUMENT'],
    ['a common check of a MyKad', consistency({ type: 'commonConsistencyCheck' }, CARD), 'SUCCESS'],
    ['a zone check without details', consistency({ type: 'mrzVisualConsistencyCheck' }, passport), 'INVALID_ARGUMENT'],
    [
      'a zone check of a wrong field',
      consistency({ type: 'mrzVisualConsistencyCheck', details: ['NAME'] }, passport),
      'INVALID_ARGUMENT',
    ],
    ['a zone check', consistency({ type: 'mrzVisualConsistencyCheck', details: ['ID_NUMBER'] }, passport), 'SUCCESS'],
    [
      'a country check without countries',
      consistency({ type: 'passportCountryCheck', valueRange: [] }),
      'INVALID_ARGUMENT',
    ],
    [
      'a country check of a card',
      consistency({ type: 'passportCountryCheck', valueRange: ['CHN'] }, CARD),
      'INVALID_ARGUMENT',
    ],
    ['a country check', consistency({ type: 'passportCountryCheck', valueRange: ['CHN', 'PHL'] }), 'SUCCESS'],
    ['an unknown check', consistency({ type: 'other' }), 'PARAM_ILLEGAL'],
  ];
  for (const [title, body, code] of cases) {
    it(`answer ${title} with ${code}`, async () => {
      assert.equal(await codeOf(body), code);
    });
  }

  it('allow 5,000,000 base64 characters for both images together and not four more', async () => {
    const front = base64(jpeg({ bytes: 1_875_000 }));
    assert.equal(front.length, 2_500_000);
    const back = base64(jpeg({ bytes: 1_875_003 }));
    assert.equal(await codeOf({ ...CARD, frontPageImage: front, backPageImage: front }), 'SUCCESS');
    assert.equal(await codeOf({ ...CARD, frontPageImage: front, backPageImage: back }), 'PARAM_ILLEGAL');
  });
});

describe('the answer of recognize', () => {
  const whole = {
    ...ORDER,
    docType: '00000001006',
    extraImageControlList: ['CROPPED_FACE_FROM_DOC'],
    productConfig: {
      enableOCR: 'Y',
      spoofMode: 'STANDARD',
      cropFaceImageFromDoc: 'Y',
      consistencyCheck: [{ type: 'mrzVisualConsistencyCheck', details: ['ID_NUMBER'] }],
    },
  };

  it('has what was asked for, under old and new names', async () => {
    const answer = await json(await shop.post(`${BASE}/recognize`, whole));
    assert.equal(answer['certType'], '00000001006');
    assert.equal(answer['recognitionResult'], 'Y');
    assert.equal(at(answer, 'ocrResult.DATE_OF_BIRTH'), '1990-08-12');
    assert.equal(at(answer, 'ocrResult.STANDARDIZED_DATE_OF_BIRTH'), '1990/08/12');
    assert.equal(at(answer, 'ocrResult.NATIONALITY_CODE'), 'UTO');
    assert.deepEqual(at(answer, 'ocrResultDetail.MRZ_ID_NUMBER'), {
      name: 'ID_NUMBER',
      source: 'MRZ',
      value: 'XS0000017',
    });
    assert.equal(at(answer, 'spoofResult.TAMPER_CHECK'), 'Y');
    const face = Buffer.from(at(answer, 'extraImages.CROPPED_FACE_FROM_DOC') as string, 'base64');
    assert.equal(face.subarray(0, 2).toString('hex') + face.subarray(-2).toString('hex'), 'ffd8ffd9');
  });

  it('leaves out what was not asked for', async () => {
    const answer = await json(await shop.post(`${BASE}/recognize`, ORDER));
    assert.deepEqual(
      [answer['ocrResult'], answer['ocrResultDetail'], answer['extraImages']],
      [undefined, undefined, undefined],
    );
    assert.deepEqual(answer['spoofResult'], {});
  });

  it('has an empty text where the face was named but not cropped', async () => {
    const answer = await json(await shop.post(`${BASE}/recognize`, { ...whole, productConfig: {} }));
    assert.deepEqual(answer['extraImages'], { CROPPED_FACE_FROM_DOC: '' });
  });
});

describe('asynchronous recognition', () => {
  it('is processing for as many polls as are set, and then has the result', async () => {
    const { post } = await bench({ polls: 3 });
    const { transactionId } = await json(await post(`${BASE}/asyncrecognize`, ORDER));
    for (let poll = 0; poll < 3; poll += 1) {
      const answer = await json(await post(`${BASE}/asynccheckresult`, { transactionId }));
      assert.deepEqual(answer, {
        result: { resultCode: 'PROCESSING', resultStatus: 'S', resultMessage: 'processing' },
        transactionId,
      });
    }
    const answer = await json(await post(`${BASE}/asynccheckresult`, { transactionId }));
    assert.deepEqual([answer['recognitionResult'], answer['transactionId']], ['Y', transactionId]);
  });

  it('knows no id but its own', async () => {
    assert.equal(
      at(await json(await shop.post(`${BASE}/asynccheckresult`, { transactionId: 'G0' })), 'result.resultCode'),
      'PARAM_ILLEGAL',
    );
    assert.equal(at(await json(await postSigned('asynccheckresult', {})), 'result.resultCode'), 'PARAM_MISSING');
  });
});

describe('the gateway', () => {
  const path = '/api/v1/zoloz/authentication/test';

  async function ask(change: (headers: Headers) => void, body = '{"a": 1}', signed = body): Promise<Json> {
    const { baseUrl } = shop.sandbox.credentials.zoloz;
    const headers = await signedHeaders(path, signed);
    change(headers);
    const response = await shop.sandbox.fetch(`${baseUrl}${path}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  }

  it('echoes a signed body', async () => {
    assert.deepEqual(await ask(() => undefined), { status: 200, text: '{"a": 1}' });
  });

  const wrong: [title: string, code: string, change: (headers: Headers) => void][] = [
    [
      'another account',
      'MERCHANT_NOT_FOUND',
      (headers) => {
        headers.set('client-id', '1');
      },
    ],
    [
      'no signature',
      'PARAM_MISSING',
      (headers) => {
        headers.delete('signature');
      },
    ],
    [
      'a time with a colon in its offset',
      'PARAM_ILLEGAL',
      (headers) => {
        headers.set('request-time', '2026-02-03T04:05:06+08:00');
      },
    ],
    [
      'a time that ends in Z',
      'PARAM_ILLEGAL',
      (headers) => {
        headers.set('request-time', '2026-02-03T04:05:06Z');
      },
    ],
    [
      'a time that was not signed',
      'SIGNATURE_INVALID',
      (headers) => {
        headers.set('request-time', '2026-02-03T04:05:07+0800');
      },
    ],
    [
      'a signature that is not percent-encoded',
      'SIGNATURE_INVALID',
      (headers) => {
        headers.set('signature', decodeURIComponent(headers.get('signature') ?? ''));
      },
    ],
    [
      'another media type',
      'MSG_PARSE_ERROR',
      (headers) => {
        headers.set('content-type', 'text/plain');
      },
    ],
  ];
  for (const [title, code, change] of wrong) {
    it(`answers ${title} with ${code}`, async () => {
      const { text } = await ask(change);
      assert.equal(at(JSON.parse(text as string), 'result.resultCode'), code);
    });
  }

  it('answers a body that was not signed with SIGNATURE_INVALID', async () => {
    const { text } = await ask(() => undefined, '{"a":1}', '{"a": 1}');
    assert.equal(at(JSON.parse(text as string), 'result.resultCode'), 'SIGNATURE_INVALID');
  });

  it('has a firewall that wants a User-Agent', async () => {
    const { status, text } = await ask((headers) => {
      headers.delete('user-agent');
    });
    assert.equal(status, 403);
    assert.match(text as string, /^<html>/);
  });

  it('knows no path but its own', async () => {
    const response = await shop.sandbox.fetch(
      'https://sg-sandbox-api.zoloz.com/api/v1/zoloz/idrecognition/initialize',
      {
        method: 'POST',
        headers: { 'user-agent': 'test' },
        body: '{}',
      },
    );
    assert.equal(at(await json(response), 'result.resultCode'), 'NO_INTERFACE_DEF');
  });
});
