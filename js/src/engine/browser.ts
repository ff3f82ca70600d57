import { encode, legible, nameOf } from '../options.js';
import { absolute, wasmUrls } from './address.js';
import type { WasmUrls } from './address.js';
import type { InitOptions, Platform } from './platform.js';
import { isIdSnapError, localError } from '../errors.js';
import { onDemand } from './on-demand.js';
import { watchPolicy } from './policy.js';
import type { Warning } from './warning.js';
import { startWorker, workerBeside, WorkerRefused } from './worker-host.js';

/** Where the files of the core are. A classic script has no address of its own, beside which they could be. */
function addressesOf(files: InitOptions): WasmUrls {
  const wasm = wasmUrls(files);
  if (wasm.first.url !== undefined || (import.meta as { url?: string }).url !== undefined) return wasm;
  throw localError(
    'engine_unavailable',
    'a classic script needs init({ workerUrl, wasmUrl })',
    undefined,
    'wrong_setup',
  );
}

/** What finds out why there is no worker may take so long: the call waits for it. */
const REMEDY_MS = 6_000;

/** What to tell of a page without a worker. */
async function warningOf({ message }: WorkerRefused, workerUrl?: string | URL): Promise<Warning> {
  try {
    const url = workerUrl === undefined ? workerBeside() : absolute(workerUrl);
    const { url: sdk } = import.meta as { url?: string };
    const load = async (): Promise<Warning> => (await import('./remedies.js')).withoutWorker({ message, url, sdk });
    return await onDemand(load, REMEDY_MS);
  } catch {
    // A classic script has no address of its own, and what explains it may be as far away as the worker.
    return { code: 'no_worker', message, remedy: 'set workerUrl' };
  }
}

/** Loads what the content security policy may forbid to fetch: to whoever fetches it looks like a broken connection. */
async function underPolicy<T>(load: () => Promise<T>): Promise<T> {
  const policy = watchPolicy();
  try {
    return await load();
  } catch (error) {
    if (!isIdSnapError(error) || error.reason !== 'unreachable') throw error;
    // The policy's own event may come a moment later.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (!policy.found.includes('connect-src')) throw error;
    const message = `the content security policy blocks connect-src: ${error.message}`;
    throw localError('engine_unavailable', message, error.cause, 'blocked_by_policy');
  } finally {
    policy.stop();
  }
}

/** A worker where there can be one, else this thread, whose code is not loaded before it is needed. */
export const browser: Platform = {
  startHost: ({ workerUrl, worker, ...files }, events, notes) =>
    underPolicy(async () => {
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
    }),

  openMrz: (files) =>
    underPolicy(async () => {
      const wasm = addressesOf(files);
      const { openMrz } = await onDemand(() => import('./in-thread.js'));
      return openMrz({ encode, legible, nameOf }, wasm);
    }),
};
