import { encode, legible, nameOf } from '../options.js';
import { absolute, wasmUrls } from './address.js';
import type { WasmUrls } from './address.js';
import type { Host } from './host.js';
import type { InitOptions, Platform } from './platform.js';
import { localError } from '../errors.js';
import type { Warning } from './warning.js';
import { startWorker, workerBeside, WorkerRefused } from './worker-host.js';

/** Where the files of the core are. A classic script has no address of its own, beside which they could be. */
function addressesOf(files: InitOptions): WasmUrls {
  const wasm = wasmUrls(files);
  if (wasm.first.url !== undefined || (import.meta as { url?: string }).url !== undefined) return wasm;
  throw localError('engine_unavailable', 'a classic script needs init({ workerUrl, wasmUrl })');
}

/** What to tell of a page without a worker. */
async function warningOf({ message }: WorkerRefused, workerUrl?: string | URL): Promise<Warning> {
  try {
    const url = workerUrl === undefined ? workerBeside() : absolute(workerUrl);
    const { withoutWorker } = await import('./remedies.js');
    return await withoutWorker({ message, url });
  } catch {
    // A classic script has no address of its own, and what explains it may be as far away as the worker.
    return { code: 'no_worker', message, remedy: 'set workerUrl' };
  }
}

/** Code that is fetched now. Service workers fetch none, and neither does a page that was cut off. */
async function onDemand<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw localError('engine_unavailable', 'code is missing; a service worker loads none', cause);
  }
}

/** A worker where there can be one, else this thread, whose code is not loaded before it is needed. */
export const browser: Platform = {
  async startHost({ workerUrl, worker, ...files }, events, notes): Promise<Host> {
    const wasm = addressesOf(files);
    if (worker !== false && notes.workerRefused === undefined) {
      try {
        if (typeof Worker !== 'function') throw new WorkerRefused('there are no workers here');
        return await startWorker(workerUrl === undefined ? undefined : absolute(workerUrl), wasm, events);
      } catch (error) {
        if (!(error instanceof WorkerRefused)) throw error;
        const warning = await warningOf(error, workerUrl);
        Object.assign(notes, { workerRefused: error.message, warning });
      }
    }
    const { startThread } = await onDemand(() => import('./in-thread.js'));
    return startThread(wasm, events);
  },

  async openMrz(files) {
    const wasm = addressesOf(files);
    const { openMrz } = await onDemand(() => import('./in-thread.js'));
    return openMrz({ encode, legible, nameOf }, wasm);
  },
};
