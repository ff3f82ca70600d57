import type * as core from '../../pkg/idsnap.js';
import type { ErrorInfo, Incoming, Outgoing } from '../../pkg/idsnap.js';

/** The calls that the engine takes: the core's exports, `send` without the signal that its host adds. */
export interface Calls {
  version: typeof core.version;
  limits: typeof core.limits;
  codes: typeof core.codes;
  check: typeof core.check;
  prepare: typeof core.prepare;
  preparePixels: typeof core.preparePixels;
  prepareAll: typeof core.prepareAll;
  sha256: typeof core.sha256;
  analyze: typeof core.analyze;
  analyzePixels: typeof core.analyzePixels;
  analyzeFrame: typeof core.analyzeFrame;
  build: typeof core.build;
  parse: typeof core.parse;
  send: (request: Outgoing, body: Uint8Array<ArrayBuffer> | undefined) => Promise<Incoming>;
}

/** The name of a call. */
export type CallName = keyof Calls;

/** What goes into a call. */
export type Input<N extends CallName> = Parameters<Calls[N]>;

/** What comes out of a call. */
export type Output<N extends CallName> = Awaited<ReturnType<Calls[N]>>;

/** From the page to the worker. */
export type ToWorker =
  | { kind: 'start'; wasm: WasmSource }
  | { kind: 'call'; id: number; name: CallName; input: readonly unknown[] }
  | { kind: 'abort'; id: number };

/** From the worker to the page. */
export type FromWorker =
  | { kind: 'hello'; version: string }
  | { kind: 'started' }
  | { kind: 'refused'; info: ErrorInfo }
  | { kind: 'done'; id: number; output: unknown; memoryBytes: number }
  | { kind: 'failed'; id: number; info: ErrorInfo; memoryBytes: number }
  | { kind: 'died'; info: ErrorInfo };

/** Where the wasm module comes from: an absolute address, or nothing for the file beside this script. */
export type WasmSource = string | undefined;
