import type { ErrorInfo } from '../../pkg/idsnap.js';
import type { Progress } from '../progress.js';
import type { CallName, Failure } from './protocol.js';

/** Where calls run: a worker or this thread. */
export interface Host {
  readonly kind: 'worker' | 'thread';
  /** Starts a call. What is in `transfer` is transferred where there is somewhere to transfer it to. */
  post(id: number, name: CallName, input: readonly unknown[], transfer: Transferable[]): void;
  /** Asks a call to stop; a computation cannot be stopped this way before its next step. */
  abort(id: number): void;
  /** Ends the host and gives its memory back. */
  end(): void;
}

/** What a host reports. */
export interface HostEvents {
  progress(id: number, progress: Progress): void;
  done(id: number, output: unknown, memoryBytes: number): void;
  failed(id: number, failure: Failure, memoryBytes: number): void;
  /** The host is unusable: every call it was running is lost. */
  died(info: ErrorInfo): void;
}

/** Makes a host ready. */
export type StartHost = (events: HostEvents) => Promise<Host>;
