import type { ImageAnalysis, ImageSource } from '../pkg/idsnap.js';
import { analyzeOn } from './images/analyze.js';
import type { AnalyzeOptions } from './images/analyze.js';
import { createClientOn } from './client/client.js';
import type { Client, ClientOptions } from './client/client-types.js';
import { diagnoseOn } from './diagnose.js';
import type { Diagnosis } from './diagnose.js';
import { Engine } from './engine/engine.js';
import type { Host, HostEvents } from './engine/engine.js';
import { checkOptions } from './options.js';
import { createPreparer } from './images/prepare.js';
import type { Preparer } from './images/prepare.js';

/** How the engine is loaded. Everything has a default that needs no configuration. */
export interface InitOptions {
  /**
   * Where `idsnap_bg.wasm` is. Default: beside this script, where every bundler puts it. Without a worker, the file that
   * was loaded first stays until the page is left.
   */
  wasmUrl?: string | URL;
  /** Where `worker.js` is; must be of the page's own origin. Default: beside this script. */
  workerUrl?: string | URL;
  /** Whether to work in a worker. Default `true`; in Node, and where a page cannot have one, it is the page's thread. */
  worker?: boolean;
}

/** What differs between a browser and Node. */
export interface Platform {
  startHost(options: InitOptions, events: HostEvents, notes: EngineNotes): Promise<Host>;
}

/** What is worth knowing about how the engine was started. */
export interface EngineNotes {
  /** Why there is no worker. */
  workerRefused?: string;
}

/** The SDK on one platform. */
export interface Sdk extends Preparer {
  readonly engine: Engine;
  readonly init: (options?: InitOptions) => Promise<void>;
  readonly dispose: () => void;
  readonly analyze: (source: ImageSource, options?: AnalyzeOptions) => Promise<ImageAnalysis>;
  readonly diagnose: () => Promise<Diagnosis>;
  readonly createClient: (options: ClientOptions) => Client;
}

const INIT = { wasmUrl: 'string or object', workerUrl: 'string or object', worker: 'boolean' };

/** Makes the SDK; nothing is loaded before it is used. */
export function createSdk(platform: Platform): Sdk {
  let settings: InitOptions = {};
  let notes: EngineNotes = {};
  const engine = new Engine((events) => platform.startHost(settings, events, notes));
  const preparer = createPreparer(engine);
  const sdk: Sdk = {
    ...preparer,
    engine,
    analyze: (source, options) => analyzeOn(engine, source, options),
    async init(options) {
      checkOptions('options', options, INIT);
      if (options !== undefined && !same(options, settings)) {
        settings = { ...options };
        sdk.dispose();
      }
      await engine.start();
    },
    dispose() {
      engine.dispose();
      notes = {};
    },
    diagnose: () => diagnoseOn(engine, () => notes),
    createClient: (options) => createClientOn(engine, preparer, options, (init) => sdk.init(init)),
  };
  return sdk;
}

const same = (one: InitOptions, other: InitOptions): boolean =>
  String(one.wasmUrl) === String(other.wasmUrl) &&
  String(one.workerUrl) === String(other.workerUrl) &&
  (one.worker ?? true) === (other.worker ?? true);
