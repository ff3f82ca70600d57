import { abortError, IdSnapError, localError } from '../errors.js';
import type { Host, StartHost } from './host.js';
import { Job } from './job.js';
import type { CallLimits } from './job.js';
import type { CallName, Input, Output } from './protocol.js';
import { scoped } from './scope.js';
import type { Limit } from './scope.js';

/** Memory only grows: above this the host is ended as soon as it is idle. */
const KEEP_MEMORY_BYTES = 67_108_864;
/** A host that has not ended a request after so long is no more. */
const ABORT_MS = 5_000;
/** The host is ended after so long without a call. */
const IDLE_MS = 30_000;

/**
 * The queue in front of a host: one computation at a time, any number of requests on the network. The host is started
 * by the first call and ended when it has been idle or its memory has grown; the next call starts another.
 */
export class Engine {
  /** What was last found in the place of a part of the core, when it was used. */
  wrongFile: string | undefined;
  readonly #startHost: StartHost;
  #host: Host | undefined;
  #starting: Promise<Host> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #memoryBytes: number | undefined;
  #isOutdated = false;
  #lastId = 0;
  #waiting: Job[] = [];
  readonly #scopes = new Set<AbortController>();
  readonly #running = new Map<number, Job>();

  constructor(startHost: StartHost) {
    this.#startHost = startHost;
  }

  /** The memory after the last call, while the host is there. */
  get memoryBytes(): number | undefined {
    return this.#memoryBytes;
  }

  /** Runs a call of the core. */
  async call<N extends CallName>(name: N, input: Input<N>, limits: CallLimits = {}): Promise<Output<N>> {
    limits.signal?.throwIfAborted();
    const job = new Job(++this.#lastId, { name, input }, limits, (given, reason) => {
      this.#abandon(given, reason);
    });
    this.#waiting.push(job);
    this.#pump();
    return (await job.promise) as Output<N>;
  }

  /** Starts the host, unless it is there already. */
  async start(): Promise<Host['kind']> {
    return (await (this.#starting ?? this.#begin())).kind;
  }

  /** Does work of several steps, whose signal is the caller's own and is also aborted by {@link Engine.dispose}. */
  async within<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
    limit?: Limit,
  ): Promise<T> {
    let own: AbortController | undefined;
    const working = (controller: AbortController): Promise<T> => {
      this.#scopes.add((own = controller));
      return work(controller.signal);
    };
    try {
      return await scoped(signal, working, limit);
    } finally {
      // Also where the work never ends.
      if (own !== undefined) this.#scopes.delete(own);
    }
  }

  /** Has another host take the place of this one as soon as it runs nothing; what waits then goes to the other. */
  renew(): void {
    this.#isOutdated = true;
    this.#pump();
  }

  /** Rejects what is pending with an `AbortError` and ends the host. */
  dispose(): void {
    const reason = abortError('the engine was disposed of');
    for (const controller of this.#scopes) controller.abort(reason);
    for (const job of this.#waiting.splice(0)) job.reject(reason);
    this.#lose(reason);
  }

  #begin(): Promise<Host> {
    const starting = this.#startHost({
      progress: (id, progress) => this.#running.get(id)?.progress(progress),
      done: (id, output, memoryBytes) => this.#finish(id, memoryBytes)?.resolve(output),
      failed: (id, { info, cause }, memoryBytes) => {
        const error = new IdSnapError(info, cause === undefined ? undefined : { cause });
        if (error.reason === 'wrong_content') this.wrongFile = error.message;
        this.#finish(id, memoryBytes)?.reject(error);
      },
      died: (info) => {
        if (this.#starting !== starting) return;
        this.#lose(new IdSnapError(info));
        this.#pump();
      },
    });
    this.#starting = starting;
    starting.then(
      (host) => {
        this.#started(starting, host);
      },
      (error: unknown) => {
        this.#refused(starting, error);
      },
    );
    return starting;
  }

  #started(starting: Promise<Host>, host: Host): void {
    // Disposed of meanwhile.
    if (this.#starting !== starting) {
      host.end();
      return;
    }
    this.#host = host;
    this.#pump();
  }

  #refused(starting: Promise<Host>, error: unknown): void {
    if (this.#starting !== starting) return;
    this.#starting = undefined;
    for (const job of this.#waiting.splice(0)) job.reject(error);
  }

  #finish(id: number, memoryBytes: number): Job | undefined {
    const job = this.#running.get(id);
    if (job === undefined) return undefined;
    this.#running.delete(id);
    this.#memoryBytes = memoryBytes;
    this.#pump();
    return job;
  }

  #pump(): void {
    clearTimeout(this.#idleTimer);
    if (this.#isOutdated && this.#running.size === 0) this.#end();
    if (this.#host?.kind === 'worker' && this.#onlyAbandoned()) this.#lose(undefined);
    if (this.#host === undefined) {
      if (this.#waiting.length > 0 && this.#starting === undefined) void this.#begin();
      return;
    }
    const next = this.#computing() ? undefined : this.#waiting.find((job) => !job.sends);
    const ready = this.#waiting.filter((job) => job.sends || job === next);
    this.#waiting = this.#waiting.filter((job) => !ready.includes(job));
    for (const job of ready) this.#dispatch(this.#host, job);
    if (this.#running.size === 0) this.#rest();
  }

  #dispatch(host: Host, job: Job): void {
    this.#running.set(job.id, job);
    job.start();
    try {
      host.post(job.id, job.call.name, job.call.input, job.limits.transfer ?? []);
    } catch (cause) {
      // A buffer that was transferred already, or what this browser cannot transfer.
      this.#running.delete(job.id);
      job.reject(localError('engine_failed', 'the engine failed: its input could not be transferred', cause));
    }
  }

  #computing(): boolean {
    return [...this.#running.values()].some((job) => !job.sends);
  }

  /** Only ending the worker stops a computation, and that has to wait for requests that are on their way. */
  #onlyAbandoned(): boolean {
    return this.#computing() && [...this.#running.values()].every((job) => job.settled);
  }

  #rest(): void {
    if (this.#memoryBytes !== undefined && this.#memoryBytes > KEEP_MEMORY_BYTES) {
      this.#end();
      return;
    }
    this.#idleTimer = later(IDLE_MS, () => {
      this.#end();
    });
  }

  /** Lets go of a job whose caller no longer waits, or that takes too long. */
  #abandon(job: Job, reason: unknown): void {
    job.reject(reason);
    this.#waiting = this.#waiting.filter((other) => other !== job);
    if (this.#running.has(job.id)) {
      this.#host?.abort(job.id);
      // A request ends at once where there is somebody to end it.
      if (job.sends) {
        later(ABORT_MS, () => {
          if (this.#running.has(job.id) && !this.#computing()) this.#lose(stopped());
          this.#pump();
        });
      }
    }
    this.#pump();
  }

  /** Rejects what the host was running; what still waits goes to the next host. */
  #lose(reason: unknown): void {
    const lost = [...this.#running.values()];
    this.#running.clear();
    this.#end();
    for (const job of lost) job.reject(reason);
  }

  #end(): void {
    clearTimeout(this.#idleTimer);
    const host = this.#host;
    this.#isOutdated = false;
    this.#host = this.#starting = this.#memoryBytes = undefined;
    host?.end();
  }
}

const stopped = (): IdSnapError => localError('engine_failed', 'the engine failed: the worker stopped');

/** A timer that keeps no process of Node alive. */
function later(ms: number, act: () => void): ReturnType<typeof setTimeout> {
  const timer = setTimeout(act, ms);
  if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.();
  return timer;
}
