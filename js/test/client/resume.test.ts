// What `resume` may hold, and what becomes of it.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose } from 'idsnap';
import type { Resume } from 'idsnap';
import { failure } from '../failure.js';
import { accepted, clientOf, documents, json, passport, result, server } from './support.js';

after(dispose);

describe('what is given to go on with', () => {
  it('is refused where it is another vendor’s or no id of an attempt', async () => {
    const client = clientOf('http://127.0.0.1:9');
    const resume: Resume = { vendor: 'zoloz', operation: 'recognizeAsync', attempt: 'a'.repeat(32) };
    for (const [given, field] of [
      [resume, 'options.resume.vendor'],
      [{ ...resume, vendor: 'beorg', attempt: 'a b' }, 'options.resume.attempt'],
      [{ ...resume, vendor: 'beorg', token: 'x' }, 'options.resume.token'],
    ] as [Resume, string][]) {
      const { code, field: found } = await failure(client.beorg.recognize({ documents }, { resume: given }));
      assert.deepEqual([code === 'unknown_option' ? code : 'invalid_field', found], [code, field]);
    }
    const { field } = await failure(client.zoloz.recognize(passport, { traceparent: 'a\nb' }));
    assert.equal(field, 'options.traceparent');
  });

  it('is refused where it is not of the very call', async () => {
    const { endpoint, seen } = await server((_, response) => {
      json(response, { ...accepted, document_id: 's-8', transactionId: 'T-1' });
    });
    const client = clientOf(endpoint);
    const attempt = 'a'.repeat(32);
    const calls: Record<string, (resume: Resume) => Promise<unknown>> = {
      'beorg.addDocument': (resume) => client.beorg.addDocument({ documents }, { resume }),
      'beorg.recognize': (resume) => client.beorg.recognize({ documents }, { resume }),
      'beorg.getResult': (resume) => client.beorg.getResult({ documentId: 's-8' }, { resume }),
      'zoloz.recognize': (resume) => client.zoloz.recognize(passport, { resume }),
      'zoloz.recognizeAsync': (resume) => client.zoloz.recognizeAsync(passport, { resume }),
      'zoloz.asyncRecognize': (resume) => client.zoloz.asyncRecognize(passport, { resume }),
      'zoloz.asyncCheckResult': (resume) => client.zoloz.asyncCheckResult({ transactionId: 'T-1' }, { resume }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const [vendor, operation] = name.split('.') as [Resume['vendor'], string];
      const own = { vendor, operation, attempt };
      const others = Object.keys(calls).filter((other) => other !== name);
      const polls = name.startsWith('beorg.recognize') || name.endsWith('recognizeAsync');
      const wrong: [field: string, resume: object][] = [
        ...others.map((other): [string, object] => {
          const [otherVendor, otherOperation] = other.split('.');
          const field = otherVendor === vendor ? 'operation' : 'vendor';
          return [field, { vendor: otherVendor, operation: otherOperation, attempt }];
        }),
        ['vendor', {}],
        ['vendor', { id: 's-8' }],
        ['vendor', { operation, attempt }],
        ['attempt', { vendor }],
        ['attempt', { vendor, operation }],
        ['attempt', { ...own, attempt: 'abc' }],
        ...((polls
          ? []
          : [
              ['id', { ...own, id: 's-8' }],
              ['id', { ...own, request: {} }],
              ['id', { vendor, id: 's-8' }],
            ]) as [string, object][]),
      ];
      for (const [field, resume] of wrong) {
        const error = await failure(call(resume as Resume));
        const expected = ['invalid_field', `options.resume.${field}`, undefined];
        assert.deepEqual([error.code, error.field, error.resume], expected, `${name} ${JSON.stringify(resume)}`);
      }
    }
    assert.equal(seen.length, 0);
  });

  it('is refused where its id cannot be asked for', async () => {
    const { endpoint, seen } = await server((_, response) => {
      json(response, result);
    });
    const client = clientOf(endpoint);
    const beorg = ['', ' s-8', 's-8/../../x', 's-', '8', `s-${'8'.repeat(21)}`];
    const zoloz = ['', ' T1', 'T\u0000', 'T\u00e9', 'T'.repeat(65)];
    for (const [vendor, ids, field] of [
      ['beorg', beorg, 'documentId'],
      ['zoloz', zoloz, 'transactionId'],
    ] as const) {
      for (const id of ids) {
        for (const given of [{ id }, { request: { [field]: id } }]) {
          const resume = { ...given, vendor } as unknown as Resume;
          const options = { resume };
          const call =
            vendor === 'beorg' ? client.beorg.recognize(null, options) : client.zoloz.recognizeAsync(null, options);
          const error = await failure(call);
          const expected = ['invalid_field', `options.resume.request.${field}`, undefined];
          assert.deepEqual([error.code, error.field, error.resume], expected, JSON.stringify(resume));
          assert.match(error.message, /^options\.resume\.request\./);
        }
      }
    }
    const empty = { resume: { vendor: 'beorg', request: {} } as Resume };
    assert.equal((await failure(client.beorg.recognize(null, empty))).field, 'options.resume.request.documentId');
    assert.equal(seen.length, 0);
  });

  it('is taken where it is its own, with or without an id', async () => {
    const { endpoint, seen } = await server(({ url }, response) => {
      json(response, url.includes('add_document') ? { document_id: 's-8' } : { ...result, document_id: 's-8' });
    });
    const client = clientOf(endpoint);
    const attempt = 'a'.repeat(32);
    await client.beorg.addDocument({ documents }, { resume: { vendor: 'beorg', operation: 'addDocument', attempt } });
    const resume: Resume = { vendor: 'beorg', operation: 'recognize', attempt };
    await client.beorg.recognize({ documents }, { resume, poll: { firstMs: 1 } });
    await client.beorg.recognize(null, { resume: { ...resume, id: 's-8' } });
    assert.deepEqual(
      seen.map(({ method, headers }) => [method, headers['idempotency-key'] === attempt]),
      [
        ['POST', true],
        ['POST', true],
        ['GET', false],
        ['GET', false],
      ],
    );
  });

  it('is asked for by its id, which counts above the rest and is enough', async () => {
    const { endpoint, seen } = await server((_, response) => {
      json(response, { ...result, document_id: 's-8' });
    });
    const client = clientOf(endpoint);
    const resume: Resume = { vendor: 'beorg', operation: 'recognize', attempt: 'a'.repeat(32), id: 's-8' };
    const given = [resume, { ...resume, request: {} }, { ...resume, request: { documentId: 's-9' } }];
    for (const one of given) {
      const { data } = await client.beorg.recognize(null, { resume: one });
      assert.equal(data.documentId, 's-8');
    }
    assert.deepEqual(new Set(seen.map(({ url }) => url.split('?')[0]?.split('/').at(-1))), new Set(['s-8']));
    assert.equal(seen.length, given.length);
    const { code, resume: kept } = await failure(
      clientOf('http://127.0.0.1:9', { retry: { attempts: 1 } }).beorg.recognize(null, {
        resume,
        poll: { deadlineMs: 100 },
      }),
    );
    assert.deepEqual([code, kept?.request], ['deadline_exceeded', { documentId: 's-8' }]);
  });

  it('keeps what else a vendor is asked with', async () => {
    const { endpoint, seen } = await server((_, response) => {
      json(response, { ...accepted, transactionId: 'T-1' });
    });
    const resume: Resume = { vendor: 'zoloz', operation: 'recognizeAsync', attempt: 'a'.repeat(32), id: 'T-1' };
    const request = { transactionId: 'T-2', extraImageControlList: ['CROPPED_FACE_FROM_DOC'] };
    for (const one of [resume, { ...resume, request }])
      await clientOf(endpoint).zoloz.recognizeAsync(null, { resume: one });
    assert.deepEqual(
      seen.map(({ body }) => JSON.parse(body.toString()) as unknown),
      [{ transactionId: 'T-1' }, { ...request, transactionId: 'T-1' }],
    );
  });

  it('is refused by name where it cannot be read', async () => {
    const client = clientOf('http://127.0.0.1:9');
    const throwing = (base: object, field: string): object =>
      Object.defineProperty(base, field, {
        enumerable: true,
        get: () => {
          throw new TypeError('mine');
        },
      });
    const earlier = { vendor: 'beorg', id: 's-8' };
    const fields = ['vendor', 'id', 'request'].map((field) => throwing({ ...earlier }, field));
    const wrong = [null, 's-8', [], ...fields, { ...earlier, id: null }, { ...earlier, request: null }] as Resume[];
    for (const resume of wrong) {
      for (const call of [client.beorg.recognize, client.beorg.addDocument]) {
        const { code, field } = await failure(call({ documents }, { resume }));
        assert.equal(code, 'invalid_field');
        assert.match(String(field), /^options\.resume/);
      }
    }
    for (const resume of [earlier, { vendor: 'beorg' }]) {
      const given = { ...resume, request: throwing({}, 'documentId') } as Resume;
      assert.equal((await failure(client.beorg.recognize(null, { resume: given }))).code, 'invalid_field');
    }
  });
});

describe('a submission that fails', () => {
  const poll = { firstMs: 1, intervalMs: 1 };

  it('keeps the id that the response names', async () => {
    for (const [status, body] of [
      [200, { document_id: 's-7', error: { type: 'Odd' } }],
      [500, { document_id: 's-7' }],
      [409, { error: { data: { questionary_id: 's-7' } } }],
    ] as const) {
      const { endpoint, seen } = await server(({ url }, response) => {
        if (url.includes('add_document')) json(response, body, status);
        else json(response, result);
      });
      const client = clientOf(endpoint);
      const { resume, info } = await failure(client.beorg.recognize({ documents }, { poll }));
      const attempt = seen[0]?.headers['idempotency-key'];
      const request = { documentId: 's-7' };
      const expected = { vendor: 'beorg', operation: 'recognize', attempt, id: 's-7', request };
      assert.deepEqual([info.id, resume], ['s-7', expected], JSON.stringify(body));
      assert.ok(resume !== undefined);
      const { documents: read } = await client.beorg.recognize(null, { resume, poll });
      assert.equal(read[0]?.surname?.value, 'ERIKSSON');
      assert.equal(seen.length, 2);
    }
  });

  it('keeps it with what else the vendor is asked with', async () => {
    const { endpoint } = await server((_, response) => {
      json(response, { result: { resultStatus: 'F', resultCode: 'SYSTEM_ERROR' }, transactionId: 'T-1' });
    });
    const extraImageControlList: ['CROPPED_FACE_FROM_DOC'] = ['CROPPED_FACE_FROM_DOC'];
    const call = clientOf(endpoint).zoloz.recognizeAsync({ ...passport, extraImageControlList }, { poll });
    const { code, resume } = await failure(call);
    const request = { transactionId: 'T-1', extraImageControlList };
    assert.deepEqual([code, resume?.id, resume?.request], ['vendor_unavailable', 'T-1', request]);
  });

  it('is one no longer where the vendor says that it is under way', async () => {
    const { endpoint, seen } = await server(({ url }, response) => {
      if (url.includes('asyncrecognize'))
        json(response, { result: { resultStatus: 'U', resultCode: 'PROCESSING' }, transactionId: 'T-1' });
      else json(response, { ...accepted, transactionId: 'T-1' });
    });
    const { verdict } = await clientOf(endpoint).zoloz.recognizeAsync(passport, { poll });
    assert.equal(verdict.accepted, true);
    assert.equal(seen.length, 2);
  });

  it('is the same attempt again where nobody can tell what became of it', async () => {
    for (const status of [418, 425]) {
      const { endpoint, seen } = await server((_, response) => {
        json(response, {}, status);
      });
      const client = clientOf(endpoint);
      for (const [operation, call] of [
        ['addDocument', () => client.beorg.addDocument({ documents })],
        ['recognize', () => client.beorg.recognize({ documents }, { poll })],
      ] as const) {
        const { code, resume } = await failure(call());
        const attempt = seen.at(-1)?.headers['idempotency-key'];
        assert.deepEqual([code, resume], ['vendor_unknown', { vendor: 'beorg', operation, attempt }]);
      }
    }
  });

  it('has no id where what it names cannot be asked for', async () => {
    for (const transactionId of [' T1', 'T 1', 'T\u0000', 'T\u00e9', 'T'.repeat(65)]) {
      const { endpoint } = await server((_, response) => {
        json(response, { result: { resultStatus: 'S', resultCode: 'SUCCESS' }, transactionId });
      });
      const { code, resume } = await failure(clientOf(endpoint).zoloz.recognizeAsync(passport, { poll }));
      assert.deepEqual([code, resume?.id], ['answer_unreadable', undefined], transactionId);
    }
  });
});
