import { encode, legible, nameOf } from '../options.js';
import { absolute, wasmUrls } from './address.js';
import type { Host } from './host.js';
import type { Platform } from './platform.js';
import { startWorker, WorkerRefused } from './worker-host.js';

/** A worker where there can be one, else this thread, whose code is not loaded before it is needed. */
export const browser: Platform = {
  async startHost({ workerUrl, worker, ...files }, events, notes): Promise<Host> {
    const wasm = wasmUrls(files);
    if (worker !== false && notes.workerRefused === undefined) {
      try {
        if (typeof Worker !== 'function') throw new WorkerRefused('there are no workers here');
        return await startWorker(workerUrl === undefined ? undefined : absolute(workerUrl), wasm, events);
      } catch (error) {
        if (!(error instanceof WorkerRefused)) throw error;
        notes.workerRefused = error.message;
      }
    }
    const { startThread } = await import('./in-thread.js');
    return startThread(wasm, events);
  },

  async openMrz(files) {
    const wasm = wasmUrls(files);
    const { openMrz } = await import('./in-thread.js');
    return openMrz({ encode, legible, nameOf }, wasm);
  },
};
