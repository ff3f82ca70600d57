import type { FrameInput, FrameReport, ImageAnalysis, ImageSource } from '../pkg/idsnap.js';
import { createClientOn } from './client/client.js';
import type { Client } from './client/client.js';
import type { ClientOptions } from './client/types.js';
import { diagnoseOn } from './diagnose.js';
import type { Diagnosis } from './diagnose.js';
import { Engine } from './engine/engine.js';
import { INIT_SPEC } from './engine/platform.js';
import type { EngineNotes, InitOptions, Platform } from './engine/platform.js';
import type { FramePixels } from './engine/protocol.js';
import { analyzeOn } from './images/analyze.js';
import type { AnalyzeOptions } from './images/analyze.js';
import { prepareAll, prepareOne } from './images/prepare.js';
import type { PrepareOptions } from './images/prepare.js';
import type { PreparedImage } from './images/prepared.js';
import { checkOptions } from './options.js';

/** The SDK on one platform. */
export interface Sdk {
  readonly engine: Engine;
  readonly init: (options?: InitOptions) => Promise<void>;
  readonly dispose: () => void;
  readonly one: (source: ImageSource, options?: PrepareOptions) => Promise<PreparedImage>;
  readonly all: (sources: readonly ImageSource[], options?: PrepareOptions) => Promise<PreparedImage[]>;
  readonly analyze: (source: ImageSource, options?: AnalyzeOptions) => Promise<ImageAnalysis>;
  readonly analyzeFrame: (pixels: FramePixels, input: FrameInput) => Promise<FrameReport>;
  readonly diagnose: () => Promise<Diagnosis>;
  readonly createClient: (options: ClientOptions) => Client;
}

/** Makes the SDK; nothing is loaded before it is used. */
export function createSdk(platform: Platform): Sdk {
  let settings: InitOptions = {};
  let notes: EngineNotes = {};
  const engine = new Engine((events) => platform.startHost(settings, events, notes));
  const sdk: Sdk = {
    engine,
    one: (source, options) => prepareOne(engine, source, options),
    all: (sources, options) => prepareAll(engine, sources, options),
    analyze: (source, options) => analyzeOn(engine, source, options),
    analyzeFrame: (pixels, input) => engine.call('analyzeFrame', [pixels, input], { transfer: [pixels.rgba.buffer] }),
    async init(options) {
      checkOptions('options', options, INIT_SPEC);
      if (options !== undefined && keyOf(options) !== keyOf(settings)) {
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
    createClient: (options) => createClientOn(engine, options, (init) => sdk.init(init)),
  };
  return sdk;
}

/** A text that is the same for options that mean the same. */
const keyOf = ({ wasmUrl, workerUrl, worker = true }: InitOptions): string =>
  JSON.stringify([wasmUrl, workerUrl, worker]);
