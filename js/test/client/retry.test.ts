import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { polling } from '../../src/client/asking.js';
import { POLL_TOOLS, Retryable, retryAfterMs, retrying, sleep } from '../../src/client/retry.js';
import { infoOf, IdSnapError } from '../../src/errors.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const failure = (): IdSnapError => new IdSnapError(infoOf('network_unreachable', 'the proxy could not be reached'));

const sessionEnded = (): IdSnapError => new IdSnapError({ ...infoOf('invalid_field', 'x'), code: 'session_ended' });

/** Lets the clock run until a promise is settled, and says at which time it was. */
async function settledAt(promise: Promise<unknown>): Promise<number> {
  const state = { settled: false };
  promise.then(
    () => (state.settled = true),
    () => (state.settled = true),
  );
  for (let ms = 0; ms < 200_000; ms += 100) {
    await turn();
    if (state.settled) return Date.now();
    mock.timers.tick(100);
  }
  return assert.fail('it is never settled');
}

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

describe('sleep', () => {
  it('leaves nothing on a signal that lives long', async () => {
    const { signal } = new AbortController();
    await settledAt(Promise.all([sleep(100, signal), sleep(200, signal)]));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('ends with the reason of an abort, also of one that was before', async () => {
    const controller = new AbortController();
    const asleep = sleep(1_000, controller.signal);
    controller.abort('enough');
    for (const sleeping of [asleep, sleep(1_000, controller.signal)]) {
      await assert.rejects(sleeping, (reason) => reason === 'enough');
    }
  });
});

describe('a request that is made again', () => {
  /** The times of the attempts of a request that never succeeds. */
  async function attempts(options: Parameters<typeof retrying>[1], retryAfter?: string): Promise<number[]> {
    const times: number[] = [];
    const attempt = (): Promise<never> => {
      times.push(Date.now());
      return Promise.reject(new Retryable(failure(), retryAfter));
    };
    const made = retrying(attempt, options, undefined);
    await settledAt(made);
    await assert.rejects(made, { code: 'network_unreachable' });
    return times;
  }

  it('waits twice as long each time, up to the longest wait', async () => {
    mock.method(Math, 'random', () => 1);
    assert.deepEqual(await attempts({ attempts: 5, firstMs: 1_000, maxMs: 3_000 }), [0, 1_000, 3_000, 6_000, 9_000]);
  });

  it('waits any time up to that, so that clients come back apart', async () => {
    mock.method(Math, 'random', () => 0.1);
    assert.deepEqual(await attempts({ firstMs: 1_000 }), [0, 100, 300]);
  });

  it('waits at most the longest wait from the first one on, and never without end', async () => {
    mock.method(Math, 'random', () => 1);
    assert.deepEqual(await attempts({ attempts: 2, firstMs: 1e12, maxMs: 700 }), [0, 700]);
    mock.timers.setTime(0);
    mock.method(globalThis, 'setTimeout', ((act: () => void, ms: number) => {
      assert.ok(ms < 2 ** 31, `${ms}`);
      queueMicrotask(act);
    }) as unknown as typeof setTimeout);
    assert.equal((await attempts({ attempts: 2, firstMs: 1e12, maxMs: 1e12 })).length, 2);
  });

  it('backs off where the server says a time that is not in the future', async () => {
    mock.method(Math, 'random', () => 1);
    for (const header of ['0', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
      mock.timers.setTime(0);
      assert.deepEqual(await attempts({ attempts: 2, firstMs: 1_000 }, header), [0, 1_000], header);
    }
  });

  it('is made once more, at once, where the session has ended and can be begun anew', async () => {
    const made: number[] = [];
    const attempt = (number: number): Promise<never> => {
      made.push(number);
      return Promise.reject(new Retryable(sessionEnded(), undefined));
    };
    await assert.rejects(retrying(attempt, { attempts: 1 }, undefined, true), { code: 'session_ended' });
    assert.deepEqual(made, [1, 2]);
    made.length = 0;
    await assert.rejects(retrying(attempt, { attempts: 3 }, undefined), { code: 'session_ended' });
    assert.deepEqual(made, [1]);
  });

  it('comes back when the server says, up to the longest wait', async () => {
    assert.deepEqual(await attempts({ attempts: 2, maxMs: 5_000 }, '5'), [0, 5_000]);
    mock.timers.setTime(0);
    assert.deepEqual(await attempts({ attempts: 2, maxMs: 4_999 }, '5'), [0]);
  });

  it('is made three times where nothing else is said', async () => {
    assert.equal((await attempts({ firstMs: 1 })).length, 3);
  });

  it('is not made again where its body is lost, or where that cannot help', async () => {
    let made = 0;
    const count = (error: Error) => (): Promise<never> => {
      made += 1;
      return Promise.reject(error);
    };
    const lost = failure();
    const refused = new IdSnapError(infoOf('invalid_field', 'x'));
    await assert.rejects(retrying(count(lost), {}, undefined), (error) => error === lost);
    await assert.rejects(retrying(count(new Retryable(refused, undefined)), {}, undefined), (e) => e === refused);
    assert.equal(made, 2);
  });
});

describe('Retry-After', () => {
  it('is seconds or a date, and says nothing where it is not in the future', () => {
    mock.timers.setTime(Date.parse('2026-01-01T00:00:00Z'));
    const cases: [string | undefined, number | undefined][] = [
      [undefined, undefined],
      ['0', undefined],
      ['-3', undefined],
      ['120', 120_000],
      ['Thu, 01 Jan 2026 00:00:07 GMT', 7_000],
      ['Wed, 31 Dec 2025 23:59:59 GMT', undefined],
      ['soon', undefined],
    ];
    for (const [header, ms] of cases) assert.equal(retryAfterMs(header), ms, header);
  });
});

describe('polling', () => {
  it('asks last before its deadline, and gives up there', async () => {
    const asked: number[] = [];
    const ask = (): Promise<undefined> => {
      asked.push(Date.now());
      return Promise.resolve(undefined);
    };
    const result = polling(POLL_TOOLS, ask, { firstMs: 4_000, intervalMs: 3_000, deadlineMs: 10_000 }, undefined);
    assert.equal(await settledAt(result), 10_000);
    await assert.rejects(result, { code: 'deadline_exceeded', message: 'no answer within 10000 ms' });
    assert.deepEqual(asked, [4_000, 7_000, 10_000]);
  });

  it('survives failures that may pass, asking less often, and says at its deadline what it met', async () => {
    const asked: number[] = [];
    const ask = (): Promise<undefined> => {
      asked.push(Date.now());
      return Promise.reject(failure());
    };
    const result = polling(POLL_TOOLS, ask, { firstMs: 1_000, intervalMs: 1_000, deadlineMs: 14_000 }, undefined);
    await settledAt(result);
    assert.deepEqual(asked, [1_000, 3_000, 7_000, 11_000]);
    await assert.rejects(result, ({ code, cause }: IdSnapError) => {
      assert.deepEqual([code, (cause as IdSnapError).code], ['deadline_exceeded', 'network_unreachable']);
      return true;
    });
  });

  it('says that its time is over also where the last question failed then', async () => {
    const ask = (): Promise<undefined> => {
      mock.timers.setTime(1_000);
      return Promise.reject(failure());
    };
    const result = polling(POLL_TOOLS, ask, { firstMs: 0, deadlineMs: 1_000 }, undefined);
    await settledAt(result);
    await assert.rejects(result, { code: 'deadline_exceeded' });
  });

  it('gives up a question that is open at its deadline', async () => {
    const result = polling(
      POLL_TOOLS,
      () => new Promise<never>(() => undefined),
      { firstMs: 100, deadlineMs: 1_000 },
      undefined,
    );
    assert.equal(await settledAt(result), 1_000);
    await assert.rejects(result, { code: 'deadline_exceeded', message: 'no answer within 1000 ms' });
  });

  it('ends at once with a failure that does not pass', async () => {
    const lasting = sessionEnded();
    const result = polling(POLL_TOOLS, () => Promise.reject(lasting), { firstMs: 100 }, undefined);
    assert.equal(await settledAt(result), 100);
    await assert.rejects(result, (error) => error === lasting);
  });

  it('asks once at least, however short its time or that of the call', async () => {
    for (const [times, at] of [
      [{ deadlineMs: 3_000 }, 1_500],
      [{ deadlineMs: 400 }, 200],
      [{ firstMs: 90_000, deadlineMs: 60_000 }, 30_000],
      [{ leftMs: 2_000 }, 1_000],
      [{ firstMs: 5_000, leftMs: 6_000, deadlineMs: 60_000 }, 3_000],
      [{ leftMs: 10_000, deadlineMs: 60_000 }, 4_000],
    ] as const) {
      const start = Date.now();
      const result = polling(POLL_TOOLS, () => Promise.resolve('ready'), times, undefined);
      assert.equal((await settledAt(result)) - start, at, JSON.stringify(times));
      assert.equal(await result, 'ready');
    }
  });

  it('counts what it asked, and gives the first result', async () => {
    const result = polling(POLL_TOOLS, (asked) => Promise.resolve(asked === 2 ? 'ready' : undefined), {}, undefined);
    assert.equal(await settledAt(result), 7_000);
    assert.equal(await result, 'ready');
  });
});
