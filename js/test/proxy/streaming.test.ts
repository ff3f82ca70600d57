import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';
import { service } from './recording.js';
import { dial, serve } from './servers.js';
import { ACCOUNTS, ADD_DOCUMENT, API_KEY, CARDS, PARSE, RECOGNIZE } from './support.js';

const LARGE = 'A'.repeat(2_000_000);
const BOUNDARY = 'boundary-of-tests';
const part = (name: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;
const file = (name: string, content: string) => part(`${name}"; filename="a.jpg`, content);
const END = `--${BOUNDARY}--\r\n`;
const JSON_TYPE = 'application/json';
const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

function post(proxy: string, path: string, type: string, body: string): Promise<Response> {
  return fetch(`${proxy}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
}

const transports: [title: string, options: Partial<ProxyOptions>][] = [
  ['the global fetch', {}],
  ['nodeFetch', { fetch: nodeFetch() }],
];

for (const [title, options] of transports) {
  describe(`a large body, by ${title}`, () => {
    it('reaches Beorg with the account behind its members, and with its length', async () => {
      const { proxy, arrived } = await service(options);
      const body = `{"images":["${LARGE}"],"process_info":[]} \n`;
      assert.equal((await post(proxy, ADD_DOCUMENT, JSON_TYPE, body)).status, 200);
      const [seen] = arrived;
      const account = '"token":"token-for-tests-0001","machine_uid":"machine-for-tests","project_id":"PROJECT_1"';
      assert.equal(seen?.body, `{"images":["${LARGE}"],"process_info":[],${account}} \n`);
      assert.equal(seen.headers['content-length'], seen.bytes.toString());
      await post(proxy, ADD_DOCUMENT, JSON_TYPE, `{"project_id":"PROJECT_1","images":["${LARGE}"]}`);
      const parsed = JSON.parse(arrived[1]?.body ?? '') as Record<string, unknown>;
      assert.deepEqual(Object.keys(parsed), ['project_id', 'images', 'token', 'machine_uid']);
      assert.equal(arrived[1]?.headers['content-length'], arrived[1]?.bytes.toString());
    });

    it('reaches Biometric.kz and CVS byte for byte', async () => {
      const { proxy, arrived } = await service(options);
      // Delimiters that only begin like one, so that some of them fall on the seams of pieces.
      const content = `\r\n--boundary-of-test \r\n--bound`.repeat(70_000);
      const body = file('frontside_image', content) + part('country_code', '') + END;
      assert.equal((await post(proxy, PARSE, FORM_TYPE, body)).status, 200);
      assert.equal(arrived[0]?.body, part('api_key', API_KEY) + body);
      assert.equal(arrived[0].headers['content-length'], arrived[0].bytes.toString());
      const card = file('img1', content) + END;
      assert.equal((await post(proxy, `${CARDS}?format_type=file`, FORM_TYPE, card)).status, 200);
      assert.equal(arrived[1]?.body, card);
      const json = `{"img1":"${LARGE}","img2":"${LARGE}"}`;
      assert.equal((await post(proxy, `${CARDS}?format_type=base64`, JSON_TYPE, json)).status, 200);
      assert.equal(arrived[2]?.body, json);
    });

    const wrong: [title: string, path: string, type: string, body: string, code: string][] = [
      ['a secret behind an image', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}"],"token":"x"}`, 'secret_in_request'],
      ['a key twice', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}"],"images":[]}`, 'proxy_refused'],
      ['another project', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}"],"project_id":"P2"}`, 'proxy_refused'],
      ['no end', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}"]`, 'proxy_refused'],
      ['a second object', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}"]}{}`, 'proxy_refused'],
      ['a long key', ADD_DOCUMENT, JSON_TYPE, `{"${LARGE}":1}`, 'proxy_refused'],
      ['a line break in a text', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}\n${LARGE}"]}`, 'proxy_refused'],
      ['an escape that is none', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}\\x"]}`, 'proxy_refused'],
      ['a hexadecimal escape that is none', ADD_DOCUMENT, JSON_TYPE, `{"images":["${LARGE}\\u12g4"]}`, 'proxy_refused'],
      [
        'a part of another name',
        PARSE,
        FORM_TYPE,
        file('frontside_image', LARGE) + part('x', '1') + END,
        'proxy_refused',
      ],
      ['a key as a part', PARSE, FORM_TYPE, file('file', LARGE) + part('api_key', '1') + END, 'proxy_refused'],
      ['an end inside a line', PARSE, FORM_TYPE, file('frontside_image', `${LARGE}--${BOUNDARY}--`), 'proxy_refused'],
      ['nothing at its end', PARSE, FORM_TYPE, file('frontside_image', LARGE), 'proxy_refused'],
      ['something behind its end', PARSE, FORM_TYPE, `${file('frontside_image', LARGE)}${END}x`, 'proxy_refused'],
    ];
    for (const [what, path, type, body, code] of wrong) {
      it(`with ${what} never is whole at the vendor`, async () => {
        const { proxy, arrived } = await service(options);
        const response = await post(proxy, path, type, body);
        const { proxy: error } = (await response.json()) as { proxy: { code: string } };
        assert.deepEqual([response.status, error.code], [400, code]);
        await new Promise((resolve) => setTimeout(resolve, 20));
        for (const seen of arrived) {
          assert.equal(seen.isWhole, false);
          assert(seen.bytes < Number(seen.headers['content-length']), 'the vendor has the last byte');
        }
      });
    }

    it('that is not UTF-8 is refused wherever it is not', async () => {
      const { proxy, arrived } = await service(options);
      for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80]]) {
        const body = Buffer.concat([Buffer.from(`{"images":["${LARGE}`), Buffer.from(bytes), Buffer.from('"]}')]);
        const init = { method: 'POST', headers: { 'content-type': JSON_TYPE }, body };
        assert.equal((await fetch(`${proxy}${ADD_DOCUMENT}`, init)).status, 400);
      }
      const letters = `{"process_info":[{"key":"${'я'.repeat(900_000)}"}]}`;
      assert.equal((await post(proxy, ADD_DOCUMENT, JSON_TYPE, letters)).status, 200);
      assert.equal(arrived.filter(({ isWhole }) => isWhole).length, 1);
    });

    it('is at the vendor before it has come from the client', async () => {
      const { proxy, arrived } = await service(options);
      const peer = dial(Number(new URL(proxy).port));
      peer.write(
        `POST ${ADD_DOCUMENT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2000014\r\n\r\n`,
      );
      peer.write(`{"images":["${LARGE.slice(0, 1_000_000)}`);
      while ((arrived[0]?.bytes ?? 0) < 500_000) await new Promise((resolve) => setTimeout(resolve, 5));
      peer.write(`${LARGE.slice(1_000_000)}"]`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(arrived[0]?.isWhole, false);
      peer.write('}');
      const [head] = (await once(peer, 'data')) as [Buffer];
      assert.match(head.toString(), /^HTTP\/1\.1 400 /, 'one byte more than an object is too few');
    });

    it('may take the client longer than the vendor may take', async () => {
      const { proxy } = await service({ ...options, timeoutMs: 150 });
      const body = `{"images":["${'A'.repeat(200_000)}"]}`;
      const chunk = Math.ceil(body.length / 8);
      const client = httpRequest(`${proxy}${ADD_DOCUMENT}`, {
        method: 'POST',
        headers: { 'content-type': JSON_TYPE, 'content-length': body.length },
      });
      const responded = once(client, 'response') as Promise<[{ statusCode: number }]>;
      for (let at = 0; at < body.length; at += chunk) {
        client.write(body.slice(at, at + chunk));
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      client.end();
      const [response] = await responded;
      assert.equal(response.statusCode, 200);
    });

    it('ends when the vendor takes no more of it', async () => {
      const deaf: Socket[] = [];
      const vendor = createServer((req) => req.pause()).on('connection', (socket: Socket) => deaf.push(socket));
      await once(vendor.listen(0, '127.0.0.1'), 'listening');
      servers.push(vendor);
      const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port.toString()}`;
      const { proxy } = await service({ ...options, timeoutMs: 200, biometricKz: { apiKey: API_KEY, baseUrl } });
      const body = file('frontside_image', 'A'.repeat(11_000_000)) + END;
      const response = await post(proxy, PARSE, FORM_TYPE, body);
      const { proxy: error } = (await response.json()) as { proxy: { code: string } };
      assert.deepEqual([response.status, error.code], [504, 'vendor_timeout']);
    });
  });
}

const servers: Server[] = [];

after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

describe('nodeFetch', () => {
  it('decodes what the vendor encodes, and gives up on what it cannot', async () => {
    let encoding = 'gzip';
    const vendor = await serve((_, res) => {
      res.setHeader('content-encoding', encoding);
      res.end(encoding === 'gzip' ? gzipSync('{"a":1}') : '{"a":1}');
    });
    const beorg = { ...ACCOUNTS.beorg, baseUrl: vendor };
    const proxy = await serve(toNodeHandler(createProxy({ authorize: 'anyone', beorg, fetch: nodeFetch() })));
    const path = `${proxy}/beorg/api/document/result/s-1`;
    assert.equal(await (await fetch(path)).text(), '{"a":1}');
    encoding = 'zstd';
    assert.equal((await fetch(path)).status, 502);
    encoding = 'gzip, gzip';
    assert.equal((await fetch(path)).status, 502);
  });

  /** The status for a vendor that writes this in place of a response. */
  async function statusFor(respond: (socket: Socket | null) => unknown): Promise<number> {
    const vendor = createServer((req) => req.resume());
    vendor.on('request', (_, res) => respond(res.socket));
    await once(vendor.listen(0, '127.0.0.1'), 'listening');
    servers.push(vendor);
    const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port.toString()}`;
    const zoloz = { ...ACCOUNTS.zoloz, baseUrl };
    const proxy = createProxy({ authorize: 'anyone', zoloz, fetch: nodeFetch() });
    const headers = { 'content-type': JSON_TYPE };
    return (await proxy(new Request(`http://a${RECOGNIZE}`, { method: 'POST', headers, body: '{}' }))).status;
  }

  it('gives up at once when the vendor changes the protocol', async () => {
    const switching = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n';
    assert.equal(await statusFor((socket) => socket?.write(switching)), 502);
  });

  for (const status of [199, 600, 999]) {
    it(`makes ${status.toString()} a 502`, async () => {
      const response = `HTTP/1.1 ${status.toString()} X\r\nContent-Length: 2\r\n\r\n{}`;
      assert.equal(await statusFor((socket) => socket?.end(response)), 502);
    });
  }

  it('sends nothing twice that the vendor may have, when a kept connection breaks', async () => {
    let connections = 0;
    const vendor = createServer((req, res) => req.resume().on('end', () => res.end('{}')));
    vendor.on('connection', (socket: Socket) => {
      connections += 1;
      let requests = 0;
      socket.prependListener('data', (data: Buffer) => {
        if (data.toString('latin1').startsWith('POST') && (requests += 1) === 2) socket.resetAndDestroy();
      });
    });
    await once(vendor.listen(0, '127.0.0.1'), 'listening');
    servers.push(vendor);
    const baseUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port.toString()}`;
    const biometricKz = { apiKey: API_KEY, baseUrl };
    const proxy = await serve(toNodeHandler(createProxy({ authorize: 'anyone', biometricKz, fetch: nodeFetch() })));
    const small = part('country_code', 'kz') + END;
    assert.equal((await post(proxy, PARSE, FORM_TYPE, small)).status, 200);
    assert.equal((await post(proxy, PARSE, FORM_TYPE, small)).status, 502);
    assert.equal(connections, 1);
  });

  it('goes on when the vendor closes every connection behind its response', async () => {
    let whole = 0;
    const vendor = await serve((req, res) => {
      req.resume().on('end', () => {
        whole += 1;
        res.setHeader('content-length', '2').write('{}', () => req.socket.resetAndDestroy());
      });
    });
    const biometricKz = { apiKey: API_KEY, baseUrl: vendor };
    const proxy = await serve(toNodeHandler(createProxy({ authorize: 'anyone', biometricKz, fetch: nodeFetch() })));
    for (const content of Array.from({ length: 30 }, (_, index) => 'A'.repeat(index % 2 === 0 ? 10 : 300_000))) {
      const response = await post(proxy, PARSE, FORM_TYPE, file('frontside_image', content) + END);
      assert.equal(response.status, 200);
    }
    assert.equal(whole, 30);
  });
});

describe('a body in two pieces, wherever it is cut', () => {
  const cut = (path: string, type: string, body: string, at: number) => {
    const bytes = new TextEncoder().encode(body);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, at));
        controller.enqueue(bytes.slice(at));
        controller.close();
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' };
    return new Request(`http://a${path}`, { ...init, headers: { 'content-type': type } });
  };
  const hidden = part('country_code', `kz--${BOUNDARY}`) + file('frontside_image', 'x') + END;
  const bodies: [title: string, path: string, type: string, body: string, status: number][] = [
    ['a form', PARSE, FORM_TYPE, file('frontside_image', '\r\n--boundary-of') + part('country_code', '') + END, 200],
    ['a form with a secret', PARSE, FORM_TYPE, file('frontside_image', 'x') + part('api_key', 'x') + END, 400],
    ['a form with a boundary inside a line', PARSE, FORM_TYPE, hidden, 400],
    ['JSON', ADD_DOCUMENT, JSON_TYPE, '{"process_info":["A\\u0041\\n","я"], "images" : [] }', 200],
    ['JSON with a key twice', ADD_DOCUMENT, JSON_TYPE, '{"images":[],"im\\u0061ges":[]}', 400],
    ['JSON with an escape that is none', ADD_DOCUMENT, JSON_TYPE, '{"images":["\\u00g1"]}', 400],
  ];
  for (const [title, path, type, body, status] of bodies) {
    it(`is the same: ${title}`, async () => {
      const seen: string[] = [];
      const proxy = createProxy({
        ...ACCOUNTS,
        fetch: async (_, init) => {
          seen.push(await new Response(init.body ?? null).text());
          return Response.json({});
        },
      });
      const { length } = new TextEncoder().encode(body);
      for (let at = 1; at < length; at += 1) {
        assert.equal((await proxy(cut(path, type, body, at))).status, status, `cut at ${at.toString()}`);
      }
      assert.equal(seen.length, status === 200 ? length - 1 : 0);
      assert.equal(new Set(seen).size, status === 200 ? 1 : 0);
    });
  }

  it('is refused when a key of it is longer than keys are', async () => {
    const proxy = createProxy({ ...ACCOUNTS, fetch: () => Promise.resolve(Response.json({})) });
    const ask = async (key: string) => (await proxy(cut(RECOGNIZE, JSON_TYPE, `{"${key}" : 1}`, 5))).status;
    assert.deepEqual([await ask('a'.repeat(1024)), await ask('a'.repeat(1025))], [200, 400]);
  });
});
