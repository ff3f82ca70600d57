import type { Decoders } from '../decoders/types.js';
import type { LoadedMrz } from '../mrz/functions.js';
import type { Host, HostEvents } from './host.js';
import type { OnWarning, Warning } from './warning.js';

/** How the engine is loaded. Everything has a default that needs no configuration. */
export interface InitOptions {
  /**
   * Where `idsnap_bg.wasm` is. Default: beside this script, where every bundler puts it; where the browser has no SIMD,
   * `idsnap_nosimd_bg.wasm` instead. Without a worker, the file that was loaded first stays until the page is left.
   */
  wasmUrl?: string | URL;
  /**
   * Where `idsnap_vendors_bg.wasm` is, which calls of vendors and the functions of the MRZ need beside it. Default: beside
   * the file at `wasmUrl` if that is called `idsnap_bg.wasm`, else beside this script.
   */
  vendorsWasmUrl?: string | URL;
  /** Where `idsnap_scene_bg.wasm` is, which `analyzeImage` and the capture need. Default: as of `vendorsWasmUrl`. */
  sceneWasmUrl?: string | URL;
  /** Where `idsnap_zone_bg.wasm` is, which `readMrz` needs. Default: as of `vendorsWasmUrl`. */
  zoneWasmUrl?: string | URL;
  /** Where `worker.js` is; must be of the page's own origin. Default: beside this script. */
  workerUrl?: string | URL;
  /** Hears once where the SDK works, but worse than it could, and what to change: see {@link Warning}. */
  onWarning?: OnWarning;
  /** Whether to work in a worker. Default `true`; in Node, and where a page cannot have one, it is the page's thread. */
  worker?: boolean;
  /** Decoders for files that neither the engine nor the browser can read. They hold until others are given. */
  decoders?: Decoders;
  /**
   * The language of `error.advice` and of the advice of verdicts, as a BCP 47 tag: English, Kazakh, Kyrgyz, Russian, Uzbek or
   * Vietnamese. Default `en`, which is also what others become. It holds until another is given.
   */
  language?: string;
}

/** What {@link InitOptions} may hold. */
export const INIT_SPEC = {
  wasmUrl: 'string or URL',
  vendorsWasmUrl: 'string or URL',
  sceneWasmUrl: 'string or URL',
  zoneWasmUrl: 'string or URL',
  workerUrl: 'string or URL',
  worker: 'boolean',
  onWarning: 'function',
  decoders: 'object',
  language: 'string',
};

/** What is worth knowing about how the engine was started. */
export interface EngineNotes {
  /** Why there is no worker. */
  workerRefused?: string;
  /** The same, with what to change. */
  warning?: Warning;
}

/** What differs between a browser and Node. */
export interface Platform {
  startHost(options: InitOptions, events: HostEvents, notes: EngineNotes): Promise<Host>;
  /** Makes the core ready in the caller's own thread, for what returns at once. */
  openMrz(options: InitOptions): Promise<LoadedMrz>;
}
