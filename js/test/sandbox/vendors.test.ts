import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  at,
  base64,
  bench,
  BMP,
  jpeg,
  JPEG,
  json,
  PDF,
  PNG,
  type Bench,
  type FormParts,
  type Json,
} from './support.js';

let shop: Bench;
before(async () => {
  shop = await bench();
});

const IMAGE = base64(JPEG);

describe('Beorg', () => {
  const ADD = '/beorg/api/bescan/add_document';
  const entry = (type: string, key?: string, stages?: string[]): Json => ({
    type,
    ...(key === undefined ? {} : { key }),
    ...(stages === undefined ? {} : { options: { stages } }),
  });

  async function resultOf(order: Json): Promise<Json> {
    const { document_id: id } = await json(await shop.post(ADD, order));
    assert.match(id as string, /^s-[0-9]+$/);
    assert.equal((await shop.get(`/beorg/api/document/result/${id as string}`)).status, 425);
    assert.equal((await shop.get(`/beorg/api/document/result/${id as string}`)).status, 425);
    return json(await shop.get(`/beorg/api/document/result/${id as string}`));
  }

  it('answers after a few polls with a passport whose check digits are right', async () => {
    const result = await resultOf({
      images: [IMAGE],
      process_info: [entry('PASSPORT_FRGN', 'mine', ['verification'])],
    });
    const document = at(result, 'documents.0');
    assert.deepEqual(
      [at(document, 'key'), at(document, 'type'), at(document, 'broken')],
      ['mine', 'PASSPORT_FRGN', false],
    );
    assert.equal(at(document, 'data.MRZ1'), 'P<UTOSPECIMEN<<LINA<MARIA<<<<<<<<<<<<<<<<<<<');
    const zone = at(document, 'data.MRZ2') as string;
    assert.equal(zone.length, 44);
    for (const [from, to] of [
      [0, 9],
      [13, 19],
      [21, 27],
    ] as const) {
      assert.equal(zone[to], digitOf(zone.slice(from, to)), zone.slice(from, to));
    }
    assert.equal(zone[43], digitOf(zone.slice(0, 10) + zone.slice(13, 20) + zone.slice(21, 43)));
  });

  it('mixes the types of its confidences and checks as the vendor does', async () => {
    const result = await resultOf({ images: [IMAGE], process_info: [entry('SNILS', 'a', ['verification'])] });
    const metadata = at(result, 'documents.0.metadata');
    assert.equal(at(metadata, 'confidences.LastName'), '0.9996');
    assert.equal(at(metadata, 'confidences.BirthDate'), 0.9912);
    assert.equal(at(metadata, 'confidences.RegistrationDate'), null);
    assert.equal(at(metadata, 'confidences.Firstname'), '0.9987');
    assert.equal(at(metadata, 'verifications.checks.verify_passport.1.status'), '');
    assert.equal(at(result, 'documents.0.data.RegistrationDate'), null);
  });

  it('puts the pages of one key together, and takes the type for a missing key', async () => {
    const pages = [entry('PASSPORT_REG', 'p'), entry('PASSPORT_REG', 'p'), entry('BRTH')];
    const { documents } = await resultOf({ images: [IMAGE, IMAGE, base64(PDF)], process_info: pages });
    assert.deepEqual(
      (documents as Json[]).map(({ key, type, broken }) => [key, type, broken]),
      [
        ['p', 'PASSPORT', false],
        ['BRTH', 'BRTH', null],
      ],
    );
  });

  it('looks for the metadata of the camera', async () => {
    const sourceCheck = async (bytes: Uint8Array) =>
      at(await resultOf({ images: [base64(bytes)] }), 'documents.0.metadata.metadata_check.checks.source_check');
    assert.equal(await sourceCheck(jpeg({ exif: true })), 1);
    assert.equal(await sourceCheck(JPEG), 0);
  });

  const wrong: [title: string, order: Json][] = [
    ['no images', {}],
    ['images that are no list', { images: IMAGE }],
    ['a data address', { images: [`data:image/jpeg;base64,${IMAGE}`] }],
    ['a BMP', { images: [base64(BMP)] }],
    ['fewer entries than images', { images: [IMAGE, IMAGE, IMAGE], process_info: [entry('BRTH'), entry('BRTH')] }],
    ['an entry without a type', { images: [IMAGE], process_info: [{ key: 'a' }] }],
    ['an unknown type', { images: [IMAGE], process_info: [entry('DRIVERLICENSE')] }],
    ['an unknown stage', { images: [IMAGE], process_info: [entry('BRTH', 'a', ['ocr'])] }],
  ];
  for (const [title, order] of wrong) {
    it(`answers ${title} with 400`, async () => {
      await json(await shop.post(ADD, order), 400);
    });
  }

  it('checks the account, the project and the id', async () => {
    const { baseUrl, token, machineUid, projectId } = shop.sandbox.credentials.beorg;
    const right = { token, machine_uid: machineUid, project_id: projectId, images: [IMAGE] };
    const add = (body: Json) =>
      shop.sandbox.fetch(`${baseUrl}/api/bescan/add_document`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    assert.equal((await add(right)).status, 200);
    assert.equal((await add({ ...right, token: 'x' })).status, 401);
    assert.equal((await add({ ...right, machine_uid: 'x' })).status, 401);
    assert.equal(at(await json(await add({ ...right, project_id: 'x' }), 404), 'errors.type'), 'CampaignNotFound');
    assert.equal((await add({ ...right, prosess_info: [] })).status, 400);
    assert.equal((await shop.sandbox.fetch(`${baseUrl}/api/document/result/s-900001?token=x`)).status, 401);
    assert.equal((await shop.get('/beorg/api/document/result/s-1')).status, 404);
  });
});

/** The check digit of ICAO 9303, written anew. */
function digitOf(text: string): string {
  const values = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    sum += Math.max(0, values.indexOf(text.charAt(index))) * ([7, 3, 1][index % 3] ?? 0);
  }
  return String(sum % 10);
}

describe('Biometric.kz', () => {
  const PARSE = '/biometric_kz/api/v1/backend/document/parse/';
  const front: [Uint8Array<ArrayBuffer>, string] = [JPEG, 'front.jpg'];
  const back: [Uint8Array<ArrayBuffer>, string] = [PNG, 'back.PNG'];

  it('repeats a key for the second picture, and writes "None" where nothing failed', async () => {
    const response = await shop.form(PARSE, { frontside_image: front, backside_image: back, country_code: 'kz' });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    assert.equal(text.split('"front_side_image":').length, 3);
    assert(!text.includes('back_side_image'));
    assert.match(text, /"failure_reason":"None"/);
    assert.equal(at(JSON.parse(text), 'document_type.backside.fdsid_list.d_mrz'), true);
    assert.equal(at(JSON.parse(text), 'personal_number'), '900812000000');
  });

  it('leaves out the side that was not sent', async () => {
    const answer = await json(await shop.form(PARSE, { backside_image: back, country_code: 'kz' }));
    assert.deepEqual(Object.keys(at(answer, 'document_type') as Json), ['backside']);
    assert.deepEqual(Object.keys(at(answer, 'images') as Json), ['face_photo', 'back_side_image']);
  });

  const wrong: [title: string, parts: FormParts, status: number, message: string][] = [
    ['no picture', { country_code: 'kz' }, 400, 'frontside_image or backside_image is required'],
    ['no country', { frontside_image: front }, 400, 'country_code is required'],
    ['a country in capitals', { frontside_image: front, country_code: 'KZ' }, 400, 'country_code is required'],
    [
      'a name without an extension',
      { frontside_image: [JPEG, 'blob'], country_code: 'kz' },
      415,
      'Not allowed file, valid extensions: .jpg .png .jpeg',
    ],
    [
      'a PDF by its name',
      { frontside_image: [PDF, 'a.pdf'], country_code: 'kz' },
      415,
      'Not allowed file, valid extensions: .jpg .png .jpeg',
    ],
    [
      'a PDF under another name',
      { frontside_image: [PDF, 'a.jpg'], country_code: 'kz' },
      400,
      'Frontside document not found',
    ],
  ];
  for (const [title, parts, status, message] of wrong) {
    it(`answers ${title} with ${status.toString()}`, async () => {
      assert.deepEqual(await json(await shop.form(PARSE, parts), status), { message });
    });
  }

  it('answers a country that is a file with 400, which no proxy lets pass', async () => {
    const form = new FormData();
    form.append('api_key', shop.sandbox.credentials.biometricKz.apiKey);
    for (const name of ['frontside_image', 'country_code']) form.append(name, new Blob([JPEG]), 'front.jpg');
    const url = `${shop.sandbox.credentials.biometricKz.baseUrl}/api/v1/backend/document/parse/`;
    const answer = await json(await shop.sandbox.fetch(url, { method: 'POST', body: form }), 400);
    assert.deepEqual(answer, { message: 'country_code is required' });
  });

  it('takes several files at its second address', async () => {
    const answer = await json(await shop.form('/biometric_kz/api/v2/backend/document/process/', { file: front }));
    assert.equal(at(answer, 'country_code'), 'kz');
  });

  it('wants its key as a part, once', async () => {
    const url = `${shop.sandbox.credentials.biometricKz.baseUrl}/api/v1/backend/document/parse/`;
    const { apiKey } = shop.sandbox.credentials.biometricKz;
    for (const [keys, status] of [
      [[], 401],
      [['x'], 401],
      [[apiKey, apiKey], 401],
      [[apiKey], 400],
    ] as const) {
      const form = new FormData();
      form.append('country_code', 'kz');
      for (const key of keys) form.append('api_key', key);
      assert.equal((await shop.sandbox.fetch(url, { method: 'POST', body: form })).status, status, keys.join());
    }
    assert.equal((await shop.sandbox.fetch(url, { method: 'POST', body: '{}' })).status, 400);
  });
});

describe('CVS', () => {
  const file: [Uint8Array<ArrayBuffer>, string] = [JPEG, 'a.jpg'];
  /** A request that no proxy lets pass. */
  const ask = (pathAndQuery: string, init: RequestInit = {}) => {
    const { baseUrl, apiKey, apiSecret } = shop.sandbox.credentials.cvs;
    const authorization = `Basic ${btoa(`${apiKey}:${apiSecret}`)}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const isForm = init.body instanceof FormData;
    return shop.sandbox.fetch(`${baseUrl}/api/v2${pathAndQuery}`, {
      ...init,
      headers: isForm ? { authorization } : headers,
    });
  };
  const urls = 'img1=https%3A%2F%2Fa.example%2F1.png&img2=https%3A%2F%2Fa.example%2F2.png';

  it('answers two sides with the back first, and with texts for booleans', async () => {
    const answer = await json(
      await shop.form('/cvs/api/v2/ekyc/cards?format_type=file&get_thumb=true', { img1: file, img2: file }),
    );
    assert.deepEqual([answer['errorCode'], at(answer, 'data.length')], ['0', 2]);
    assert.deepEqual(
      [at(answer, 'data.0.type'), at(answer, 'data.1.type')],
      ['chip_id_card_back', 'chip_id_card_front'],
    );
    assert.deepEqual([at(answer, 'data.1.valid'), at(answer, 'data.1.invalidCode')], ['True', '0']);
    assert.deepEqual([at(answer, 'data.1.info.dob_confidence'), at(answer, 'data.1.info.dob_box')], [1, null]);
    assert.match(at(answer, 'data.1.info.image') as string, /^\/9j\//);
  });

  it('answers one document with an object, and a PDF with a list without validity', async () => {
    const one = await json(await shop.form('/cvs/api/v2/ekyc/card?format_type=file', { img: file }));
    assert.deepEqual([at(one, 'data.type'), at(one, 'data.info.image')], ['chip_id_card_front', '']);
    const pdf = await json(await shop.form('/cvs/api/v2/ekyc/card?format_type=file', { img: [PDF, 'a.pdf'] }));
    assert.deepEqual([at(pdf, 'data.length'), at(pdf, 'data.0.valid')], [2, undefined]);
    const ocr = await json(await shop.post('/cvs/api/v2/ocr/card?format_type=base64', { img: IMAGE }));
    assert.deepEqual([at(ocr, 'data.length'), at(ocr, 'data.0.valid')], [2, undefined]);
  });

  const posted: [title: string, path: string, body: unknown, code: string][] = [
    [
      'base64 with line feeds',
      '/ekyc/cards?format_type=base64',
      { img1: `${IMAGE.slice(0, 9)}\n${IMAGE.slice(9)}\n`, img2: IMAGE },
      '0',
    ],
    ['a missing back', '/ekyc/cards?format_type=base64', { img1: IMAGE }, '3'],
    ['a PDF in base64', '/ekyc/card?format_type=base64', { img: base64(PDF) }, '3'],
  ];
  const refusedByProxies: [title: string, path: string, body: unknown, code: string][] = [
    ['a data address', '/ekyc/card?format_type=base64', { img: `data:image/jpeg;base64,${IMAGE}` }, '3'],
    ['JSON as a file', '/ekyc/card?format_type=file', { img: IMAGE }, '6'],
    ['no format', '/ekyc/card', { img: IMAGE }, '6'],
    ['the format url in a POST', '/ekyc/card?format_type=url', { img: IMAGE }, '6'],
  ];
  for (const [title, path, body, code] of posted) {
    it(`answers ${title} with errorCode ${code} in a 200`, async () => {
      assert.equal((await json(await shop.post(`/cvs/api/v2${path}`, body)))['errorCode'], code);
    });
  }

  for (const [title, path, body, code] of refusedByProxies) {
    it(`answers ${title} with errorCode ${code} in a 200, and no proxy lets it pass`, async () => {
      const answer = await json(await ask(path, { method: 'POST', body: JSON.stringify(body) }));
      assert.equal(answer['errorCode'], code);
      assert.equal((await shop.post(`/cvs/api/v2${path}`, body)).status, 400);
    });
  }

  it('checks files and addresses', async () => {
    const code = async (response: Promise<Response>) => (await json(await response))['errorCode'];
    const form = new FormData();
    form.append('img', new Blob([JPEG]), 'a.jpg');
    assert.equal(await code(ask('/ekyc/card?format_type=base64', { method: 'POST', body: form })), '6');
    assert.equal(await code(shop.form('/cvs/api/v2/ekyc/card?format_type=file', { img: [BMP, 'a.bmp'] })), '3');
    assert.equal(
      await code(shop.form('/cvs/api/v2/ekyc/cards?format_type=file', { img1: [PDF, 'a.pdf'], img2: file })),
      '3',
    );
    const text = new FormData();
    text.append('img', 'text');
    assert.equal(await code(ask('/ekyc/card?format_type=file', { method: 'POST', body: text })), '3');
    assert.equal(await code(shop.get(`/cvs/api/v2/ekyc/cards?format_type=url&${urls}`)), '0');
    assert.equal(await code(ask('/ekyc/card?format_type=url&img=http%3A%2F%2Fa.invalid%2F')), '2');
    assert.equal(await code(shop.get('/cvs/api/v2/ekyc/card?format_type=url')), '2');
    assert.equal(await code(ask('/ekyc/card?format_type=file')), '6');
  });

  it('answers a wrong account with errorCode 5 in a 200', async () => {
    const { baseUrl, apiKey } = shop.sandbox.credentials.cvs;
    for (const authorization of ['', `Basic ${btoa(`${apiKey}:x`)}`]) {
      const response = await shop.sandbox.fetch(`${baseUrl}/api/v2/ekyc/card?format_type=url`, {
        headers: { authorization },
      });
      assert.equal((await json(response))['errorCode'], '5');
    }
  });
});
