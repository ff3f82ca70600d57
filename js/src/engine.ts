import type { ErrorInfo } from '../pkg/idsnap.js';
import { abortError, IdSnapError, infoOf } from './errors.js';
import type { CallName, Input, Output } from './protocol.js';

/** Where calls run: a worker or this thread. */
export interface Host {
  readonly kind: 'worker' | 'thread';
  /** Starts a call. Buffers in `transfer` are moved where there is somewhere to move them to. */
  post(id: number, name: CallName, input: readonly unknown[], transfer: ArrayBuffer[]): void;
  /** Stops a request on its way; a computation cannot be stopped this way. */
  abort(id: number): void;
  /** Ends the host and gives its memory back. */
  end(): void;
}

/** What a host reports. */
export interface HostEvents {
  done(id: number, output: unknown, memoryBytes: number): void;
  failed(id: number, info: ErrorInfo, memoryBytes: number): void;
  /** The host is unusable: every call it was running is lost. */
  died(info: ErrorInfo): void;
}

/** Makes a host ready. */
export type StartHost = (events: HostEvents) => Promise<Host>;

/** Limits of a call. */
export interface CallLimits {
  signal?: AbortSignal | undefined;
  /** From the moment the call runs; calls that wait for another are not counted. */
  deadlineMs?: number | undefined;
  transfer?: ArrayBuffer[];
}

/** The queue in front of a host: one computation at a time, any number of requests on the network. */
export interface Engine {
  call<N extends CallName>(name: N, input: Input<N>, limits?: CallLimits): Promise<Output<N>>;
  /** Starts the host, unless it is there already. */
  start(): Promise<Host['kind']>;
  /** Rejects what is pending with an `AbortError` and ends the host. */
  dispose(): void;
  /** The memory after the last call, while the host is there. */
  memoryBytes(): number | undefined;
}

interface Job {
  readonly id: number;
  readonly name: CallName;
  readonly input: readonly unknown[];
  readonly limits: CallLimits;
  timer?: ReturnType<typeof setTimeout>;
  settled: boolean;
  settle(act: () => void): void;
  resolve(output: unknown): void;
  reject(reason: unknown): void;
}

/** Preparing the largest picture takes a slow phone some seconds; what takes longer than this hangs. */
const COMPUTE_DEADLINE_MS = 120_000;
/** Memory only grows: above this the host is ended as soon as it is idle. */
const KEEP_MEMORY_BYTES = 67_108_864;
/** The host is ended after so long without a call. */
const IDLE_MS = 30_000;

/** Makes an engine; nothing happens before its first call. */
export function createEngine(startHost: StartHost): Engine {
  let host: Host | undefined;
  let starting: Promise<Host> | undefined;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let memory: number | undefined;
  let nextId = 1;
  const waiting: Job[] = [];
  const running = new Map<number, Job>();

  const computing = (): boolean => [...running.values()].some((job) => job.name !== 'send');

  function end(): void {
    clearTimeout(idleTimer);
    const ended = host;
    host = starting = memory = undefined;
    ended?.end();
  }

  /** Rejects what the host was running; what still waits goes to the next host. */
  function lose(reason: unknown): void {
    const lost = [...running.values()];
    running.clear();
    end();
    for (const job of lost) job.reject(reason);
  }

  function begin(): Promise<Host> {
    const report = (id: number, bytes: number, act: (job: Job) => void): void => {
      const job = running.get(id);
      if (job === undefined) return;
      running.delete(id);
      memory = bytes;
      act(job);
      pump();
    };
    const promise = startHost({
      done: (id, output, bytes) => report(id, bytes, (job) => job.resolve(output)),
      failed: (id, info, bytes) => report(id, bytes, (job) => job.reject(new IdSnapError(info))),
      died(info) {
        if (starting !== promise) return;
        lose(new IdSnapError(info));
        pump();
      },
    });
    starting = promise;
    promise.then(
      (started) => {
        if (starting !== promise) return started.end();
        host = started;
        pump();
      },
      (error: unknown) => {
        if (starting !== promise) return;
        starting = undefined;
        for (const job of waiting.splice(0)) job.reject(error);
      },
    );
    return promise;
  }

  function pump(): void {
    clearTimeout(idleTimer);
    if (host === undefined) {
      if (waiting.length > 0 && starting === undefined) begin().catch(() => undefined);
      return;
    }
    if (host.kind === 'worker' && onlyAbandoned()) {
      running.clear();
      end();
      return pump();
    }
    const ready = waiting.filter((job) => job.name === 'send');
    const next = computing() ? undefined : waiting.find((job) => job.name !== 'send');
    for (const job of next === undefined ? ready : [...ready, next]) dispatch(host, job);
    if (running.size === 0) rest();
  }

  /** Only ending the worker stops a computation; it has to wait for requests that are on their way. */
  const onlyAbandoned = (): boolean => computing() && [...running.values()].every((job) => job.settled);

  function dispatch(target: Host, job: Job): void {
    waiting.splice(waiting.indexOf(job), 1);
    running.set(job.id, job);
    const deadlineMs = job.limits.deadlineMs ?? COMPUTE_DEADLINE_MS;
    job.timer = setTimeout(() => abandon(job, overdue(job.name, deadlineMs)), deadlineMs);
    target.post(job.id, job.name, job.input, job.limits.transfer ?? []);
  }

  function rest(): void {
    if (memory !== undefined && memory > KEEP_MEMORY_BYTES) return end();
    idleTimer = setTimeout(end, IDLE_MS);
    // In Node a timer would keep the process alive.
    if (typeof idleTimer === 'object') (idleTimer as { unref?: () => void }).unref?.();
  }

  /** Lets go of a job whose caller no longer waits, or that takes too long. */
  function abandon(job: Job, reason: unknown): void {
    job.reject(reason);
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    if (job.name === 'send' && running.has(job.id)) host?.abort(job.id);
    pump();
  }

  function call<N extends CallName>(name: N, input: Input<N>, limits: CallLimits = {}): Promise<Output<N>> {
    const { signal } = limits;
    return new Promise<Output<N>>((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const onAbort = (): void => abandon(job, signal?.reason);
      const job: Job = {
        id: nextId++,
        name,
        input,
        limits,
        settled: false,
        settle(act) {
          if (job.settled) return;
          job.settled = true;
          clearTimeout(job.timer);
          signal?.removeEventListener('abort', onAbort);
          act();
        },
        resolve: (output) => job.settle(() => resolve(output as Output<N>)),
        reject: (reason) => job.settle(() => reject(reason as Error)),
      };
      signal?.addEventListener('abort', onAbort);
      waiting.push(job);
      pump();
    });
  }

  return {
    call,
    start: async () => (await (starting ?? begin())).kind,
    dispose() {
      const reason = abortError('the engine was disposed of');
      for (const job of waiting.splice(0)) job.reject(reason);
      lose(reason);
    },
    memoryBytes: () => memory,
  };
}

function overdue(name: CallName, deadlineMs: number): IdSnapError {
  const code = name === 'send' ? 'deadline_exceeded' : 'engine_failed';
  return new IdSnapError(infoOf(code, `no ${name === 'send' ? 'answer' : 'result'} within ${deadlineMs} ms`));
}
