import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';
import type { CallOptions, ClientOptions, Progress } from 'idsnap';
import { noisePng, plainPng } from '../fixtures.js';
import { clientOn, json } from './handler.js';
import { accepted, passport } from './support.js';

const picture = plainPng(40, 30);

describe('a client', () => {
  after(dispose);

  it('prepares, builds, posts through the proxy and reads the answer', async () => {
    const { client, sent } = clientOn(() => json(accepted));
    const phases: Progress['phase'][] = [];
    const result = await client.zoloz.recognize(passport, { onProgress: ({ phase }) => phases.push(phase) });
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.url, 'https://app.example/id/zoloz/api/v1/zoloz/idrecognition/recognize');
    const body = JSON.parse(sent[0].body) as Record<string, string>;
    assert.match(body['bizId'] ?? '', /^[0-9a-f]{32}$/);
    assert.equal(body['docType'], '00000001003');
    assert.equal(result.prepared[0]?.mimeType, 'image/jpeg');
    assert.equal(body['frontPageImage'], result.prepared[0].base64());
    assert.deepEqual(result.raw, accepted);
    assert.equal(result.verdict.accepted, true);
    assert.deepEqual(phases, ['read', 'read', 'decode', 'encode', 'upload', 'parse']);
  });

  it('sends its own headers, asked for before each request', async () => {
    let asked = 0;
    const headers = async (): Promise<Record<string, string>> => {
      await Promise.resolve();
      asked += 1;
      return { 'x-session': String(asked) };
    };
    const { client, sent } = clientOn(() => json(accepted), { headers });
    await client.zoloz.recognize(passport);
    await client.zoloz.recognize(passport);
    assert.deepEqual(
      sent.map((one) => one.headers.get('x-session')),
      ['1', '2'],
    );
    assert.equal(sent[0]?.headers.get('content-type'), 'application/json; charset=UTF-8');
  });

  it('keeps the vendor’s own headers where the page’s have the same name', async () => {
    const headers = { 'Content-Type': 'text/plain', 'x-own': '1' };
    const { client, sent } = clientOn(() => json(accepted), { headers });
    await client.zoloz.recognize(passport);
    assert.equal(sent[0]?.headers.get('content-type'), 'application/json; charset=UTF-8');
    assert.equal(sent[0].headers.get('x-own'), '1');
  });

  it('names a header that no request can carry', async () => {
    const { client, sent } = clientOn(() => json(accepted), { headers: { 'bad name': '1' } });
    await assert.rejects(client.zoloz.recognize(passport), {
      code: 'invalid_field',
      field: 'options.headers.bad name',
    });
    assert.equal(sent.length, 0);
  });

  it('tells a listener of the preparing alone where the call has none', async () => {
    const { client } = clientOn(() => json(accepted));
    const phases: string[] = [];
    const prepare = { onProgress: ({ phase }: Progress): void => void phases.push(phase) };
    await client.zoloz.recognize(passport, { prepare });
    assert.deepEqual(phases, ['read', 'read', 'decode', 'encode']);
  });

  it('asks a function for the endpoint of a vendor and operation', async () => {
    const asked: unknown[] = [];
    const endpoint: ClientOptions['endpoint'] = (call) => {
      asked.push(call);
      return 'https://other.example/p';
    };
    const { client, sent } = clientOn(() => json({ errorCode: '0', data: [] }), { endpoint });
    await client.cvs.card({ image: picture });
    assert.deepEqual(asked, [{ vendor: 'cvs', operation: 'card' }]);
    assert.match(sent[0]?.url ?? '', /^https:\/\/other\.example\/p\/cvs\/api\/v2\/ekyc\/card\?/);
  });

  it('refuses a wrong request before it reads a picture', async () => {
    const { client, sent } = clientOn(() => json(accepted));
    const unread = new Blob([picture]);
    unread.arrayBuffer = () => assert.fail('the picture was read');
    const wrong = { front: unread, docTyp: '00000001003' } as unknown as typeof passport;
    await assert.rejects(client.zoloz.recognize(wrong), { code: 'unknown_option', field: 'request.docTyp' });
    const secret = { ...passport, front: unread, nested: [{ api_key: 'x' }] } as unknown as typeof passport;
    await assert.rejects(client.zoloz.recognize(secret), {
      code: 'secret_in_request',
      field: 'request.nested[0].api_key',
    });
    assert.equal(sent.length, 0);
  });

  it('refuses wrong options by name', async () => {
    const { client } = clientOn(() => json(accepted));
    assert.throws(() => createClient({ endpoint: '/x', apiKey: 'k' } as ClientOptions), { field: 'options.apiKey' });
    assert.throws(() => createClient({} as ClientOptions), { field: 'options.endpoint' });
    assert.throws(() => createClient({ endpoint: '/x', retry: { attempts: '3' } } as unknown as ClientOptions), {
      message: 'options.retry.attempts: found a string, expected a number',
    });
    await assert.rejects(client.zoloz.recognize(passport, { onprogress: 1 } as CallOptions), {
      field: 'options.onprogress',
    });
    await assert.rejects(client.beorg.recognize({ documents: [] }, { poll: { first: 1 } } as CallOptions), {
      field: 'options.poll.first',
    });
    const relative = createClient({ endpoint: '/id' });
    await assert.rejects(relative.zoloz.recognize(passport), { code: 'invalid_field', field: 'options.endpoint' });
  });

  it('keeps both pictures inside a limit they share', async () => {
    const { client } = clientOn(() => json(accepted));
    const request = { front: noisePng(300, 300), back: noisePng(300, 300), docType: '00600000001' };
    const limits = {
      size: { max: 160_000, unit: 'base64_characters', scope: 'request' },
      formats: ['image/jpeg' as const],
    } as const;
    const { prepared } = await client.zoloz.recognize(request, {
      prepare: { limits: { ...limits, formats: [...limits.formats] } },
    });
    assert.equal(prepared.length, 2);
    assert.ok(prepared.reduce((sum, image) => sum + image.base64Length, 0) <= 160_000);
  });

  it('passes a PDF through to CVS', async () => {
    const { client } = clientOn(() => json({ errorCode: '0', data: [] }));
    const pdf = new TextEncoder().encode('%PDF-1.7 of a licence');
    const built = await client.cvs.build.card({ image: pdf });
    const body = new TextDecoder('latin1').decode(built.body);
    assert.ok(body.includes('%PDF-1.7 of a licence'));
    assert.ok(body.includes('application/pdf'));
    const { prepared } = await client.cvs.ocrCard({ image: new Blob([pdf]) });
    assert.deepEqual(prepared, []);
    await assert.rejects(client.biometricKz.parseDocument({ countryCode: 'kz', front: pdf }), {
      category: 'image',
    });
  });

  it('gives the request alone, with its headers as an object', async () => {
    const { client, sent } = clientOn(() => assert.fail('nothing is to be sent'));
    const built = await client.beorg.build.getResult({ documentId: 's-12' });
    assert.equal(built.path.split('?')[0], '/api/document/result/s-12');
    const { method, headers, body } = await client.zoloz.build.recognize(passport);
    assert.equal(method, 'POST');
    assert.equal(headers['content-type'], 'application/json; charset=UTF-8');
    assert.ok(body instanceof Uint8Array);
    assert.equal(sent.length, 0);
  });

  it('reads an answer alone, from text or bytes', async () => {
    const { client } = clientOn(() => assert.fail('nothing is to be sent'));
    const text = JSON.stringify(accepted);
    const bytes = new TextEncoder().encode(text);
    for (const body of [text, bytes, bytes.buffer]) {
      const { raw, verdict } = await client.zoloz.parse.recognize(200, body);
      assert.deepEqual(raw, accepted);
      assert.equal(verdict.accepted, true);
    }
    assert.equal(bytes.length, text.length, 'not moved away');
    assert.equal((await client.beorg.parse.getResult(425, '')).state, 'pending');
  });

  it('maps the proxy’s own refusals', async () => {
    for (const [status, code] of [
      [403, 'proxy_refused'],
      [413, 'image_too_large'],
      [400, 'secret_in_request'],
    ] as const) {
      const { client } = clientOn(() => json({ proxy: { code, message: '' } }, status, { 'x-idsnap-proxy': 'error' }));
      await assert.rejects(client.zoloz.recognize(passport), { code, status, vendor: 'zoloz' });
    }
  });

  it('rejects with the signal’s reason while a request is on its way', async () => {
    const controller = new AbortController();
    const { client } = clientOn(
      () =>
        new Promise(() =>
          setTimeout(() => {
            controller.abort('enough');
          }),
        ),
    );
    await assert.rejects(
      client.zoloz.recognize(passport, { signal: controller.signal }),
      (reason) => reason === 'enough',
    );
  });

  it('gives up when the body does not end in time', async () => {
    const stalled = new ReadableStream({
      start: (stream) => {
        stream.enqueue(new Uint8Array(1));
      },
    });
    const { client, sent } = clientOn(() => new Response(stalled), { timeoutMs: 20, retry: { attempts: 1 } });
    await assert.rejects(client.zoloz.recognize(passport), {
      code: 'deadline_exceeded',
      message: 'no answer within 20 ms',
    });
    assert.equal(sent.length, 1);
  });
});

describe('a request that failed', () => {
  after(dispose);

  it('is made again when that can help, with the same trace id', async () => {
    let calls = 0;
    const { client, sent } = clientOn(() => {
      calls += 1;
      if (calls === 1) throw new TypeError('Failed to fetch');
      return calls === 2 ? json({}, 503) : json(accepted);
    });
    await client.zoloz.recognize(passport);
    const ids = sent.map((one) => (JSON.parse(one.body) as { bizId: string }).bizId);
    assert.equal(ids.length, 3);
    assert.equal(new Set(ids).size, 1);
  });

  it('is not made more often than asked for', async () => {
    const { client, sent } = clientOn(() => json({}, 503), { retry: { attempts: 2, firstMs: 1 } });
    await assert.rejects(client.zoloz.recognize(passport), { code: 'vendor_unavailable', retryable: true });
    assert.equal(sent.length, 2);
  });

  it('is not made again when that cannot help', async () => {
    const { client, sent } = clientOn(() => json({}, 401));
    await assert.rejects(client.zoloz.recognize(passport), { category: 'configuration' });
    assert.equal(sent.length, 1);
  });

  it('is not made again when each one leaves something behind', async () => {
    const { client, sent } = clientOn(() => {
      throw new TypeError('Failed to fetch');
    });
    const documents = [{ image: picture, type: 'PASSPORT' }];
    await assert.rejects(client.beorg.addDocument({ documents }), { code: 'outcome_unknown', retryable: false });
    assert.equal(sent.length, 1);
  });

  it('is not made again then, whatever the client says of repeating', async () => {
    const { client, sent } = clientOn(() => json({}, 503), { retry: { attempts: 5, firstMs: 1 } });
    const documents = [{ image: picture, type: 'PASSPORT' }];
    await assert.rejects(client.beorg.addDocument({ documents }), { retryable: true });
    assert.equal(sent.length, 1);
    await assert.rejects(client.beorg.getResult({ documentId: 's-1' }), { retryable: true });
    assert.equal(sent.length, 6, 'a question may be asked again');
  });

  it('waits as long as the server asks, but not longer than allowed', async () => {
    let calls = 0;
    const { client } = clientOn(() => (++calls === 1 ? json({}, 429, { 'retry-after': '1' }) : json(accepted)), {
      retry: { firstMs: 1_000_000, maxMs: 2_000_000 },
    });
    await client.zoloz.recognize(passport);
    assert.equal(calls, 2);
    const { client: hasty, sent } = clientOn(() => json({}, 503, { 'retry-after': '60' }), { retry: { maxMs: 1000 } });
    await assert.rejects(hasty.zoloz.recognize(passport), { code: 'vendor_unavailable' });
    assert.equal(sent.length, 1);
  });

  it('stops waiting when aborted', async () => {
    const controller = new AbortController();
    const { client } = clientOn(
      () => {
        setTimeout(() => {
          controller.abort();
        }, 20);
        return json({}, 503);
      },
      { retry: { firstMs: 1_000_000, maxMs: 2_000_000 } },
    );
    await assert.rejects(client.zoloz.recognize(passport, { signal: controller.signal }), { name: 'AbortError' });
  });
});
