import { createSdk } from './sdk.js';
import { wasmUrls } from './engine/address.js';
import type { WasmUrls } from './engine/address.js';
import type { ReadFile } from './engine/compile.js';
import type { InitOptions, Platform } from './engine/platform.js';
import { hasSimd } from './engine/probes.js';
import type { WasmSource } from './engine/protocol.js';
import { openMrz, startThread } from './engine/in-thread.js';
import { localError } from './errors.js';
import { encode, legible, nameOf } from './options.js';

const FIRST_NAME = 'idsnap_bg.wasm';
const NO_SIMD_NAME = 'idsnap_nosimd_bg.wasm';
const PART_NAMES = ['idsnap_vendors_bg.wasm', 'idsnap_scene_bg.wasm', 'idsnap_zone_bg.wasm'] as const;

export * from './types.js';
export { adviceFor } from './advice/speaking.js';
export { IdSnapError, isIdSnapError } from './errors.js';

/** This script, or the folder of the process for a script that is bundled to CommonJS, where nothing tells its address. */
function here(): string {
  const { url } = import.meta as { url?: string };
  return url ?? new URL(`${process.cwd().replaceAll('\\', '/')}/`, 'file:').href;
}

/** An address, relative to this script. Bundlers leave this alone, for it names no file. */
const resolve = (url: string | URL): string => new URL(url, here()).href;

/** The name of the file that each address is of, where the caller names none. */
const names = (): Map<string, string> =>
  new Map([FIRST_NAME, NO_SIMD_NAME, ...PART_NAMES].map((name) => [resolve(name), name]));

/** Where the files of the core are: as the caller says, relative to this script, or beside it. */
function filesOf(options: InitOptions): WasmUrls {
  const { first, parts } = wasmUrls(options, resolve);
  // Bundlers would rewrite `new URL` of a literal name to where they publish the file, which nothing can be read from.
  const beside = ({ url }: WasmSource, name: string): WasmSource => ({ url: url ?? resolve(name) });
  const [vendors, scene, zone] = PART_NAMES;
  return {
    first: beside(first, hasSimd() ? FIRST_NAME : NO_SIMD_NAME),
    parts: {
      vendors: beside(parts.vendors, vendors),
      scene: beside(parts.scene, scene),
      zone: beside(parts.zone, zone),
    },
  };
}

/** Beside this script, or where the package is installed: server code that is bundled stands elsewhere. */
const fromDisk: ReadFile = async (file) => {
  const { readFile } = await import('node:fs/promises');
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    const name = names().get(file.href);
    const installed = name === undefined ? undefined : await installedFile(name);
    if (installed !== undefined) return new Uint8Array(await readFile(installed));
    const remedy = 'copy idsnap_*.wasm from idsnap/dist beside the bundle, or name them with init({ wasmUrl })';
    throw localError('engine_unavailable', `${file.pathname} could not be read: ${remedy}`, cause, 'not_found');
  }
};

/** A file of the package as Node finds it from this script, or from the folder of the process. */
async function installedFile(name: string): Promise<string | undefined> {
  const { createRequire } = await import('node:module');
  for (const from of [here(), `${process.cwd()}/`]) {
    try {
      return createRequire(from).resolve(`idsnap/${name}`);
    } catch {
      // It is not installed there.
    }
  }
  return undefined;
}

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
  readMrz,
  diagnose,
  createClient,
  loadMrz,
  parseMrz,
  readZone,
  crossCheckMrz,
  formatMrz,
} = sdk;
