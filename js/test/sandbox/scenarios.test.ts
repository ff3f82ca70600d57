import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createProxy } from 'idsnap/proxy';
import { createSandbox, type SandboxScenario, type SandboxVendor } from 'idsnap/sandbox';
import { at, base64, bench, JPEG, json, type Bench, type Json } from './support.js';

const IMAGE = base64(JPEG);
const ORDER = {
  bizId: 'a',
  docType: '00000001003',
  frontPageImage: IMAGE,
  productConfig: { enableOCR: 'Y', spoofMode: 'STANDARD' },
};

// One sandbox for most tests: making its keys takes a while.
let shared: Bench;
before(async () => {
  shared = await bench({ polls: 0 });
});

/** One request to a vendor, with the outcome that is asked for. */
async function ask(vendor: SandboxVendor, scenario: SandboxScenario): Promise<Response> {
  const shop = shared;
  shop.sandbox.use(vendor, scenario);
  switch (vendor) {
    case 'zoloz':
      return shop.post('/zoloz/api/v1/zoloz/idrecognition/recognize', ORDER);
    case 'biometric_kz': {
      const path = '/biometric_kz/api/v1/backend/document/parse/';
      return shop.form(path, { frontside_image: [JPEG, 'a.jpg'], country_code: 'kz' });
    }
    case 'cvs':
      return shop.post('/cvs/api/v2/ekyc/card?format_type=base64', { img: IMAGE });
    case 'beorg': {
      const added = await shop.post('/beorg/api/bescan/add_document', { images: [IMAGE] });
      if (added.status !== 200) return added;
      const { document_id: id } = await json(added);
      return shop.get(`/beorg/api/document/result/${id as string}`);
    }
  }
}

const DOCUMENTED: [vendor: SandboxVendor, scenario: SandboxScenario, status: number, path: string, value: unknown][] = [
  ['zoloz', 'success', 200, 'recognitionResult', 'Y'],
  ['zoloz', 'blur', 200, 'recognitionErrorCode', 'BLUR'],
  ['zoloz', 'exposure', 200, 'recognitionErrorCode', 'EXPOSURE'],
  ['zoloz', 'no_face', 200, 'recognitionErrorCode', 'NO_FACE_DETECTED'],
  ['zoloz', 'not_genuine', 200, 'recognitionErrorCode', 'NOT_REAL_DOC'],
  ['zoloz', 'wrong_document', 200, 'recognitionErrorCode', 'NO_REQUIRED_ID'],
  ['zoloz', 'unrecognized', 200, 'recognitionErrorCode', 'UNKNOWN'],
  ['zoloz', 'expired', 200, 'recognitionResult', 'N'],
  ['zoloz', 'screen_recapture', 200, 'spoofResult.SCREEN_RECAPTURE_CHECK', 'N'],
  ['zoloz', 'quota', 200, 'result.resultCode', 'PRODUCT_QUOTA_LIMIT'],
  ['zoloz', 'rate_limit', 200, 'result.resultCode', 'REQUEST_TRAFFIC_EXCEED_LIMIT'],
  ['zoloz', 'vendor_timeout', 200, 'result.resultCode', 'PROCESS_TIMEOUT'],
  ['zoloz', 'system_error', 200, 'result.resultStatus', 'F'],
  ['zoloz', 'unknown_outcome', 200, 'result.resultStatus', 'U'],
  ['zoloz', 'access_denied', 200, 'result.resultCode', 'ACCESS_DENIED'],
  ['beorg', 'success', 200, 'documents.0.broken', false],
  ['beorg', 'broken', 200, 'documents.0.broken', true],
  ['beorg', 'not_verified', 200, 'documents.0.metadata.verifications.status', 1],
  ['beorg', 'expired', 200, 'documents.0.data.FutureDate', '15.04.2020'],
  ['beorg', 'pending', 425, 'status', 'processing'],
  ['beorg', 'project_unknown', 404, 'errors.type', 'CampaignNotFound'],
  ['beorg', 'already_submitted', 409, 'error.data.questionary_id', 's-900006'],
  ['beorg', 'credentials', 401, 'errors.type', 'Unauthorized'],
  ['beorg', 'rate_limit', 429, 'message', 'Too Many Requests'],
  ['biometric_kz', 'success', 200, 'failure_reason', 'None'],
  ['biometric_kz', 'no_document', 400, 'message', 'Frontside document not found'],
  ['biometric_kz', 'wrong_side', 400, 'message', 'Document image at frontside_image field is not frontside'],
  ['biometric_kz', 'expired', 200, 'date_of_expiry', '15.04.2020'],
  ['biometric_kz', 'failure_reason', 200, 'failure_reason.type', 'document'],
  ['biometric_kz', 'no_access', 400, 'message', 'Client does not have access to Document Recognition Technology'],
  ['biometric_kz', 'subscription_not_started', 400, 'message', 'Subscription has not started'],
  ['biometric_kz', 'subscription_missing', 400, 'message', 'Client does not have subscription'],
  ['cvs', 'success', 200, 'data.valid', 'True'],
  ['cvs', 'no_document', 200, 'errorCode', '1'],
  ['cvs', 'url_unavailable', 200, 'errorCode', '2'],
  ['cvs', 'image_format', 200, 'errorCode', '3'],
  ['cvs', 'quota', 200, 'errorCode', '4'],
  ['cvs', 'credentials', 200, 'errorCode', '5'],
  ['cvs', 'format_type', 200, 'errorCode', '6'],
  ['cvs', 'expired', 200, 'data.info.due_date', '15-04-2020'],
  ...['1', '2', '3', '4', '5', '6'].map(
    (code) =>
      ['cvs', `warning_${code}` as SandboxScenario, 200, 'data.invalidCode', code] as [
        SandboxVendor,
        SandboxScenario,
        number,
        string,
        unknown,
      ],
  ),
];

describe('a scenario', () => {
  for (const [vendor, scenario, status, path, value] of DOCUMENTED) {
    it(`${scenario} of ${vendor} gives ${path} ${String(value)}`, async () => {
      assert.equal(at(await json(await ask(vendor, scenario), status), path), value);
    });
  }

  const onTheWay: [scenario: SandboxScenario, status: number, body: RegExp][] = [
    ['server_error', 500, /Internal Server Error/],
    ['gateway_html', 502, /^<html>/],
    ['redirect', 502, /vendor_unreachable/],
    ['network_error', 502, /vendor_unreachable/],
  ];
  for (const vendor of ['zoloz', 'beorg', 'biometric_kz', 'cvs'] as const) {
    it(`fails on the way to ${vendor}`, async () => {
      for (const [scenario, status, body] of onTheWay) {
        const response = await ask(vendor, scenario);
        assert.equal(response.status, status, scenario);
        // Beorg's is a submission, of which nobody knows what came.
        const isUnknown = vendor === 'beorg' && scenario === 'redirect';
        assert.match(await response.text(), isUnknown ? /outcome_unknown/ : body);
      }
    });
  }

  it('gives an answer that is no JSON', async () => {
    // ZOLOZ and Beorg are left out: the proxy refuses an unsigned success, and a document needs an id.
    for (const [scenario, body] of [
      ['malformed_json', /^\{"result"/],
      ['empty_answer', /^$/],
    ] as const) {
      const response = await ask('cvs', scenario);
      assert.equal(response.status, 200);
      assert.match(await response.text(), body);
    }
    assert.equal(await (await ask('biometric_kz', 'plain_text_error')).text(), 'Frontside document not found');
  });
});

describe('the time of an answer', () => {
  it('never comes in the scenario hang', async () => {
    const { sandbox } = shared;
    sandbox.use('cvs', 'hang');
    const proxy = createProxy({ ...sandbox.credentials, authorize: 'anyone', fetch: sandbox.fetch, timeoutMs: 30 });
    const response = await proxy(new Request('https://shop.example/cvs/api/v2/ekyc/card'));
    assert.equal(response.status, 504);
    const client = new AbortController();
    const asked = sandbox.fetch('https://sandbox.invalid/cvs/api/v2/ekyc/card', { signal: client.signal });
    setTimeout(() => {
      client.abort();
    }, 10);
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('is as long as is set', async () => {
    const start = performance.now();
    const { get, sandbox } = await bench({ latencyMs: 30, slowMs: 60 });
    await get('/cvs/api/v2/ekyc/card');
    sandbox.use('cvs', 'slow');
    await get('/cvs/api/v2/ekyc/card');
    assert(performance.now() - start >= 85);
  });
});

describe('who asks for a scenario', () => {
  const path = '/zoloz/api/v1/zoloz/idrecognition/recognize';

  it('may be the page, through the proxy', async () => {
    const shop = shared;
    shop.sandbox.use('beorg', 'success');
    shop.sandbox.use('zoloz', 'success');
    const answer = await json(await shop.post(path, { ...ORDER, sceneCode: 'sandbox:blur' }));
    assert.equal(answer['recognitionErrorCode'], 'BLUR');
    const entry = { type: 'BRTH', key: 'sandbox:broken' };
    const { document_id: id } = await json(
      await shop.post('/beorg/api/bescan/add_document', { images: [IMAGE], process_info: [entry] }),
    );
    assert.equal(
      at(await json(await shop.get(`/beorg/api/document/result/${id as string}`)), 'documents.0.broken'),
      true,
    );
  });

  it('may be a test, with a header or for all that follows', async () => {
    const { sandbox, get } = await bench({ scenario: 'server_error' });
    const url = `${sandbox.credentials.cvs.baseUrl}/api/v2/ekyc/card`;
    assert.equal((await sandbox.fetch(url, { headers: { 'x-sandbox-scenario': 'quota' } })).status, 200);
    assert.equal((await sandbox.fetch(url, { headers: { 'x-sandbox-scenario': 'blur' } })).status, 400);
    sandbox.use('cvs', 'no_document');
    assert.equal((await json(await get('/cvs/api/v2/ekyc/card?format_type=url')))['errorCode'], '1');
    assert.deepEqual(
      sandbox.calls.map(({ vendor, path: asked, scenario, status }) => [vendor, asked, scenario, status]),
      [
        ['cvs', '/api/v2/ekyc/card', 'quota', 200],
        ['cvs', '/api/v2/ekyc/card', 'blur', 400],
        ['cvs', '/api/v2/ekyc/card', 'no_document', 200],
      ],
    );
  });

  it('is told when the vendor has no such scenario', async () => {
    await assert.rejects(
      createSandbox({ scenario: { cvs: 'blur' } }),
      /^TypeError: createSandbox: cvs has no scenario "blur"; it has success, /,
    );
    assert.throws(() => {
      shared.sandbox.use('zoloz', 'warning_1');
    }, TypeError);
  });

  it('gets the same answers from every sandbox', async () => {
    const answers = await Promise.all(
      [await bench(), await bench({ polls: 1 })].map(async ({ post }) => (await post(path, ORDER)).text()),
    );
    assert.equal(answers[0], answers[1]);
  });
});

it("answers at the vendors' own addresses and below its own", async () => {
  const sandbox = await createSandbox({ baseUrl: 'http://localhost:4000/vendors/' });
  assert.equal(sandbox.credentials.beorg.baseUrl, 'http://localhost:4000/vendors/beorg');
  const statusOf = async (url: string) => (await sandbox.fetch(url)).status;
  assert.equal(await statusOf('http://localhost:4000/vendors/beorg/api/document/result/s-1?token=x'), 401);
  assert.equal(await statusOf('https://api.beorg.ru/api/document/result/s-1?token=x'), 401);
  assert.equal(await statusOf('https://kyc.biometric.kz/api/v1/backend/document/parse/'), 405);
  assert.equal(await statusOf('https://cloud.computervision.com.vn/api/v2/ekyc/card'), 200);
  assert.equal(await statusOf('https://elsewhere.example/api/v2/ekyc/card'), 404);
});

it('holds no account in common with another sandbox', async () => {
  const [one, other] = [shared.sandbox, await createSandbox()];
  assert.notEqual(one.credentials.zoloz.privateKey, other.credentials.zoloz.privateKey);
  const mixed: Json = { ...other.credentials.zoloz, privateKey: one.credentials.zoloz.privateKey };
  const proxy = createProxy({ authorize: 'anyone', zoloz: mixed as typeof one.credentials.zoloz, fetch: other.fetch });
  const request = new Request('https://shop.example/zoloz/api/v1/zoloz/authentication/test', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(at(await json(await proxy(request)), 'result.resultCode'), 'SIGNATURE_INVALID');
});
