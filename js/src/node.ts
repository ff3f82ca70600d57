import { createSdk } from './sdk.js';
import { wasmUrls } from './engine/address.js';
import type { WasmUrls } from './engine/address.js';
import type { ReadFile } from './engine/compile.js';
import type { InitOptions, Platform } from './engine/platform.js';
import { openMrz, startThread } from './engine/in-thread.js';
import { encode, legible, nameOf } from './options.js';

export * from './types.js';
export { adviceFor } from './advice/speaking.js';
export { IdSnapError, isIdSnapError } from './errors.js';

/** Where the files of the core are: as the caller says, relative to this script, or beside it. */
const filesOf = (options: InitOptions): WasmUrls => wasmUrls(options, (url) => new URL(url, import.meta.url).href);

const fromDisk: ReadFile = async (file) => {
  const { readFile } = await import('node:fs/promises');
  return new Uint8Array(await readFile(file));
};

/** This thread. `workerUrl` and `worker` mean nothing here. */
const node: Platform = {
  startHost: (options, events) => startThread(filesOf(options), events, fromDisk),
  openMrz: (options) => openMrz({ encode, legible, nameOf }, filesOf(options), fromDisk),
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
