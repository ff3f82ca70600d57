// How long anything may take, and that an abort ends it at once.
import assert from 'node:assert/strict';
import { after, afterEach, describe, it, mock } from 'node:test';
import { dispose, init, isIdSnapError } from 'idsnap';
import type { ClientOptions } from 'idsnap';
import { connected } from '../../src/client/retry.js';
import { plainPng } from '../fixtures.js';
import { clientOf, json, server, settling, TRANSPORTS } from './support.js';

const documents = [{ image: plainPng(40, 30), type: 'PASSPORT' }];
const question = { documentId: 's-1' };
/** What a busy machine may take longer. */
const GRACE_MS = 3_000;

after(dispose);

/** A server that accepts submissions and never says what became of them. */
const silent = () =>
  server(({ url }, response) => {
    if (url.includes('add_document')) json(response, { document_id: 's-7' });
  });

const codeOf = (error: unknown): unknown => (isIdSnapError(error) ? error.code : error);

for (const [name, transport] of Object.entries(TRANSPORTS)) {
  describe(`a deadline by ${name}`, () => {
    it('bounds all tries of a call and the waits between them', async () => {
      const { endpoint } = await silent();
      const client = clientOf(endpoint, { ...transport, timeoutMs: 200, retry: { attempts: 99, firstMs: 1 } });
      for (const limit of [{ deadlineMs: 500 }, {}]) {
        const own = limit.deadlineMs === undefined ? clientOf(endpoint, { ...transport, deadlineMs: 500 }) : client;
        const { ms, error } = await settling(own.beorg.getResult(question, limit));
        assert.equal(codeOf(error), 'deadline_exceeded');
        assert.match(String(error), /no result within 500 ms/);
        assert.ok(ms >= 490 && ms < 500 + GRACE_MS, `${ms} ms`);
      }
    });

    it('of the polling is kept while a question is open', async () => {
      const { endpoint } = await silent();
      const poll = { firstMs: 1, deadlineMs: 400 };
      const { ms, error } = await settling(clientOf(endpoint, transport).beorg.recognize({ documents }, { poll }));
      assert.equal(codeOf(error), 'deadline_exceeded');
      assert.ok(isIdSnapError(error) && error.resume?.id === 's-7');
      assert.ok(ms >= 390 && ms < 400 + GRACE_MS, `${ms} ms`);
    });

    it('of a call bounds its polling where it is given', async () => {
      const { endpoint } = await silent();
      const { ms, error } = await settling(
        clientOf(endpoint, transport).beorg.recognize({ documents }, { deadlineMs: 400, poll: { firstMs: 1 } }),
      );
      assert.ok(isIdSnapError(error) && error.code === 'deadline_exceeded' && error.resume?.id === 's-7');
      assert.ok(ms < 400 + GRACE_MS, `${ms} ms`);
    });

    it('that is shorter than the usual first wait leaves time for a question', async () => {
      const { endpoint, seen } = await server(({ url }, response) => {
        if (url.includes('add_document')) json(response, { document_id: 's-7' });
        else
          json(response, { document_id: 's-7', documents: [{ key: 'a', type: 'PASSPORT', data: {}, metadata: {} }] });
      });
      const client = clientOf(endpoint, transport);
      for (const times of [{ poll: { deadlineMs: 1_000 } }, { deadlineMs: 2_000 }]) {
        assert.equal((await client.beorg.recognize({ documents }, times)).data.documentId, 's-7');
      }
      assert.equal(seen.length, 4);
    });

    it('of a try bounds headers that never come', async () => {
      const { endpoint, seen } = await silent();
      const headers = (): Promise<never> => new Promise(() => undefined);
      const { ms, error } = await settling(
        clientOf(endpoint, { ...transport, headers, timeoutMs: 200 }).beorg.getResult(question),
      );
      assert.match(String(error), /no headers within 200 ms/);
      assert.ok(ms < 200 + GRACE_MS, `${ms} ms`);
      assert.equal(seen.length, 0);
    });

    it('of an upload that nobody may make twice leaves its outcome unknown', async () => {
      const { endpoint } = await server(() => undefined);
      const { error } = await settling(
        clientOf(endpoint, transport).beorg.addDocument({ documents }, { deadlineMs: 600 }),
      );
      assert.equal(codeOf(error), 'outcome_unknown');
    });
  });

  describe(`an abort by ${name}`, () => {
    /** Waits of every kind that a call may be in. */
    const WAITS: [string, Partial<ClientOptions>][] = [
      ['a response', {}],
      ['headers', { headers: () => new Promise<never>(() => undefined) }],
      ['another try', { retry: { firstMs: 1e9, maxMs: 1e9 }, timeoutMs: 50 }],
      ['a fetch that takes no notice', { fetch: () => new Promise<never>(() => undefined) }],
    ];
    for (const [what, options] of WAITS) {
      it(`ends the wait for ${what} at once, and so does dispose`, async () => {
        const { endpoint } = await silent();
        const client = clientOf(endpoint, { ...transport, ...options });
        let controller = new AbortController();
        const abort = (): void => {
          controller.abort('enough');
        };
        const endings: [() => void, (error: unknown) => boolean][] = [
          [abort, (error) => error === 'enough'],
          [dispose, (error) => (error as Error).name === 'AbortError'],
        ];
        for (const [end, isExpected] of endings) {
          controller = new AbortController();
          const settled = settling(client.beorg.getResult(question, { signal: controller.signal }));
          await new Promise((resolve) => setTimeout(resolve, 150));
          const start = performance.now();
          end();
          const { error } = await settled;
          assert.ok(isExpected(error), String(error));
          assert.ok(performance.now() - start < 1_000);
        }
      });
    }
  });
}

describe('a browser that knows that it is offline', () => {
  const events = new EventTarget();
  const navigator = { onLine: false };
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const goOffline = (): void => {
    navigator.onLine = false;
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
    Object.assign(globalThis, { addEventListener: events.addEventListener.bind(events) });
  };
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'navigator');
    else Object.defineProperty(globalThis, 'navigator', before);
    Reflect.deleteProperty(globalThis, 'addEventListener');
  });

  it('sends when the network is back', async () => {
    const { endpoint, seen } = await server((_, response) => response.writeHead(425).end());
    // Nothing but the network is to be waited for.
    await init();
    goOffline();
    const call = clientOf(endpoint).beorg.getResult(question);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(seen.length, 0);
    navigator.onLine = true;
    events.dispatchEvent(new Event('online'));
    assert.equal((await call).state, 'pending');
  });

  it('waits no longer than the deadline, and nothing was submitted', async () => {
    goOffline();
    const { endpoint } = await silent();
    const { ms, error } = await settling(clientOf(endpoint).beorg.addDocument({ documents }, { deadlineMs: 300 }));
    assert.ok(isIdSnapError(error) && error.code === 'deadline_exceeded' && error.retryable);
    assert.ok(ms >= 290 && ms < 300 + GRACE_MS, `${ms} ms`);
  });

  it('says after half a minute that there is no network', async () => {
    goOffline();
    mock.timers.enable({ apis: ['setTimeout'] });
    const waiting = settling(connected(new AbortController().signal));
    mock.timers.tick(29_999);
    mock.timers.tick(1);
    const { error } = await waiting;
    mock.timers.reset();
    assert.equal(codeOf(error), 'network_unreachable');
  });
});
