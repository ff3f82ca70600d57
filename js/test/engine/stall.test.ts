// What never comes: a file, a worker's script, an answer of a worker that was ended. The clock is the test's own.
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type * as sdk from 'idsnap';
import { browser } from '../../src/engine/browser.js';
import { createSdk } from '../../src/sdk.js';
import { VERSION } from '../../src/version.js';
import { plainPng } from '../fixtures.js';
import { serve, ThreadWorker, wasmFiles } from './worker-support.js';

const dist = new URL('../../../dist/', import.meta.url);
const PHOTO = plainPng(8, 8);

/** The page’s SDK with what a capture uses of it besides. */
const engineSdk = createSdk(browser);
let idsnap: typeof sdk;
let wasmUrl: string;
let server: Server;
let wasm: Uint8Array;

before(async () => {
  // By its path: in Node the package's name leads to the entry for Node.
  idsnap = (await import(new URL('index.js', dist).href)) as typeof sdk;
  const files = await wasmFiles(dist);
  wasm = files['idsnap_bg.wasm']?.body as Uint8Array;
  const served = await serve(files);
  ({ server } = served);
  wasmUrl = served.url('idsnap_bg.wasm');
});

after(() => {
  server.close();
  server.closeAllConnections();
});

const { fetch: ownFetch, setTimeout: realTimeout, clearTimeout: realClear } = globalThis;

/** A clock that goes when it is told to. That of `node:test` forgets other timers where one is cleared that was due. */
class Clock {
  #now = 0;
  readonly #timers = new Map<object, { due: number; act: () => void }>();
  readonly setTimeout = (act: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): object => {
    // As Node's own code takes one.
    const timer = { unref: () => timer, ref: () => timer, refresh: () => timer };
    this.#timers.set(timer, {
      due: this.#now + ms,
      act: () => {
        act(...given);
      },
    });
    return timer;
  };
  readonly clearTimeout = (timer: object): void => {
    this.#timers.delete(timer);
  };

  tick(ms: number): void {
    this.#now += ms;
    for (const [timer, { due, act }] of this.#timers) {
      if (due > this.#now) continue;
      this.#timers.delete(timer);
      act();
    }
  }
}

let clock = new Clock();

beforeEach(() => {
  clock = new Clock();
  Object.assign(globalThis, { setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout });
});

afterEach(() => {
  Object.assign(globalThis, { setTimeout: realTimeout, clearTimeout: realClear });
  idsnap.dispose();
  engineSdk.dispose();
  Object.assign(globalThis, { Worker: undefined, fetch: ownFetch, document: undefined });
  SaidWorker.last = undefined;
});

/** Lets what is due happen, which takes some turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Has so many seconds pass, one after the other. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.tick(1_000);
    await settle();
  }
}

/** What became of work, without waiting for it. */
function outcomeOf(work: Promise<unknown>): { state: unknown } {
  const outcome: { state: unknown } = { state: 'pending' };
  work.then(
    () => (outcome.state = 'done'),
    (error: unknown) => (outcome.state = error),
  );
  return outcome;
}

/** Waits in real time until something is so; what is to be done at once is done. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2_000 && !isSo(); turn += 1) {
    await new Promise((resolve) => realTimeout(resolve, 5));
    clock.tick(1);
  }
  assert.ok(isSo(), String(isSo));
}

/** What became of work that settles by itself. */
async function settled(outcome: { state: unknown }): Promise<unknown> {
  await until(() => outcome.state !== 'pending');
  return outcome.state;
}

const facts = (error: unknown): unknown[] => {
  assert.ok(idsnap.isIdSnapError(error), String(error));
  return [error.code, error.reason, error.retryable];
};

describe('a file of the core', () => {
  it('is given up once no byte of it has come for 20 seconds, and is asked for by the next call', async () => {
    let asked = 0;
    const fetch = (): Promise<Response> => {
      asked += 1;
      return asked === 1 ? new Promise(() => undefined) : ownFetch(wasmUrl);
    };
    Object.assign(globalThis, { fetch });
    const first = outcomeOf(idsnap.init({ wasmUrl: `${wasmUrl}?silent`, worker: false }));
    await until(() => asked === 1);
    await pass(19);
    assert.equal(first.state, 'pending');
    await pass(2);
    assert.deepEqual(facts(await settled(first)), ['engine_unavailable', 'unreachable', true]);
    assert.equal(await settled(outcomeOf(idsnap.init())), 'done');
  });

  it('may take as long as it needs while bytes come', async () => {
    let send: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) });
    const headers = { 'content-type': 'application/wasm' };
    let asked = 0;
    Object.assign(globalThis, { fetch: () => ((asked += 1), Promise.resolve(new Response(body, { headers }))) });
    const call = outcomeOf(idsnap.init({ wasmUrl: `${wasmUrl}?slow`, worker: false }));
    await until(() => asked === 1);
    const pieces = 6;
    const length = Math.ceil(wasm.length / pieces);
    for (let at = 0; at < pieces; at += 1) {
      await pass(15);
      assert.equal(call.state, 'pending', `after ${15 * (at + 1)} s`);
      send?.enqueue(wasm.slice(at * length, (at + 1) * length));
    }
    send?.close();
    assert.equal(await settled(call), 'done');
  });

  it('is given up when its bytes stop coming', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(wasm.slice(0, 1_000));
      },
    });
    const headers = { 'content-type': 'application/wasm' };
    let asked = 0;
    Object.assign(globalThis, { fetch: () => ((asked += 1), Promise.resolve(new Response(body, { headers }))) });
    const call = outcomeOf(idsnap.init({ wasmUrl: `${wasmUrl}?stops`, worker: false }));
    await until(() => asked === 1);
    await pass(22);
    assert.deepEqual(facts(await settled(call)), ['engine_unavailable', 'unreachable', true]);
  });
});

/** A worker that says what the test has it say. */
class SaidWorker {
  static last: SaidWorker | undefined;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: unknown = null;
  readonly posted: { kind: string; id?: number }[] = [];

  constructor() {
    SaidWorker.last = this;
  }

  postMessage(message: { kind: string; id?: number }): void {
    this.posted.push(message);
  }

  terminate(): void {
    this.onmessage = null;
  }

  say(data: unknown): void {
    this.onmessage?.({ data });
  }
}

describe('a worker', () => {
  it('whose script does not come is replaced by the page’s own thread', async () => {
    Object.assign(globalThis, { Worker: SaidWorker });
    const warnings: sdk.Warning[] = [];
    const call = outcomeOf(idsnap.init({ wasmUrl, onWarning: (warning) => warnings.push(warning) }));
    await until(() => SaidWorker.last !== undefined);
    await pass(29);
    assert.equal(call.state, 'pending');
    await pass(2);
    assert.equal(await settled(call), 'done');
    assert.deepEqual(
      warnings.map(({ code, message }) => [code, message]),
      [['no_worker', 'the worker did not start within 30000 ms']],
    );
  });

  it('that was ended from outside fails the call within 10 seconds, and the next call has another', async () => {
    Object.assign(globalThis, { Worker: ThreadWorker });
    assert.equal(await settled(outcomeOf(idsnap.init({ wasmUrl }))), 'done');
    ThreadWorker.started.at(-1)?.terminate();
    const posted = ThreadWorker.posted.length;
    const call = outcomeOf(idsnap.prepareImage(PHOTO));
    await until(() => ThreadWorker.posted.length > posted);
    await pass(9);
    assert.equal(call.state, 'pending');
    await pass(2);
    assert.deepEqual(facts(await settled(call)), ['engine_failed', undefined, true]);
    assert.equal(await settled(outcomeOf(idsnap.prepareImage(PHOTO))), 'done');
    // A diagnosis takes the next one by itself.
    ThreadWorker.started.at(-1)?.terminate();
    const before = ThreadWorker.posted.length;
    let found: sdk.Diagnosis | undefined;
    const diagnosis = outcomeOf(idsnap.diagnose().then((diagnosed) => (found = diagnosed)));
    await until(() => ThreadWorker.posted.length > before + 1);
    await pass(11);
    assert.equal(await settled(diagnosis), 'done');
    assert.equal(found?.engine.state, 'running');
  });

  it('may compute for long, as it answered before', async () => {
    const [call, worker] = await called(() => idsnap.prepareImage(PHOTO));
    worker.say({ kind: 'pong' });
    await pass(60);
    assert.equal(call.state, 'pending');
    // The deadline of a computation.
    await pass(61);
    assert.deepEqual(facts(await settled(call)), ['engine_failed', undefined, true]);
  });

  it('is not held late by a page that slept', async () => {
    const [call, worker] = await called(() => idsnap.prepareImage(PHOTO));
    await afterSleep();
    assert.equal(call.state, 'pending', 'before it answered');
    worker.say({ kind: 'pong' });
    await afterSleep();
    assert.equal(call.state, 'pending', 'while it computes');
  });
});

describe('a worker that looks at a frame', () => {
  it('and was ended from outside is given up after 12 seconds, and the next frame has another', async () => {
    const [frame, worker] = await called(look);
    worker.say({ kind: 'pong' });
    await pass(11);
    assert.equal(frame.state, 'pending');
    await pass(2);
    assert.deepEqual(facts(await settled(frame)), ['engine_failed', undefined, true]);
    outcomeOf(look());
    await until(() => SaidWorker.last !== worker);
  });

  it('may take 8 seconds, frame after frame', async () => {
    const [first, worker] = await called(look);
    let frame = first;
    const ids = (): (number | undefined)[] => worker.posted.filter(({ kind }) => kind === 'call').map(({ id }) => id);
    for (let frames = 1; frames <= 5; frames += 1) {
      await until(() => ids().length === frames);
      const id = ids().at(-1);
      worker.say({ kind: 'pong' });
      await pass(8);
      assert.equal(frame.state, 'pending');
      worker.say({ kind: 'done', id, output: {}, memoryBytes: 1 });
      assert.equal(await settled(frame), 'done');
      frame = outcomeOf(look());
    }
  });

  it('may wait for a part of the core while it answers, and is timed anew once it has it', async () => {
    const [frame, worker] = await called(look);
    for (let second = 0; second < 60; second += 1) {
      worker.say({ kind: 'pong' });
      await pass(1);
    }
    assert.equal(frame.state, 'pending');
    const asked = worker.posted.filter(({ kind }) => kind === 'ping').length;
    assert.ok(asked >= 60, `it is asked whether it is there: ${asked}`);
    await pass(10);
    assert.equal(frame.state, 'pending');
    await pass(2);
    assert.deepEqual(facts(await settled(frame)), ['engine_failed', undefined, true]);
  });

  it('is not taken for dead by a page that slept, was busy or is out of sight', async () => {
    const [frame, worker] = await called(look);
    worker.say({ kind: 'pong' });
    for (let night = 0; night < 5; night += 1) await afterSleep();
    assert.equal(frame.state, 'pending', 'asleep');
    Object.assign(globalThis, { document: { visibilityState: 'hidden' } });
    await pass(100);
    assert.equal(frame.state, 'pending', 'hidden');
    Object.assign(globalThis, { document: { visibilityState: 'visible' } });
    await pass(8);
    assert.deepEqual(facts(await settled(frame)), ['engine_failed', undefined, true], 'dead all the same');
  });
});

/** Looks at a frame. */
const look = (): Promise<unknown> =>
  engineSdk.analyzeFrame({ rgba: new Uint8Array(16), width: 2, height: 2 }, { options: {}, timeMs: 0 });

/** An hour in which nothing of the page runs. */
async function afterSleep(): Promise<void> {
  clock.tick(3_600_000);
  await settle();
}

/** A call, and the worker that was given it and says what the test has it say. */
async function called(call: () => Promise<unknown>): Promise<[{ state: unknown }, SaidWorker]> {
  Object.assign(globalThis, { Worker: SaidWorker });
  const outcome = outcomeOf(call());
  await until(() => SaidWorker.last !== undefined);
  const worker = SaidWorker.last ?? assert.fail('no worker was started');
  const asked = (kind: string): Promise<void> => until(() => worker.posted.some((one) => one.kind === kind));
  worker.say({ kind: 'hello', version: VERSION });
  await asked('start');
  worker.say({ kind: 'started', hasParts: false });
  await asked('call');
  return [outcome, worker];
}
