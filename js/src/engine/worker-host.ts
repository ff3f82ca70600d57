import type { ErrorInfo } from '../../pkg/idsnap.js';
import type { Host, HostEvents } from './host.js';
import { completed, IdSnapError, infoOf, localError } from '../errors.js';
import type { WasmUrls } from './address.js';
import { arriving, SILENT } from './arrival.js';
import { afterAwake } from './awake.js';
import { firstFile, PART_FILES } from './files.js';
import type { Part } from './files.js';
import { onDemand } from './on-demand.js';
import { watchPolicy } from './policy.js';
import type { Failure, FromWorker, ToWorker, WasmSource } from './protocol.js';
import { VERSION } from '../version.js';

/** Why a worker could not be had. The engine then runs in the page's own thread. */
export class WorkerRefused extends Error {}

/** A worker script that has not begun by then will not begin. Nobody sees its bytes come, so it may take long. */
const HELLO_MS = 30_000;
/** A worker that does not answer for so long before a call begins was ended from outside, which sends no event. */
const LIFE_MS = 10_000;
/**
 * A frame takes a slow phone some seconds at most, and parts of the core are waited for in a worker that answers. One that is
 * silent for longer while it looks at a frame was ended from outside.
 */
const FRAME_MS = 12_000;
/** Long enough for the wasm file over a slow line. */
const START_MS = 90_000;

/**
 * Starts the worker and the core in it. Rejects with {@link WorkerRefused} where there can be no worker.
 *
 * The page fetches and compiles while the worker's script is loaded, and then while the worker works.
 */
export async function startWorker(workerUrl: string | undefined, wasm: WasmUrls, events: HostEvents): Promise<Host> {
  const first = compiled(wasm.first.url, firstFile);
  const worker = await spawn(workerUrl);
  const post: Post = (message, transfer = []) => {
    worker.postMessage(message, transfer);
  };
  let hasParts: boolean;
  try {
    await greet(worker);
    post({ kind: 'start', wasm: await first });
    hasParts = await ready(worker);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const give: Give = async (part) => {
    post({ kind: 'part', part, wasm: await compiled(wasm.parts[part].url, PART_FILES[part]) });
  };
  const host = hosted(worker, post, events, give);
  // Nearly every page calls a vendor in the end.
  if (hasParts) void give('vendors');
  return host;
}

type Post = (message: ToWorker, transfer?: Transferable[]) => void;
type Give = (part: Part) => Promise<void>;

function hosted(worker: Worker, post: Post, events: HostEvents, give: Give): Host {
  /** The computation that runs. Meanwhile the worker answers nothing; only of a frame is it known how long that may last. */
  let computing: { readonly id: number; readonly isFrame: boolean } | undefined;
  let silence = (): void => undefined;
  const ask = (): void => {
    post({ kind: 'ping' });
  };
  const awaitSign = (): void => {
    silence();
    const died = events.died.bind(events, stopped());
    silence = afterAwake(computing?.isFrame === true ? FRAME_MS : LIFE_MS, died, () => {
      ask();
      return isInSight();
    });
  };
  listen(worker, events, give, (data) => {
    silence();
    if ('memoryBytes' in data && data.id === computing?.id) computing = undefined;
    if (computing?.isFrame === true) awaitSign();
  });
  return {
    kind: 'worker',
    post: (id, name, input, transfer) => {
      ask();
      post({ kind: 'call', id, name, input }, transfer);
      if (computing !== undefined) return;
      if (name !== 'exchange') computing = { id, isFrame: name === 'analyzeFrame' };
      awaitSign();
    },
    abort: (id) => {
      post({ kind: 'abort', id });
    },
    end: () => {
      silence();
      worker.terminate();
    },
  };
}

/** Phones give a page out of sight little time, or none. */
const isInSight = (): boolean => (globalThis as Partial<typeof globalThis>).document?.visibilityState !== 'hidden';

async function spawn(workerUrl: string | undefined): Promise<Worker> {
  try {
    if (workerUrl !== undefined) return new Worker(workerUrl, { type: 'module' });
    // Bundlers find the worker by these very words.
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  } catch (error) {
    const { name, message } = error as Error;
    if (!message.includes('Trusted')) throw new WorkerRefused(name);
    const { trustedWorker } = await onDemand(() => import('./remedies.js')).catch(() => {
      throw new WorkerRefused(name);
    });
    return trustedWorker(workerUrl ?? workerBeside(), WorkerRefused);
  }
}

/** The address of this script. A bundler that sees it beside a name would look for the file, or warn. */
const here = (): string => import.meta.url;

/** Where the worker's script is, unless a bundler gave it another place. */
export const workerBeside = (): string => new URL('worker.js', here()).href;

/** The module with its address; the address alone where this page does not get it, for the worker, which says why. */
async function compiled(url: string | undefined, beside: () => URL): Promise<WasmSource> {
  try {
    return {
      url,
      module: await arriving(new URL(url ?? beside()), (response) => WebAssembly.compileStreaming(response)),
    };
  } catch (error) {
    return { url, isSilent: (error as Error).message === SILENT };
  }
}

async function greet(worker: Worker): Promise<void> {
  const message = await firstMessage(worker, HELLO_MS, (reason) => new WorkerRefused(reason));
  if (message.kind !== 'hello') throw new WorkerRefused('the worker script is another one');
  if (message.version === VERSION) return;
  throw localError('version_mismatch', `the worker is version ${message.version}, the page has version ${VERSION}`);
}

/** Gives whether the core has parts to be loaded. */
async function ready(worker: Worker): Promise<boolean> {
  const message = await firstMessage(worker, START_MS, (found) => lost(found));
  if (message.kind === 'refused') throw new IdSnapError(completed(message.info));
  return message.kind === 'started' && message.hasParts;
}

const stopped = (): ErrorInfo => infoOf('engine_failed', 'the engine failed: the worker stopped');

const lost = (found: string): IdSnapError => localError('engine_unavailable', found, undefined, 'unreachable');

function firstMessage(worker: Worker, withinMs: number, failure: (reason: string) => Error): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const policy = watchPolicy();
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      policy.stop();
      worker.onmessage = worker.onerror = null;
      act();
    };
    const fail = (reason: string): void => {
      const [directive] = policy.found;
      settle(() => {
        reject(failure(directive === undefined ? reason : `the content security policy blocks ${directive}`));
      });
    };
    const timer = setTimeout(() => {
      fail(`the worker did not start within ${withinMs} ms`);
    }, withinMs);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      settle(() => {
        resolve(data);
      });
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // The policy's own event may come a moment later.
      setTimeout(() => {
        fail('the worker script could not be loaded');
      }, 0);
    };
  });
}

/** What the worker told, and what its browser said as an error again. */
function rebuilt(failure: Extract<FromWorker, { kind: 'failed' }>['failure']): Failure {
  const [info, { cause }] = [completed(failure.info), failure];
  return cause === undefined ? { info } : { info, cause: Object.assign(new Error(), cause) };
}

function listen(
  worker: Worker,
  events: HostEvents,
  give: (part: Part) => Promise<void>,
  heard: (data: FromWorker) => void,
): void {
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    heard(data);
    if (data.kind === 'done') events.done(data.id, data.output, data.memoryBytes);
    else if (data.kind === 'progress') events.progress(data.id, data.progress);
    else if (data.kind === 'failed') events.failed(data.id, rebuilt(data.failure), data.memoryBytes);
    else if (data.kind === 'died') events.died(completed(data.info));
    else if (data.kind === 'wanted') void give(data.part);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    events.died(stopped());
  };
  worker.onmessageerror = () => {
    events.died(infoOf('engine_failed', 'the engine failed: a message could not be read'));
  };
}
