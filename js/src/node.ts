import { createSdk } from './sdk.js';
import type { InitOptions, Platform } from './engine/platform.js';
import { openMrz, startThread } from './engine/in-thread.js';
import { encode, legible, nameOf } from './options.js';

export * from './types.js';
export { IdSnapError, isIdSnapError } from './errors.js';

type ReadFile = () => Promise<Uint8Array<ArrayBuffer>>;

/** Loads from the wasm file: read from disk, or fetched where its address says so. */
async function fromFile<T>(
  { wasmUrl }: InitOptions,
  open: (wasm: string | undefined, readFile?: ReadFile) => Promise<T>,
): Promise<T> {
  const file = wasmUrl === undefined ? new URL('./idsnap_bg.wasm', import.meta.url) : new URL(wasmUrl, import.meta.url);
  if (file.protocol !== 'file:') return open(file.href);
  return open(undefined, async () => {
    const { readFile } = await import('node:fs/promises');
    return new Uint8Array(await readFile(file));
  });
}

/** This thread. `workerUrl` and `worker` mean nothing here. */
const node: Platform = {
  startHost: (options, events) => fromFile(options, (wasm, readFile) => startThread(wasm, events, readFile)),
  openMrz: (options) => fromFile(options, (wasm, readFile) => openMrz({ encode, legible, nameOf }, wasm, readFile)),
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
  loadMrz,
  parseMrz,
  readZone,
  crossCheckMrz,
  formatMrz,
} = sdk;
