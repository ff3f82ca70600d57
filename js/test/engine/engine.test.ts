import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Engine } from '../../src/engine/engine.js';
import type { Host, HostEvents } from '../../src/engine/host.js';
import { infoOf } from '../../src/errors.js';
import type { CallName } from '../../src/engine/protocol.js';

/** A host that answers when the test says so. */
class FakeHost implements Host {
  readonly posted: { id: number; name: CallName }[] = [];
  readonly aborted: number[] = [];
  ended = false;

  constructor(
    readonly events: HostEvents,
    readonly kind: Host['kind'],
  ) {}

  post(id: number, name: CallName): void {
    this.posted.push({ id, name });
  }

  abort(id: number): void {
    this.aborted.push(id);
  }

  end(): void {
    this.ended = true;
  }

  /** Answers the call that was posted at this place. */
  answer(at: number, output: unknown = `answer ${at}`, memoryBytes = 1): void {
    this.events.done(this.posted[at]?.id ?? -1, output, memoryBytes);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function engineOn(kind: Host['kind'] = 'worker'): { engine: Engine; hosts: FakeHost[]; host: () => FakeHost } {
  const hosts: FakeHost[] = [];
  const engine = new Engine(async (events) => {
    await Promise.resolve();
    const host = new FakeHost(events, kind);
    hosts.push(host);
    return host;
  });
  const host = (): FakeHost => hosts.at(-1) ?? assert.fail('no host was started');
  return { engine, hosts, host };
}

const SENDING_LIMITS = { timeoutMs: 90, stallMs: 90, maxResponseBytes: 9, once: false };
const compute = (engine: Engine, signal?: AbortSignal): Promise<string> => engine.call('version', [], { signal });
const send = (engine: Engine, signal?: AbortSignal): Promise<unknown> =>
  engine.call(
    'exchange',
    ['cvs.card', { url: 'https://x.example/', method: 'GET', headers: [], ...SENDING_LIMITS }, undefined],
    { signal, deadlineMs: 100 },
  );

describe('Engine', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('starts its host with the first call, and one for all', async () => {
    const { engine, hosts, host } = engineOn();
    assert.equal(hosts.length, 0);
    const calls = [compute(engine), compute(engine)];
    await turn();
    assert.equal(hosts.length, 1);
    host().answer(0);
    host().answer(1);
    assert.deepEqual(await Promise.all(calls), ['answer 0', 'answer 1']);
  });

  it('computes one thing at a time, in order, and sends meanwhile', async () => {
    const { engine, host } = engineOn();
    const calls: Promise<unknown>[] = [compute(engine), compute(engine), send(engine), send(engine)];
    await turn();
    assert.deepEqual(
      host().posted.map(({ name }) => name),
      ['version', 'exchange', 'exchange'],
    );
    calls.push(send(engine));
    assert.equal(host().posted.length, 4, 'the second computation still waits');
    host().answer(0);
    assert.deepEqual(
      host().posted.map(({ id }) => id),
      [1, 3, 4, 5, 2],
    );
    for (const at of [1, 2, 3, 4]) host().answer(at);
    assert.deepEqual(await Promise.all(calls), ['answer 0', 'answer 4', 'answer 1', 'answer 2', 'answer 3']);
  });

  it('forgets a waiting call that is aborted', async () => {
    const { engine, host } = engineOn();
    const controller = new AbortController();
    const first = compute(engine);
    const second = compute(engine, controller.signal);
    await turn();
    controller.abort();
    await assert.rejects(second, { name: 'AbortError' });
    host().answer(0);
    assert.equal(await first, 'answer 0');
    assert.equal(host().posted.length, 1);
    assert.equal(host().ended, false);
  });

  it('ends the worker to stop a running computation, and goes on in another', async () => {
    const { engine, hosts, host } = engineOn();
    const controller = new AbortController();
    const first = compute(engine, controller.signal);
    const second = compute(engine);
    await turn();
    controller.abort(new Error('mine'));
    await assert.rejects(first, { message: 'mine' });
    assert.equal(hosts[0]?.ended, true);
    await turn();
    host().answer(0);
    assert.equal(await second, 'answer 0');
    assert.equal(hosts.length, 2);
  });

  it('drops the result instead while a request is on its way, and ends the worker after that', async () => {
    const { engine, hosts, host } = engineOn();
    const controller = new AbortController();
    const computing = compute(engine, controller.signal);
    const sending = send(engine);
    await turn();
    controller.abort();
    await assert.rejects(computing, { name: 'AbortError' });
    assert.equal(host().ended, false);
    host().answer(1);
    assert.equal(await sending, 'answer 1');
    assert.equal(hosts[0]?.ended, true, 'the computation may never end');
  });

  it('takes a worker that ends no request for one that is no more', async () => {
    const { engine, hosts, host } = engineOn();
    const controller = new AbortController();
    const [aborted, other] = [send(engine, controller.signal), send(engine)];
    await turn();
    other.catch(() => undefined);
    controller.abort();
    await assert.rejects(aborted, { name: 'AbortError' });
    mock.timers.tick(99);
    assert.equal(host().ended, false);
    mock.timers.tick(5_000);
    assert.equal(host().ended, true);
    await assert.rejects(other);
    const next = compute(engine);
    await turn();
    host().answer(0);
    assert.equal(await next, 'answer 0');
    assert.equal(hosts.length, 2);
  });

  it('keeps a worker that ends a request, or computes meanwhile', async () => {
    for (const isComputing of [false, true]) {
      const { engine, host } = engineOn();
      const controller = new AbortController();
      const aborted = send(engine, controller.signal);
      const computed = isComputing ? compute(engine) : undefined;
      await turn();
      controller.abort();
      await assert.rejects(aborted, { name: 'AbortError' });
      if (!isComputing) host().answer(0);
      mock.timers.tick(6_000);
      assert.equal(host().ended, false);
      if (isComputing) host().answer(1);
      await computed;
    }
  });

  it('lets a computation in the page’s own thread run out, then goes on', async () => {
    const { engine, hosts, host } = engineOn('thread');
    const controller = new AbortController();
    const first = compute(engine, controller.signal);
    const second = compute(engine);
    await turn();
    controller.abort();
    await assert.rejects(first, { name: 'AbortError' });
    assert.equal(host().posted.length, 1);
    host().answer(0);
    host().answer(1);
    assert.equal(await second, 'answer 1');
    assert.equal(hosts.length, 1);
  });

  it('aborts a request on its way', async () => {
    const { engine, host } = engineOn();
    const controller = new AbortController();
    const sending = send(engine, controller.signal);
    await turn();
    controller.abort();
    await assert.rejects(sending, { name: 'AbortError' });
    assert.deepEqual(host().aborted, [1]);
    host().events.failed(1, { info: infoOf('network_unreachable', '') }, 1);
    assert.equal(host().ended, false);
  });

  it('gives a request its deadline', async () => {
    const { engine, host } = engineOn();
    const sending = send(engine);
    await turn();
    mock.timers.tick(100);
    await assert.rejects(sending, { code: 'deadline_exceeded', message: 'no answer within 100 ms' });
    assert.deepEqual(host().aborted, [1]);
  });

  it('gives a computation its deadline, and ends the worker that hangs', async () => {
    const { engine, hosts } = engineOn();
    const hanging = compute(engine);
    await turn();
    for (let second = 0; second < 120; second += 1) mock.timers.tick(1_000);
    await assert.rejects(hanging, { code: 'engine_failed', message: 'no result within 120000 ms' });
    assert.equal(hosts[0]?.ended, true);
  });

  it('rejects what was running when the host dies; what waits goes to the next host', async () => {
    const { engine, hosts, host } = engineOn();
    const calls = [compute(engine), send(engine), compute(engine)] as const;
    await turn();
    host().events.died(infoOf('engine_failed', 'the engine failed: unreachable'));
    await assert.rejects(calls[0], {
      code: 'engine_failed',
      message: 'the engine failed: unreachable',
      retryable: true,
    });
    await assert.rejects(calls[1], { code: 'engine_failed' });
    await turn();
    assert.equal(hosts.length, 2);
    host().answer(0);
    assert.equal(await calls[2], 'answer 0');
    hosts[0]?.events.died(infoOf('engine_failed', 'again'));
    assert.equal(host().ended, false, 'the dead host has no say any more');
  });

  it('rejects everything when the host cannot be started, and tries again with the next call', async () => {
    let attempts = 0;
    const engine = new Engine(async (events) => {
      attempts += 1;
      await Promise.resolve();
      if (attempts === 1) throw new Error('offline');
      const host = new FakeHost(events, 'worker');
      setImmediate(() => {
        host.answer(0);
      });
      return host;
    });
    const calls = [compute(engine), compute(engine)];
    for (const call of calls) await assert.rejects(call, { message: 'offline' });
    assert.equal(await compute(engine), 'answer 0');
    assert.equal(attempts, 2);
  });

  it('ends a host that has been idle', async () => {
    const { engine, hosts, host } = engineOn();
    const call = compute(engine);
    await turn();
    host().answer(0);
    await call;
    mock.timers.tick(29_999);
    const [first] = hosts;
    assert.equal(first?.ended, false);
    mock.timers.tick(1);
    assert.ok(host().ended);
    void compute(engine);
    await turn();
    assert.equal(hosts.length, 2);
  });

  it('ends a host whose memory has grown as soon as it is idle', async () => {
    const { engine, hosts, host } = engineOn();
    const calls = [compute(engine), compute(engine)];
    await turn();
    host().answer(0, 'a', 67_108_865);
    assert.equal(host().ended, false, 'another call waits');
    host().answer(1, 'b', 67_108_865);
    assert.deepEqual(await Promise.all(calls), ['a', 'b']);
    assert.equal(hosts.length, 1);
    assert.ok(hosts[0]?.ended);
  });

  it('keeps a host whose memory is within bounds', async () => {
    const { engine, host } = engineOn();
    const call = compute(engine);
    await turn();
    host().answer(0, 'a', 67_108_864);
    await call;
    assert.equal(host().ended, false);
    assert.equal(engine.memoryBytes, 67_108_864);
  });

  it('rejects everything when it is disposed of, work of several steps included', async () => {
    const { engine, hosts } = engineOn();
    const running = compute(engine);
    const waiting = compute(engine);
    const between = engine.within(
      undefined,
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    );
    await turn();
    engine.dispose();
    for (const call of [running, waiting, between]) await assert.rejects(call, { name: 'AbortError' });
    assert.equal(hosts[0]?.ended, true);
  });

  it('takes another host once the one that is outdated runs nothing', async () => {
    const { engine, hosts, host } = engineOn();
    const [first, second] = [send(engine), compute(engine)];
    await turn();
    engine.renew();
    const [third, fourth] = [send(engine), compute(engine)];
    const sent = host().posted.map(({ name }) => name);
    assert.deepEqual(sent, ['exchange', 'version', 'exchange'], 'what need not wait does not');
    for (const at of [0, 1, 2]) host().answer(at);
    assert.equal(host().ended, false, 'a computation that waited follows');
    host().answer(3);
    assert.equal(host().ended, true);
    await Promise.all([first, second, third, fourth]);
    assert.equal(hosts.length, 1);
    const fifth = compute(engine);
    await turn();
    host().answer(0, 'new');
    assert.equal(await fifth, 'new');
    assert.equal(host().ended, false);
    engine.renew();
    assert.equal(host().ended, true, 'at once where it is idle');
  });

  it('gives what waits for a host that is outdated to the next one', async () => {
    const { engine, hosts } = engineOn();
    const call = compute(engine);
    engine.renew();
    await turn();
    assert.equal(hosts.length, 2);
    assert.equal(hosts[0]?.ended, true);
    hosts[1]?.answer(0);
    assert.equal(await call, 'answer 0');
  });

  it('ends a host that was being started when it was disposed of', async () => {
    const { engine, hosts } = engineOn();
    const call = compute(engine);
    engine.dispose();
    await assert.rejects(call, { name: 'AbortError' });
    await turn();
    assert.equal(hosts[0]?.ended, true);
  });

  it('rejects only the call whose input cannot be moved', async () => {
    const { engine, host } = engineOn();
    await Promise.all([turn(), engine.start()]);
    host().post = () => {
      throw new DOMException('detached', 'DataCloneError');
    };
    await assert.rejects(compute(engine), { code: 'engine_failed' });
  });
});
