import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ACCOUNTS,
  ADD_DOCUMENT,
  API_KEY,
  assertRefused,
  CARDS,
  ok,
  only,
  PARSE,
  post,
  proxyWith,
  request,
  SECRET,
  textOf,
  TOKEN,
} from './support.js';

describe('Beorg', () => {
  it('gets the account inside the upload', async () => {
    const { proxy, sent } = proxyWith(ok);
    const order = { images: ['AAAA'], process_info: [{ key: 'Ключ', type: 'PASSPORT' }] };
    await proxy(post(ADD_DOCUMENT, JSON.stringify(order)));
    const { url, body, headers } = only(sent);
    assert.equal(url, 'https://api.beorg.ru/api/bescan/add_document');
    assert.equal(headers.get('content-type'), 'application/json');
    const account = { token: TOKEN, machine_uid: 'machine-for-tests', project_id: 'PROJECT_1' };
    assert.deepEqual(JSON.parse(textOf(body)), { ...order, ...account });
  });

  it("gets the token behind the result's address", async () => {
    const { proxy, sent } = proxyWith(ok, { beorg: { ...ACCOUNTS.beorg, token: 'a&b=c' } });
    await proxy(request('/beorg/api/document/result/s-123'));
    const { url, method, body } = only(sent);
    assert.equal(url, 'https://api.beorg.ru/api/document/result/s-123?token=a%26b%3Dc');
    assert.equal(method, 'GET');
    assert.equal(body.length, 0);
  });

  it('gets a project of the list, and no other', async () => {
    const { proxy, sent } = proxyWith(ok, { beorg: { ...ACCOUNTS.beorg, allowedProjectIds: ['PROJECT_2'] } });
    for (const project of ['PROJECT_1', 'PROJECT_2']) {
      assert.equal((await proxy(post(ADD_DOCUMENT, JSON.stringify({ project_id: project })))).status, 200);
    }
    for (const project of ['PROJECT_3', '', 1, ['PROJECT_2']]) {
      await assertRefused(
        await proxy(post(ADD_DOCUMENT, JSON.stringify({ project_id: project }))),
        400,
        'proxy_refused',
      );
    }
    assert.deepEqual(
      sent.map(({ body }) => (JSON.parse(textOf(body)) as { project_id: string }).project_id),
      ['PROJECT_1', 'PROJECT_2'],
    );
  });

  const wrong: [body: string, code: string][] = [
    ['{"token":"x"}', 'secret_in_request'],
    ['{"token":null}', 'secret_in_request'],
    ['{"machine_uid":"x"}', 'secret_in_request'],
    ['{"Token":"x"}', 'secret_in_request'],
    ['{"tok\\u0065n":"x"}', 'secret_in_request'],
    ['{"campaign_id":"x"}', 'proxy_refused'],
    ['{"__proto__":{"token":"x"}}', 'proxy_refused'],
    ['{"images":', 'proxy_refused'],
    ['[]', 'proxy_refused'],
    ['null', 'proxy_refused'],
    ['', 'proxy_refused'],
  ];
  for (const [body, code] of wrong) {
    it(`never sees ${body === '' ? 'an empty body' : body}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      await assertRefused(await proxy(post(ADD_DOCUMENT, body)), 400, code);
      assert.equal(sent.length, 0);
    });
  }

  it('never sees a body that is not UTF-8', async () => {
    const { proxy } = proxyWith(ok);
    await assertRefused(await proxy(post(ADD_DOCUMENT, Uint8Array.from([0x22, 0xff, 0x22]))), 400, 'proxy_refused');
  });

  it('gets more members when they are named', async () => {
    const { proxy, sent } = proxyWith(ok, { beorg: { ...ACCOUNTS.beorg, extraFields: ['additional_data'] } });
    await proxy(post(ADD_DOCUMENT, '{"additional_data":{"a":1}}'));
    assert.match(textOf(only(sent).body), /"additional_data":\{"a":1\}/);
  });
});

/** Every byte there is, with a line that only looks like the end of the part. */
const PICTURE = Uint8Array.from([
  ...Array.from({ length: 256 }, (_, index) => index),
  ...Buffer.from('\r\n--boundary-no\r\n--bound\r\n\r'),
]);
const BOUNDARY = 'boundary-0123456789abcdef';
const PROCESS = '/biometric_kz/api/v2/backend/document/process/';

function formOf(...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
}

function field(name: string, rest = ''): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n`;
}

const TEXT_PART = `${field('country_code')}kz\r\n`;
const FILE_HEAD = field('frontside_image', '; filename="front.jpg"\r\nContent-Type: image/jpeg');
const END = `--${BOUNDARY}--\r\n`;

function parse(body: Uint8Array<ArrayBuffer>, contentType = `multipart/form-data; boundary=${BOUNDARY}`): Request {
  return post(PARSE, body, { 'content-type': contentType });
}

describe('Biometric.kz', () => {
  it('gets the key in front, and every other byte as it came', async () => {
    const { proxy, sent } = proxyWith(ok);
    const body = formOf(TEXT_PART, FILE_HEAD, PICTURE, '\r\n', END);
    assert.equal((await proxy(parse(body))).status, 200);
    const { url, headers, body: received } = only(sent);
    assert.equal(url, 'https://kyc.biometric.kz/api/v1/backend/document/parse/');
    assert.equal(headers.get('content-type'), `multipart/form-data; boundary=${BOUNDARY}`);
    assert.deepEqual(Buffer.from(received), Buffer.concat([Buffer.from(`${field('api_key')}${API_KEY}\r\n`), body]));
  });

  it('gets what a form parser of another make reads back', async () => {
    const { proxy, sent } = proxyWith(ok);
    const form = new FormData();
    form.append('frontside_image', new Blob([PICTURE], { type: 'image/jpeg' }), 'фронт "1".jpg');
    form.append('country_code', 'kz');
    await proxy(request(PARSE, { method: 'POST', body: form }));
    const { headers, body } = only(sent);
    const read = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers.get('content-type') ?? '' },
    }).formData();
    assert.deepEqual([...read.keys()], ['api_key', 'frontside_image', 'country_code']);
    assert.equal(read.get('api_key'), API_KEY);
    const file = read.get('frontside_image');
    assert(file instanceof File);
    assert.deepEqual(new Uint8Array(await file.arrayBuffer()), PICTURE);
  });

  it('gets several files where it takes several, an empty file and a quoted boundary', async () => {
    const { proxy, sent } = proxyWith(ok);
    const head = FILE_HEAD.replace('frontside_image', 'file');
    const body = formOf(head, '\r\n', head, '1', '\r\n', `--${BOUNDARY}--`);
    const type = `multipart/form-data; boundary="${BOUNDARY}"`;
    assert.equal((await proxy(post(PROCESS, body, { 'content-type': type }))).status, 200);
    assert.equal(sent.length, 1);
  });

  it('gets texts with and without a type, and every usual name of a file', async () => {
    const { proxy, sent } = proxyWith(ok);
    for (const type of ['', '\r\nContent-Type: text/plain', '\r\ncontent-type: text/plain; charset=UTF-8'])
      assert.equal((await proxy(parse(formOf(field('country_code', type), 'kz\r\n', END)))).status, 200, type);
    for (const name of ['blob', 'a b.jpg', 'фронт %22.jpg', 'C:\\photos\\a.jpg', "o'c;d=e.jpg"])
      assert.equal(
        (await proxy(parse(formOf(field('frontside_image', `; filename="${name}"`), 'x\r\n', END)))).status,
        200,
      );
    assert.equal(sent.length, 8);
  });

  const TEXT_FILE = `${field('country_code', '; filename="a.txt"')}kz\r\n`;
  const FILE_TEXT = `${field('frontside_image')}x\r\n`;
  const FILE_PART = `${FILE_HEAD}x\r\n`;
  const BACK_PART = FILE_PART.replace('frontside', 'backside');
  const otherwise: [title: string, parts: string[], problem: RegExp][] = [
    ['a text twice', [TEXT_PART, TEXT_PART], /has country_code more than once/],
    ['a file twice', [FILE_PART, FILE_PART], /has frontside_image more than once/],
    [
      'a file twice, with others between',
      [FILE_PART, BACK_PART, TEXT_PART, FILE_PART],
      /frontside_image more than once/,
    ],
    ['a text that is a file', [FILE_PART, TEXT_FILE], /has country_code as a file, which must be a text/],
    ['a file that is a text', [FILE_TEXT, TEXT_PART], /has frontside_image as a text, which must be a file/],
    ['a file, and a text of its name', [FILE_PART, FILE_TEXT], /frontside_image/],
    ['a text, and a file of its name', [TEXT_PART, TEXT_FILE], /country_code/],
    ['a file with an empty name', [FILE_PART.replace('front.jpg', '')], /form that browsers write/],
    ['a file whose name escapes its quote', [FILE_PART.replace('front.jpg', 'a\\')], /form that browsers write/],
    ['a name of another prototype', [`${field('constructor')}x\r\n`], /a part that may not pass/],
    ...['text/plain; charset=utf-16', 'text/html', 'application/json', 'image/jpeg'].map(
      (type): [string, string[], RegExp] => [
        `a text of the type ${type}`,
        [`${field('country_code', `\r\nContent-Type: ${type}`)}kz\r\n`],
        /form that browsers write/,
      ],
    ),
  ];
  for (const [title, parts, problem] of otherwise) {
    it(`never sees a form with ${title}, short or long`, async () => {
      const { proxy, sent } = proxyWith(ok);
      const long = `${field('backside_image', '; filename="a.jpg"')}${'x'.repeat(100_000)}\r\n`;
      const first = parts.some((part) => part.includes('backside')) ? [] : [long];
      for (const body of [formOf(...parts, END), formOf(...first, ...parts, END)]) {
        assert.match(await assertRefused(await proxy(parse(body)), 400, 'proxy_refused'), problem);
      }
      assert.equal(sent.length, 0);
    });
  }

  it('gets a text of 8,000 bytes and none of more, and every other text in UTF-8', async () => {
    const { proxy, sent } = proxyWith(ok);
    const text = (content: string | Uint8Array) => formOf(field('country_code'), content, '\r\n', END);
    for (const content of ['', 'kz', 'ж'.repeat(4000), 'a\r\n--b'])
      assert.equal((await proxy(parse(text(content)))).status, 200);
    const count = sent.length;
    for (const content of ['a'.repeat(8001), 'a'.repeat(200_000), Uint8Array.of(0xff), Uint8Array.of(0xc3)])
      await assertRefused(await proxy(parse(text(content))), 400, 'proxy_refused');
    assert.equal(sent.length, count);
  });

  it('never sees a name of a file with a control character, or that is not UTF-8', async () => {
    const { proxy, sent } = proxyWith(ok);
    for (const byte of [0, 9, 0x1f, 0x7f, 0xff]) {
      const head = Buffer.from(field('frontside_image', '; filename="a\u0001b"'));
      head[head.indexOf(1)] = byte;
      await assertRefused(await proxy(parse(formOf(head, 'x\r\n', END))), 400, 'proxy_refused');
    }
    assert.equal(sent.length, 0);
  });

  const withKey: [title: string, part: string][] = [
    ['a part named api_key', `${field('api_key')}mine\r\n`],
    ['a part named API_KEY', `${field('API_KEY')}mine\r\n`],
    ['a file named api_key', `${field('api_key', '; filename="a.jpg"')}mine\r\n`],
  ];
  for (const [title, part] of withKey) {
    it(`never sees ${title}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      for (const body of [formOf(part, TEXT_PART, END), formOf(TEXT_PART, part, END)]) {
        await assertRefused(await proxy(parse(body)), 400, 'secret_in_request');
      }
      assert.equal(sent.length, 0);
    });
  }

  const malformed: [title: string, body: Uint8Array<ArrayBuffer>][] = [
    ['nothing', formOf('')],
    ['something before the first boundary', formOf('x\r\n', TEXT_PART, END)],
    ['something behind the last boundary', formOf(TEXT_PART, END, 'x')],
    ['no end', formOf(TEXT_PART)],
    ['a part without a name', formOf(`--${BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n`, END)],
    [
      'a name without quotes',
      formOf(`--${BOUNDARY}\r\nContent-Disposition: form-data; name=api_key\r\n\r\nx\r\n`, END),
    ],
    ['an encoded name', formOf(field('x').replace('name="x"', "name*=utf-8''api_key"), 'x\r\n', END)],
    ['two names', formOf(field('x', '; name="api_key"'), 'x\r\n', END)],
    ['a folded header', formOf(field('x', ';\r\n name="api_key"'), 'x\r\n', END)],
    ['two dispositions', formOf(field('x', '\r\nContent-Disposition: form-data; name="api_key"'), 'x\r\n', END)],
    ['two media types', formOf(field('x', '\r\nContent-Type: image/jpeg\r\nContent-Type: image/png'), 'x\r\n', END)],
    ['a first boundary without its dashes', formOf(TEXT_PART.replace('--', 'xx'), END)],
    ['a transfer encoding', formOf(field('x', '\r\nContent-Transfer-Encoding: base64'), 'x\r\n', END)],
    ['a header that never ends', formOf(`--${BOUNDARY}\r\nContent-Disposition: ${'x'.repeat(5000)}`)],
    ['line feeds alone', formOf(textOf(formOf(TEXT_PART, END)).replaceAll('\r', ''))],
    ['too many parts', formOf(TEXT_PART.repeat(33), END)],
  ];
  for (const [title, body] of malformed) {
    it(`never sees a form with ${title}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      await assertRefused(await proxy(parse(body)), 400, 'proxy_refused');
      assert.equal(sent.length, 0);
    });
  }

  for (const boundary of ['', 'a'.repeat(71), 'a b', 'a"b', 'ä']) {
    it(`never sees a form with the boundary ${boundary}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      const body = formOf(TEXT_PART.replaceAll(BOUNDARY, boundary), END.replaceAll(BOUNDARY, boundary));
      for (const type of [`multipart/form-data; boundary=${boundary}`, `multipart/form-data; boundary="${boundary}"`]) {
        await assertRefused(await proxy(parse(body, type)), 400, 'proxy_refused');
      }
      assert.equal(sent.length, 0);
    });
  }

  const types = [
    'multipart/form-data; boundary=CC; boundary=BB',
    'multipart/form-data; boundary=BB; boundary=BB',
    'multipart/form-data; x="; boundary=CC"; boundary=BB',
    'multipart/form-data; charset=utf-8; boundary=BB',
    'multipart/form-data; boundary=BB; charset=utf-8',
    'multipart/form-data; boundary*=BB; boundary=BB',
    'multipart/form-data;; boundary=BB',
  ];
  for (const type of types) {
    it(`never sees a form of the type ${type}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      const body = formOf(TEXT_PART.replaceAll(BOUNDARY, 'BB'), END.replaceAll(BOUNDARY, 'BB'));
      await assertRefused(await proxy(parse(body, type)), 400, 'proxy_refused');
      assert.equal(sent.length, 0);
    });
  }

  it('gets a form with a boundary of 70 characters', async () => {
    const boundary = "a'()+_,-./:=?".padEnd(70, '0');
    const { proxy } = proxyWith(ok);
    const body = formOf(TEXT_PART.replaceAll(BOUNDARY, boundary), END.replaceAll(BOUNDARY, boundary));
    assert.equal((await proxy(parse(body, `multipart/form-data; boundary="${boundary}"`))).status, 200);
  });
});

describe('CVS', () => {
  const basic = `Basic ${Buffer.from(`user-for-tests:${SECRET}`).toString('base64')}`;

  it('gets addresses in the query', async () => {
    const { proxy, sent } = proxyWith(ok);
    const image = 'https://a.example/1.png?a=1&b=+%20';
    await proxy(request(`${CARDS}?img1=${encodeURIComponent(image)}&format_type=url&get_thumb=false`));
    const { url, headers } = only(sent);
    assert.equal(
      url,
      `https://cloud.computervision.com.vn/api/v2/ekyc/cards?img1=${encodeURIComponent(image)}&format_type=url&get_thumb=false`,
    );
    assert.equal(headers.get('authorization'), basic);
    assert.equal(headers.get('content-type'), null);
  });

  it('gets JSON in UTF-8 alone, and no other parameter of its type', async () => {
    const { proxy, sent } = proxyWith(ok);
    const ask = (type: string) =>
      proxy(post('/cvs/api/v2/ekyc/card?format_type=base64', '{"img":"AAAA"}', { 'content-type': type }));
    for (const type of ['charset=utf-16', 'charset=utf-8; charset=utf-16', 'charset=utf-7', 'x=1'])
      await assertRefused(await ask(`application/json; ${type}`), 415, 'proxy_refused');
    assert.equal(sent.length, 0);
    for (const type of ['', ';charset=UTF-8', '; charset="utf-8"'])
      assert.equal((await ask(`application/json${type}`)).status, 200, type);
  });

  it('gets files and base64 byte for byte', async () => {
    const { proxy, sent } = proxyWith(ok);
    const form = formOf(field('img', '; filename="a.jpg"\r\nContent-Type: image/jpeg'), PICTURE, '\r\n', END);
    const type = `multipart/form-data; boundary=${BOUNDARY}`;
    await proxy(post('/cvs/api/v2/ekyc/card?format_type=file', form, { 'content-type': type }));
    await proxy(post('/cvs/api/v2/ocr/card?format_type=base64', '{ "img": "AAAA" }'));
    assert.deepEqual(
      sent.map(({ headers }) => headers.get('authorization')),
      [basic, basic],
    );
    assert.deepEqual(
      sent.map(({ headers }) => headers.get('content-type')),
      [type, 'application/json'],
    );
    assert.deepEqual(Buffer.from(sent[0]?.body ?? []), Buffer.from(form));
    assert.equal(textOf(sent[1]?.body ?? new Uint8Array()), '{ "img": "AAAA" }');
  });

  const IMAGE = `${field('img', '; filename="a.jpg"')}x\r\n`;
  const forms: [title: string, parts: string[], problem: RegExp][] = [
    ['an image twice', [IMAGE, IMAGE], /has img more than once/],
    ['an image as a text', [`${field('img')}http://10.0.0.1/\r\n`], /has img as a text, which must be a file/],
    ['an image, and a text of its name', [IMAGE, `${field('img')}http://10.0.0.1/\r\n`], /img/],
  ];
  for (const [title, parts, problem] of forms) {
    it(`never sees ${title}`, async () => {
      const { proxy, sent } = proxyWith(ok);
      const type = `multipart/form-data; boundary=${BOUNDARY}`;
      const asked = post('/cvs/api/v2/ekyc/card?format_type=file', formOf(...parts, END), { 'content-type': type });
      assert.match(await assertRefused(await proxy(asked), 400, 'proxy_refused'), problem);
      assert.equal(sent.length, 0);
    });
  }

  it('never sees a body that its query calls another one', async () => {
    const { proxy, sent } = proxyWith(ok);
    const form = { body: formOf(IMAGE, END), type: `multipart/form-data; boundary=${BOUNDARY}` };
    const json = { body: '{"img":"AAAA"}', type: 'application/json' };
    const wrong: [query: string, { body: BodyInit; type: string }][] = [
      ['format_type=url', form],
      ['format_type=base64', form],
      ['format_type=url', json],
      ['format_type=file', json],
      ['get_thumb=false', json],
    ];
    for (const [query, { body, type }] of wrong) {
      const asked = post(`/cvs/api/v2/ekyc/card?${query}`, body, { 'content-type': type });
      assert.match(await assertRefused(await proxy(asked), 400, 'proxy_refused'), /format_type/, query);
    }
    assert.equal(sent.length, 0);
  });

  it('never sees a format of a body without one', async () => {
    const { proxy, sent } = proxyWith(ok);
    for (const format of ['base64', 'file']) {
      const asked = request(`/cvs/api/v2/ekyc/card?format_type=${format}`);
      assert.match(await assertRefused(await proxy(asked), 400, 'proxy_refused'), /format_type/, format);
    }
    assert.equal(sent.length, 0);
  });

  it("gets the account and not the browser's", async () => {
    const { proxy, sent } = proxyWith(ok);
    await proxy(request(CARDS, { headers: { authorization: 'Basic bWluZTptaW5l' } }));
    assert.equal(only(sent).headers.get('authorization'), basic);
  });
});
