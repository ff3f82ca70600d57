// What crosses between the page and its worker in a call: how often, and what is copied.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { plainPng } from '../fixtures.js';
import { serve, ThreadWorker, wasmFiles } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const PICTURE = plainPng(40, 30);
const accepted = { errorCode: '0', errorMessage: '', data: [] };

type Answer = (request: { body: Buffer; headers: IncomingMessage['headers'] }, response: ServerResponse) => void;

let idsnap: typeof sdk;
let files: Server;
let wasmUrl: string;
let proxy: Server;
let endpoint: string;
let answer: Answer;

/** The calls that the page made, by their names. */
const trips = (): string[] =>
  ThreadWorker.posted.flatMap(({ message }) => {
    const { kind, name } = message as { kind: string; name: string };
    return kind === 'call' ? [name] : [];
  });

const posted = (name: string): { message: { input: unknown[] }; transfer: readonly unknown[] } => {
  const found = ThreadWorker.posted.find(({ message }) => (message as { name?: string }).name === name);
  return (found as { message: { input: unknown[] }; transfer: unknown[] } | undefined) ?? assert.fail(`no ${name}`);
};

const json = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

before(async () => {
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  const served = await serve(await wasmFiles(dist));
  files = served.server;
  wasmUrl = served.url('idsnap_bg.wasm');
  proxy = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      answer({ body: Buffer.concat(parts), headers: request.headers }, response);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/id`;
});

after(() => {
  files.close();
  proxy.close();
  proxy.closeAllConnections();
});

beforeEach(async () => {
  Object.assign(globalThis, { Worker: ThreadWorker });
  await idsnap.init({ wasmUrl });
  ThreadWorker.posted = [];
  ThreadWorker.received = [];
});

afterEach(() => {
  idsnap.dispose();
  Object.assign(globalThis, { Worker: undefined });
});

describe('a call in a worker', () => {
  it('is one trip to compose and one to exchange; files go by reference, bodies by transfer', async () => {
    let sent: Buffer = Buffer.alloc(0);
    answer = ({ body }, response) => {
      sent = body;
      json(response, accepted);
    };
    const front = new Blob([PICTURE]);
    const back = PICTURE.slice();
    const { prepared, documents } = await idsnap.createClient({ endpoint }).cvs.cards({ front, back });
    assert.deepEqual(trips(), ['compose', 'exchange']);
    const [, , images] = posted('compose').message.input as [string, unknown, { blob?: Blob; bytes?: Uint8Array }[]];
    assert.equal(images[0]?.blob, front);
    assert.equal(images[1]?.bytes?.byteLength, 0, 'a copy of the bytes was transferred');
    assert.equal(posted('compose').transfer.length, 1);
    assert.deepEqual(back, PICTURE, 'what the caller passed is left alone');
    const { input } = posted('exchange').message;
    assert.equal((input[2] as Uint8Array).byteLength, 0, 'the body was transferred');
    assert.equal(posted('exchange').transfer.length, 1);
    assert.deepEqual(
      prepared.map((image) => image.bytes().length),
      [PICTURE.length, PICTURE.length],
      'what was prepared may still be asked for',
    );
    for (const image of prepared) assert.ok(sent.includes(Buffer.from(image.bytes())));
    assert.deepEqual(documents, []);
  });

  it('hears of every phase, of the first ones from the worker', async () => {
    answer = (_, response) => {
      json(response, accepted);
    };
    const heard: sdk.Progress[] = [];
    const onProgress = (progress: sdk.Progress): void => {
      heard.push(progress);
      throw new Error('from the page');
    };
    await idsnap.createClient({ endpoint }).cvs.card({ image: new Blob([PICTURE]) }, { onProgress });
    assert.deepEqual(
      heard.map(({ phase }) => phase),
      ['read', 'read', 'decode', 'encode', 'upload', 'parse'],
    );
    assert.deepEqual(heard[1], { phase: 'read', loaded: PICTURE.length, total: PICTURE.length });
    assert.equal(ThreadWorker.received.filter((data) => (data as { kind: string }).kind === 'progress').length, 5);
  });

  it('fails before a file is read where the request is wrong', async () => {
    const gone = new Blob([PICTURE]);
    const client = idsnap.createClient({ endpoint });
    const call = client.biometricKz.parseDocument({ front: gone, countryCode: 'KAZ' });
    await assert.rejects(call, { code: 'invalid_field', field: 'request.countryCode' });
    assert.deepEqual(trips(), ['compose']);
    assert.deepEqual(
      ThreadWorker.received.map((data) => (data as { kind: string }).kind).filter((kind) => kind !== 'pong'),
      ['failed'],
      'no progress: nothing was read',
    );
  });

  it('is sent again with the same body, which comes back from the worker', async () => {
    const bodies: Buffer[] = [];
    answer = ({ body }, response) => {
      bodies.push(body);
      if (bodies.length === 1) json(response, {}, 503, { 'retry-after': '1' });
      else if (bodies.length === 2) response.destroy();
      else json(response, accepted);
    };
    const retry = { firstMs: 1 };
    await idsnap.createClient({ endpoint, retry }).cvs.card({ image: PICTURE });
    assert.deepEqual(trips(), ['compose', 'exchange', 'exchange', 'exchange']);
    assert.ok((bodies[0]?.length ?? 0) > PICTURE.length);
    assert.deepEqual(bodies[1], bodies[0]);
    assert.deepEqual(bodies[2], bodies[0]);
  });

  it('is sent again when the server says', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      if (asked === 1) json(response, {}, 503, { 'retry-after': '1' });
      else json(response, accepted);
    };
    const retry = { firstMs: 1_000_000, maxMs: 2_000_000 };
    await idsnap.createClient({ endpoint, retry }).cvs.card({ image: PICTURE });
    assert.equal(asked, 2);
  });

  it('is sent again after its deadline, as the body comes back then too', async () => {
    const bodies: Buffer[] = [];
    answer = ({ body }, response) => {
      bodies.push(body);
      if (bodies.length > 1) json(response, accepted);
    };
    // Long enough for the second try on a busy machine.
    const options = { endpoint, timeoutMs: 2000, retry: { firstMs: 1 } };
    await idsnap.createClient(options).cvs.card({ image: PICTURE });
    assert.equal(bodies.length, 2);
    assert.deepEqual(bodies[1], bodies[0]);
    const hasty = idsnap.createClient({ ...options, timeoutMs: 200, retry: { attempts: 1 } });
    bodies.length = 0;
    await assert.rejects(hasty.cvs.card({ image: PICTURE }), {
      code: 'deadline_exceeded',
      message: 'no answer within 200 ms',
    });
  });

  it('is not sent again where its body is lost with the worker', async () => {
    let asked = 0;
    answer = () => {
      asked += 1;
      ThreadWorker.started.at(-1)?.fail();
    };
    const client = idsnap.createClient({ endpoint, retry: { firstMs: 1 } });
    await assert.rejects(client.cvs.card({ image: PICTURE }), { code: 'engine_failed' });
    assert.equal(asked, 1);
    answer = (_, response) => {
      asked += 1;
      if (asked === 2) ThreadWorker.started.at(-1)?.fail();
      else json(response, accepted);
    };
    await client.cvs.card({ form: 'url', imageUrl: 'https://app.example/card.jpg' });
    assert.equal(asked, 3, 'what has no body is sent again');
  });
});
