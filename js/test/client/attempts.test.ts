// That one submission stays one, and that nothing of it is lost.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { dispose, isIdSnapError } from 'idsnap';
import type { Progress, RequestEvent, ResponseEvent, Resume } from 'idsnap';
import { createProxy } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { serve } from '../proxy/servers.js';
import { failure } from '../failure.js';
import {
  accepted,
  clientOf,
  documents,
  json,
  nowhere,
  passport,
  PROXYS,
  result,
  server,
  TRANSPORTS,
} from './support.js';

const unauthorized = { proxy: { code: 'unauthorized', message: '' } };

after(dispose);

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  describe(`an attempt by ${name}`, () => {
    it('has one id for all tries of a call, and another for the next call', async () => {
      const { endpoint, seen } = await server((_, response) => {
        if (seen.length === 1) json(response, {}, 503);
        else json(response, accepted);
      });
      const client = clientOf(endpoint, transport);
      await client.zoloz.recognize(passport, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
      await client.zoloz.recognize(passport);
      const ids = seen.map(({ headers }) => headers['idempotency-key']);
      assert.equal(ids.length, 3);
      assert.match(String(ids[0]), /^[0-9a-f]{32}$/);
      assert.equal(ids[1], ids[0]);
      assert.notEqual(ids[2], ids[0]);
      assert.equal(seen[1]?.headers['traceparent'], `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`);
      assert.equal(seen[2]?.headers['traceparent'], undefined);
    });

    it('that may be a second submission is not made again when nobody says what became of it', async () => {
      for (const fault of ['reset', 'cut', 'silence', 'flood'] as const) {
        const { endpoint, seen } = await server((_, response) => {
          if (fault === 'reset') response.destroy();
          else if (fault === 'cut')
            response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy());
          else if (fault === 'flood') response.end('x'.repeat(5_000));
        });
        const client = clientOf(endpoint, { ...transport, timeoutMs: 300, maxResponseBytes: 4_000 });
        const { code, retryable, vendor, resume, cause, info } = await failure(client.beorg.addDocument({ documents }));
        assert.deepEqual([code, retryable, vendor], ['outcome_unknown', false, 'beorg'], fault);
        const attempt = seen[0]?.headers['idempotency-key'];
        assert.deepEqual(resume, { vendor: 'beorg', operation: 'addDocument', attempt }, fault);
        assert.deepEqual(info.resume, resume);
        assert.ok(isIdSnapError(cause), fault);
        assert.equal(seen.length, 1, fault);
      }
    });

    it('that never reached anybody may be made again', async () => {
      const { code, retryable, resume } = await failure(
        clientOf(await nowhere(), transport).beorg.addDocument({ documents }),
      );
      assert.deepEqual([code, retryable, resume], ['network_unreachable', true, undefined]);
    });

    it('goes on with the id of what was submitted, also after the page was left', async () => {
      const paths: string[] = [];
      let isDown = true;
      const { endpoint } = await server(({ url }, response) => {
        paths.push(url.split('?')[0]?.split('/').at(-1) ?? '');
        if (url.includes('add_document')) json(response, { document_id: 's-7' });
        else if (isDown) json(response, {}, 403);
        else json(response, result);
      });
      const client = clientOf(endpoint, transport);
      const poll = { firstMs: 1, intervalMs: 1 };
      const waits: (Resume | undefined)[] = [];
      const onProgress = ({ phase, resume }: Progress): void => {
        if (phase === 'wait') waits.push(resume);
      };
      const { code, resume } = await failure(client.beorg.recognize({ documents }, { poll, onProgress }));
      assert.equal(code, 'access_denied');
      assert.ok(resume !== undefined);
      assert.deepEqual([resume.operation, resume.id, resume.request], ['recognize', 's-7', { documentId: 's-7' }]);
      assert.deepEqual(
        waits,
        [resume, resume].map((one) => ({ ...one, operation: 'recognize' })),
      );
      const kept = JSON.parse(JSON.stringify(resume)) as Resume;
      isDown = false;
      const { documents: read } = await client.beorg.recognize(null, { resume: kept });
      assert.equal(read[0]?.surname?.value, 'ERIKSSON');
      assert.deepEqual(paths, ['add_document', 's-7', 's-7'], 'nothing was submitted a second time');
    });

    it('keeps asking through a network that is lost', async () => {
      let asked = 0;
      const { endpoint } = await server(({ url }, response) => {
        if (url.includes('add_document')) json(response, { document_id: 's-7' });
        else if (++asked <= 5) response.destroy();
        else json(response, result);
      });
      const client = clientOf(endpoint, { ...transport, retry: { attempts: 1 } });
      const { verdict } = await client.beorg.recognize({ documents }, { poll: { firstMs: 1, intervalMs: 5 } });
      assert.equal(typeof verdict.accepted, 'boolean');
      assert.equal(asked, 6);
    });

    it('begins the session anew once, with the same id and body', async () => {
      const { endpoint, seen } = await server(({ headers }, response) => {
        if (headers['x-session'] === '2') json(response, { document_id: 's-7' });
        else json(response, unauthorized, 401, PROXYS);
      });
      const asked: number[] = [];
      const headers = (attempt: number): Record<string, string> => {
        asked.push(attempt);
        return { 'x-session': String(attempt) };
      };
      const client = clientOf(endpoint, { ...transport, headers });
      await client.beorg.addDocument({ documents });
      assert.deepEqual(asked, [1, 2]);
      assert.equal(seen[1]?.headers['idempotency-key'], seen[0]?.headers['idempotency-key']);
      assert.ok((seen[0]?.body.length ?? 0) > 100);
      assert.deepEqual(seen[1]?.body, seen[0]?.body);
    });

    it('ends with the session where that does not help', async () => {
      const bodies = [JSON.stringify(unauthorized), 'Sign in'];
      for (const body of bodies) {
        const { endpoint, seen } = await server((_, response) => {
          response.writeHead(401, PROXYS).end(body);
        });
        const refreshed = clientOf(endpoint, { ...transport, headers: () => ({}) });
        const error = await failure(refreshed.zoloz.recognize(passport));
        assert.deepEqual([error.code, error.status, error.retryable], ['session_ended', 401, false], body);
        assert.match(error.advice, /sign in/i);
        assert.equal(seen.length, 2, body);
        await failure(clientOf(endpoint, transport).zoloz.recognize(passport));
        assert.equal(seen.length, 3, 'headers that are an object stay the same');
      }
    });

    it('tells listeners of each try, and nothing of the person', async () => {
      const { endpoint, seen } = await server(({ url }, response) => {
        if (seen.length === 1) response.destroy();
        else if (url.includes('result')) json(response, { ...result, document_id: 's-71234' });
        else json(response, accepted);
      });
      const told: (RequestEvent | ResponseEvent)[] = [];
      const client = clientOf(endpoint, {
        ...transport,
        headers: { 'x-session': 'private' },
        onRequest: (event) => {
          told.push(event);
          throw new Error('a log that fails');
        },
        onResponse: (event) => told.push(event),
      });
      await client.zoloz.recognize(passport);
      await client.beorg.getResult({ documentId: 's-71234' });
      assert.deepEqual(
        told.map(({ operation, attempt, ...rest }) => [
          operation,
          attempt,
          'durationMs' in rest ? (rest.code ?? rest.status) : 'sent',
        ]),
        [
          ['recognize', 1, 'sent'],
          ['recognize', 1, 'network_unreachable'],
          ['recognize', 2, 'sent'],
          ['recognize', 2, 200],
          ['getResult', 1, 'sent'],
          ['getResult', 1, 200],
        ],
      );
      assert.equal(told[0]?.bytes, seen[0]?.body.length);
      const keys = seen.map(({ headers }) => String(headers['idempotency-key']));
      assert.equal(keys.length, 3);
      const ids = told.map(({ id }) => id);
      assert.equal(new Set(ids.slice(0, 4)).size, 1);
      assert.equal(new Set(ids.slice(4)).size, 1);
      assert.equal(new Set([...ids, ...keys]).size, 4, 'an id of each call that is no key');
      assert.match(String(ids[0]), /^[0-9a-f]{32}$/);
      assert.ok(keys.every((key) => !JSON.stringify(told).includes(key)));
      assert.ok(
        seen.every(({ url, headers, body }) =>
          ids.every((id) => !JSON.stringify([url, headers, String(body)]).includes(id)),
        ),
      );
      assert.doesNotMatch(JSON.stringify(told), /71234|private|ERIKSSON|127\.0\.0\.1|api/);
    });
  });
}

describe('an attempt through the proxy', () => {
  it('is one submission at the vendor, whose response a second request gets', async () => {
    let submissions = 0;
    const vendor = (): Promise<Response> => {
      submissions += 1;
      return Promise.resolve(Response.json({ document_id: `s-${submissions}` }));
    };
    const account = { token: 'token-for-tests-0001', machineUid: 'machine-for-tests', projectId: 'PROJECT_1' };
    const proxy = toNodeHandler(createProxy({ beorg: account, authorize: 'anyone', fetch: vendor }));
    let isLost = true;
    const endpoint = await serve((request, response) => {
      if (isLost) response.end = (() => response.destroy()) as typeof response.end;
      isLost = false;
      proxy(request, response);
    });
    const client = clientOf(endpoint);
    const { code, resume } = await failure(client.beorg.addDocument({ documents }));
    assert.equal(code, 'outcome_unknown');
    assert.ok(resume !== undefined);
    assert.equal((await client.beorg.addDocument({ documents }, { resume })).data.documentId, 's-1');
    assert.equal(submissions, 1);
    await client.beorg.addDocument({ documents });
    assert.equal(submissions, 2, 'another call is another attempt');
  });
});
