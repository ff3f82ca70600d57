import type { FrameInput, FrameReport, ImageAnalysis, ImageSource } from '../pkg/idsnap.js';
import { speaking } from './advice/speaking.js';
import { createClientOn } from './client/client.js';
import type { Client } from './client/client.js';
import type { ClientOptions, Defaults } from './client/types.js';
import { diagnoseOn } from './diagnose.js';
import type { Diagnosis } from './diagnose.js';
import { Engine } from './engine/engine.js';
import { INIT_SPEC } from './engine/platform.js';
import type { EngineNotes, InitOptions, Platform } from './engine/platform.js';
import type { FramePixels } from './engine/protocol.js';
import { isIdSnapError, localError } from './errors.js';
import { analyzeFrameOn, analyzeOn } from './images/analyze.js';
import type { AnalyzeOptions } from './images/analyze.js';
import { prepareAll, prepareOne } from './images/prepare.js';
import type { PrepareOptions } from './images/prepare.js';
import type { PreparedImage } from './images/prepared.js';
import type { LoadedMrz, MrzFunctions } from './mrz/functions.js';
import { checked } from './options.js';

/** The SDK on one platform. */
export interface Sdk extends MrzFunctions {
  readonly engine: Engine;
  readonly init: (options?: InitOptions) => Promise<void>;
  readonly dispose: () => void;
  readonly one: (source: ImageSource, options?: PrepareOptions) => Promise<PreparedImage>;
  readonly all: (sources: readonly ImageSource[], options?: PrepareOptions) => Promise<PreparedImage[]>;
  readonly analyze: (source: ImageSource, options?: AnalyzeOptions) => Promise<ImageAnalysis>;
  readonly analyzeFrame: (frame: FramePixels | VideoFrame, input: FrameInput) => Promise<FrameReport>;
  readonly diagnose: () => Promise<Diagnosis>;
  readonly createClient: (options: ClientOptions) => Client;
  readonly loadMrz: () => Promise<void>;
}

/** Makes the SDK; nothing is loaded before it is used. */
export function createSdk(platform: Platform): Sdk {
  let settings: InitOptions = {};
  let defaults: Defaults = {};
  let notes: EngineNotes = {};
  let loaded: LoadedMrz | undefined;
  const spoken = <T>(work: () => Promise<T>): Promise<T> => speaking(defaults.language, work);
  const engine = new Engine((events) => opened(() => platform.startHost(settings, events, notes)));
  const sdk: Sdk = {
    engine,
    ...imagesOn(engine, () => defaults),
    analyzeFrame: (frame, input) => analyzeFrameOn(engine, frame, input),
    async init(options = settings) {
      const wanted = checked('options', options, INIT_SPEC);
      defaults = { decoders: wanted.decoders ?? defaults.decoders, language: wanted.language ?? defaults.language };
      if (keyOf(wanted) !== keyOf(settings)) {
        [settings, notes] = [wanted, {}];
        engine.renew();
      }
      await spoken(() => engine.start());
    },
    dispose() {
      engine.dispose();
      loaded?.restart();
      notes = {};
    },
    diagnose: () => diagnoseOn(engine, () => notes),
    createClient: (options) =>
      createClientOn(engine, options, { init: (init) => sdk.init(init), defaults: () => defaults }),
    async loadMrz() {
      loaded ??= await spoken(() => opened(() => platform.openMrz(settings)));
    },
    ...mrzBy(() => loaded),
  };
  return sdk;
}

/** The calls with images alone. */
const imagesOn = (engine: Engine, defaults: () => Defaults): Pick<Sdk, 'one' | 'all' | 'analyze'> => {
  const spoken = <T>(work: () => Promise<T>): Promise<T> => speaking(defaults().language, work);
  return {
    one: (source, options) => spoken(() => prepareOne(engine, source, options, defaults())),
    all: (sources, options) => spoken(() => prepareAll(engine, sources, options, defaults())),
    analyze: (source, options) => spoken(() => analyzeOn(engine, source, options, defaults())),
  };
};

/** The functions that return at once, of what is loaded by then. */
function mrzBy(loaded: () => MrzFunctions | undefined): MrzFunctions {
  const mrz = (): MrzFunctions => {
    const functions = loaded();
    if (functions === undefined) throw localError('not_loaded', 'await loadMrz() first');
    return functions;
  };
  return {
    parseMrz: (zone, options) => mrz().parseMrz(zone, options),
    readZone: (zone, options) => mrz().readZone(zone, options),
    crossCheckMrz: (zone, fields) => mrz().crossCheckMrz(zone, fields),
    formatMrz: (fields) => mrz().formatMrz(fields),
  };
}

/** An address that is none, a file that is not there and code that cannot be fetched are failures of ours, too. */
async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    throw isIdSnapError(cause) ? cause : localError('engine_unavailable', String(cause), cause);
  }
}

/** A text that is the same for options that mean the same. */
const keyOf = ({ wasmUrl, vendorsWasmUrl, sceneWasmUrl, workerUrl, worker = true }: InitOptions): string =>
  JSON.stringify([wasmUrl, vendorsWasmUrl, sceneWasmUrl, workerUrl, worker]);
