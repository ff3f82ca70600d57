import { IdSnapError, infoOf } from '../errors.js';
import { safely } from '../progress.js';
import type { OnProgress } from '../progress.js';
import { afterAwake } from './awake.js';
import type { CallName } from './protocol.js';

/** Limits of a call, and who hears of it. */
export interface CallLimits {
  signal?: AbortSignal | undefined;
  /** From the moment the call runs; calls that wait for another are not counted. */
  deadlineMs?: number | undefined;
  transfer?: Transferable[];
  onProgress?: OnProgress | undefined;
}

/** Preparing the largest image takes a slow phone some seconds; what takes longer than this hangs. */
const COMPUTE_DEADLINE_MS = 120_000;

/** One call, from when it is asked for until it is settled. */
export class Job {
  settled = false;
  readonly promise: Promise<unknown>;
  readonly report: OnProgress;
  #stopTimer: (() => void) | undefined;
  #resolve: (output: unknown) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  readonly #onAbort = (): void => {
    this.abandoned(this, this.limits.signal?.reason);
  };

  constructor(
    readonly id: number,
    readonly call: { name: CallName; input: readonly unknown[] },
    readonly limits: CallLimits,
    readonly abandoned: (job: Job, reason: unknown) => void,
  ) {
    this.report = safely(limits.onProgress);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    limits.signal?.addEventListener('abort', this.#onAbort);
  }

  /** Whether it waits for the network rather than computes. */
  get sends(): boolean {
    return this.call.name === 'exchange';
  }

  /** Starts the time that the call may take. */
  start(): void {
    const ms = this.limits.deadlineMs ?? COMPUTE_DEADLINE_MS;
    const code = this.sends ? 'deadline_exceeded' : 'engine_failed';
    const error = new IdSnapError(infoOf(code, `no ${this.sends ? 'answer' : 'result'} within ${ms} ms`));
    const late = (): void => {
      this.abandoned(this, error);
    };
    // The network goes on while the page sleeps.
    this.#stopTimer = afterAwake(ms, late, undefined, this.sends ? ms : undefined);
  }

  /** Hears what the call is at. */
  progress(progress: Parameters<OnProgress>[0]): void {
    if (!this.settled) this.report(progress);
  }

  resolve(output: unknown): void {
    if (this.#settle()) this.#resolve(output);
  }

  reject(reason: unknown): void {
    if (this.#settle()) this.#reject(reason);
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#stopTimer?.();
    this.limits.signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
