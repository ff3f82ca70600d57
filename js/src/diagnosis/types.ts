import type { ErrorCode } from '../../pkg/idsnap.js';
import type { Host } from '../engine/host.js';
import type { EngineReason } from '../errors.js';

/** What a diagnosis looks at beside the page itself. */
export interface DiagnoseOptions {
  /** Where the proxy is mounted, as for `createClient`. It is asked for a path that no vendor has. Default: it is not asked. */
  endpoint?: string | URL;
}

/** What this browser and page can do. Plain data without anything personal and without the user agent. */
export interface Diagnosis {
  /** The version of the package. */
  version: string;
  /** Whether the engine could be started. */
  engine: EngineDiagnosis;
  /** Whether the browser runs WebAssembly. */
  wasm: boolean;
  /** Whether the browser runs WebAssembly SIMD, without which the engine takes twice the time. */
  simd: boolean;
  /** Whether the page may use the camera and other guarded interfaces: HTTPS or localhost. */
  secureContext: boolean;
  /** Whether a canvas can be made outside the page. Used for sources that are no files. */
  offscreenCanvas: boolean;
  /** Whether the browser can be asked to decode what the engine cannot, such as HEIC in Safari. */
  createImageBitmap: boolean;
  /**
   * The memory of the device in GiB as the browser tells it: a power of two, up to a limit of the browser's own, which is 8 or
   * more. Absent where the browser does not tell.
   */
  deviceMemoryGiB?: number;
  /** The camera, as far as it can be told without asking for it. */
  camera: CameraDiagnosis;
  /**
   * The directives of the content security policy that keep the SDK from something: `worker-src`, `script-src` (for
   * WebAssembly), `connect-src` (for the wasm files and the proxy) or `trusted-types`.
   */
  blockedByPolicy: string[];
  /** The proxy, where the option `endpoint` names it. */
  proxy?: ProxyDiagnosis;
  /** What to change so that everything works, a sentence for each thing, for the page's developer. Empty where it does. */
  remedies: string[];
}

/** How the engine runs, or why it does not. */
export type EngineDiagnosis =
  | {
      state: 'running';
      /** Where it runs. */
      host: Host['kind'];
      /** Why it runs in the page's own thread, where that was not asked for. */
      workerRefused?: string;
      /** The memory of the wasm module in bytes. */
      memoryBytes: number;
    }
  | {
      state: 'failed';
      /** `engine_unavailable`, `version_mismatch` or `engine_failed`. */
      code: ErrorCode;
      /** Why it is not available: who can act depends on it. */
      reason?: EngineReason;
      /** What was found, and at which address. */
      message: string;
    };

/** What can be told of cameras without asking for one. */
export interface CameraDiagnosis {
  /** Whether the page can ask for a camera at all. */
  supported: boolean;
  /** Whether the permissions policy of the page and its frames lets it; absent where the browser does not tell. */
  allowedByPolicy?: boolean;
  /** Whether the page is in a frame, whose attribute `allow` has to name the camera. */
  framed?: boolean;
  /** How many there are; absent where the browser does not tell before permission. */
  count?: number;
  /** The permission as it is; absent where the browser does not tell. */
  permission?: PermissionState;
}

/** What the proxy's address gave. The proxy answers for itself: no vendor is called, and nothing secret is sent. */
export type ProxyDiagnosis =
  /** The proxy of this package answered. */
  | { state: 'reachable' }
  /** The proxy of this package answered, and serves nothing below this address: its `basePath` is another one. */
  | { state: 'misplaced' }
  /** The proxy refuses this page, by its own code: the host name or the origin is not on its list. */
  | { state: 'refused'; status: number; proxyCode: string }
  /** Something else answered: another proxy, or whatever is there where no proxy is mounted. */
  | { state: 'other'; status: number; contentType?: string }
  /** The address leads to another one, where a request of the SDK does not go. */
  | { state: 'redirected' }
  /**
   * Nobody answered. `cors`: the server does, but does not let pages of this origin read it; `blocked_by_policy`: the page's
   * content security policy forbids it; `network`: there is no connection, no such server, or it took over ten seconds.
   */
  | { state: 'unreachable'; reason: 'cors' | 'blocked_by_policy' | 'network' };
