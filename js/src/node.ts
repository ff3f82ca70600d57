import { isIdSnapError, localError } from './errors.js';
import { createSdk } from './sdk.js';
import type { Platform } from './engine/platform.js';
import { startThread } from './engine/thread-host.js';

export * from './types.js';
export { IdSnapError, isIdSnapError } from './errors.js';

/** This thread, with the wasm file read from disk. `workerUrl` and `worker` mean nothing here. */
const node: Platform = {
  async startHost({ wasmUrl }, events) {
    try {
      const file =
        wasmUrl === undefined ? new URL('./idsnap_bg.wasm', import.meta.url) : new URL(wasmUrl, import.meta.url);
      if (file.protocol !== 'file:') return await startThread(file.href, events);
      return await startThread(undefined, events, async () => {
        const { readFile } = await import('node:fs/promises');
        return new Uint8Array(await readFile(file));
      });
    } catch (cause) {
      // An address that is none, a file that is not there.
      throw isIdSnapError(cause) ? cause : localError('engine_unavailable', String(cause), cause);
    }
  },
};

const sdk = /* @__PURE__ */ createSdk(node);

export const {
  init,
  dispose,
  one: prepareImage,
  all: prepareImages,
  analyze: analyzeImage,
  diagnose,
  createClient,
} = sdk;
