import assert from 'node:assert/strict';
import { after, afterEach, describe, it, mock } from 'node:test';
import { dispose } from 'idsnap';
import type { Progress } from 'idsnap';
import { clientOn, json, type Handler } from './handler.js';
import { documents, result } from './support.js';

/** How long a call may really take between its waits: a machine may be slow. */
const MOST_MS = 60_000;

describe('recognize of Beorg', () => {
  afterEach(() => {
    mock.restoreAll();
    mock.timers.reset();
  });
  after(dispose);

  /** Makes a call while the clock stands, but for these waits once the call has begun them: the rest takes real time. */
  const runThrough = async <T>(waits: readonly number[], start: () => Promise<T>): Promise<T> => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const begun = mock.method(globalThis, 'setTimeout').mock;
    const state = { isSettled: false };
    const settle = (): void => {
      state.isSettled = true;
    };
    const call = start();
    call.then(settle, settle);
    const end = performance.now() + MOST_MS;
    for (let next = 0; !state.isSettled;) {
      assert.ok(performance.now() < end, `wait ${next.toString()} is never begun`);
      const ms = waits[next] ?? 0;
      const isBegun = begun.calls.some(({ arguments: [, time] }) => time === ms);
      if (isBegun) {
        begun.resetCalls();
        next += 1;
      }
      mock.timers.tick(isBegun ? ms : 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return call;
  };
  /** Beorg, ready at the question of this number. */
  const beorg = (readyAt: number) => {
    const asked: number[] = [];
    const handler: Handler = ({ url }) => {
      if (url.endsWith('/add_document')) return json({ document_id: 's-7' });
      asked.push(Date.now());
      return asked.length < readyAt ? json({}, 425) : json(result);
    };
    return { asked, handler };
  };

  it('waits four seconds, then asks every three', async () => {
    const { asked, handler } = beorg(3);
    const { client } = clientOn(handler);
    const waits: unknown[] = [];
    const onProgress = ({ phase, loaded }: Progress): void => {
      if (phase === 'wait') waits.push(loaded);
    };
    const { documents: read, prepared } = await runThrough([4000, 3000, 3000], () =>
      client.beorg.recognize({ documents }, { onProgress }),
    );
    assert.deepEqual(asked, [4000, 7000, 10_000]);
    assert.deepEqual(waits, [0, 1, 2, 3]);
    assert.equal(read[0]?.surname?.value, 'ERIKSSON');
    assert.equal(prepared.length, 1);
  });

  it('gives up at its deadline', async () => {
    const { asked, handler } = beorg(1000);
    const { client } = clientOn(handler);
    // No whole second, in which the time of a computation is counted.
    const firstMs = 1500;
    const call = runThrough([firstMs, 3000, 3000], () =>
      client.beorg.recognize({ documents }, { poll: { firstMs, deadlineMs: 9000 } }),
    );
    await assert.rejects(call, { code: 'deadline_exceeded', message: 'no answer within 9000 ms' });
    assert.equal(asked.length, 3);
  });

  it('stops asking when aborted or disposed of', async () => {
    const controller = new AbortController();
    const { client } = clientOn(beorg(1000).handler);
    const poll = { firstMs: 1_000_000, deadlineMs: 2_000_000 };
    const whenWaiting =
      (stop: () => void) =>
      ({ phase }: Progress): void => {
        if (phase === 'wait') setImmediate(stop);
      };
    const abort = whenWaiting(() => {
      controller.abort();
    });
    const aborted = client.beorg.recognize({ documents }, { poll, onProgress: abort, signal: controller.signal });
    await assert.rejects(aborted, { name: 'AbortError' });
    const disposed = client.beorg.recognize({ documents }, { poll, onProgress: whenWaiting(dispose) });
    await assert.rejects(disposed, { name: 'AbortError' });
  });
});
