import type { FrameInput, FrameMrzInput, ImageAnalysis, ImageSource, MrzReading } from '../pkg/idsnap.js';
import { speaking } from './advice/speaking.js';
import { createClientOn } from './client/client.js';
import type { Client } from './client/client.js';
import type { ClientOptions, Defaults } from './client/types.js';
import { DIAGNOSIS_TOOLS } from './diagnosis/tools.js';
import type { DiagnoseOptions, Diagnosis } from './diagnosis/types.js';
import { Engine } from './engine/engine.js';
import { onDemand } from './engine/on-demand.js';
import { INIT_SPEC } from './engine/platform.js';
import type { EngineNotes, InitOptions, Platform } from './engine/platform.js';
import type { FramePixels, FrameReported } from './engine/protocol.js';
import { Warnings } from './engine/warning.js';
import { isIdSnapError, localError } from './errors.js';
import { analyzeFrameOn, analyzeOn, readMrzOn } from './images/analyze.js';
import type { AnalyzeOptions, ImageAnalysisWithMrz, ReadMrzOptions } from './images/analyze.js';
import { prepareAll, prepareOne } from './images/prepare.js';
import type { PrepareOptions } from './images/prepare.js';
import type { PreparedImage } from './images/prepared.js';
import type { LoadedMrz, MrzFunctions } from './mrz/functions.js';
import { checked } from './options.js';

/** A diagnosis settles by then, whatever hangs. */
const DIAGNOSIS_MS = 60_000;

/** The SDK on one platform. */
export interface Sdk extends MrzFunctions {
  readonly engine: Engine;
  readonly init: (options?: InitOptions) => Promise<void>;
  readonly dispose: () => void;
  readonly one: (source: ImageSource, options?: PrepareOptions) => Promise<PreparedImage>;
  readonly all: (sources: readonly ImageSource[], options?: PrepareOptions) => Promise<PreparedImage[]>;
  readonly analyze: {
    (source: ImageSource, options: AnalyzeOptions & { mrz: true }): Promise<ImageAnalysisWithMrz>;
    (source: ImageSource, options?: AnalyzeOptions): Promise<ImageAnalysis>;
  };
  readonly readMrz: (source: ImageSource, options?: ReadMrzOptions) => Promise<MrzReading>;
  readonly analyzeFrame: (
    frame: FramePixels | VideoFrame,
    input: FrameInput,
    mrz?: FrameMrzInput,
  ) => Promise<FrameReported>;
  readonly diagnose: (options?: DiagnoseOptions) => Promise<Diagnosis>;
  readonly createClient: (options: ClientOptions) => Client;
  readonly loadMrz: () => Promise<void>;
}

/** An engine with the options that it is started with, and what is worth knowing of how it started. */
class Setting {
  readonly engine: Engine;
  readonly warnings = new Warnings();
  options: InitOptions = {};
  notes: EngineNotes = {};

  constructor(platform: Platform) {
    this.engine = new Engine(async (events) => {
      const { options, notes } = this;
      const host = await opened(() => platform.startHost(options, events, notes));
      this.warnings.set(notes.warning);
      return host;
    });
  }

  /** Has other options hold as soon as the engine runs nothing. */
  use({ onWarning, ...options }: InitOptions): void {
    if (keyOf(options) !== keyOf(this.options)) {
      this.options = options;
      this.forget();
      this.engine.renew();
    }
    this.warnings.listen(onWarning);
  }

  /** Forgets how the engine started: it is tried anew. */
  forget(): void {
    this.notes = {};
    this.warnings.set(undefined);
  }
}

/** Makes the SDK; nothing is loaded before it is used. */
export function createSdk(platform: Platform): Sdk {
  const setting = new Setting(platform);
  const { engine, warnings } = setting;
  let defaults: Defaults = {};
  let loaded: LoadedMrz | undefined;
  const spoken = <T>(work: () => Promise<T>): Promise<T> => speaking(defaults.language, work);
  const sdk: Sdk = {
    engine,
    ...imagesOn(engine, () => defaults),
    analyzeFrame: (frame, input, mrz) => analyzeFrameOn(engine, frame, input, mrz),
    async init(options = setting.options) {
      const { decoders, language, ...wanted } = checked('options', options, INIT_SPEC);
      defaults = { decoders: decoders ?? defaults.decoders, language: language ?? defaults.language };
      setting.use(wanted);
      await spoken(() => engine.start());
    },
    dispose() {
      engine.dispose();
      loaded?.restart();
      setting.forget();
    },
    async diagnose(options = {}) {
      const looked = { tools: DIAGNOSIS_TOOLS, engine, notes: () => setting.notes, options: () => setting.options };
      const load = async (): Promise<Diagnosis> =>
        (await import('./diagnosis/diagnose.js')).diagnoseOn(looked, options);
      return onDemand(load, DIAGNOSIS_MS);
    },
    createClient: (options) =>
      createClientOn(engine, options, { init: (init) => sdk.init(init), defaults: () => defaults, warnings }),
    async loadMrz() {
      loaded ??= await spoken(() => opened(() => platform.openMrz(setting.options)));
    },
    ...mrzBy(() => loaded),
  };
  return sdk;
}

/** The calls with images alone. */
const imagesOn = (engine: Engine, defaults: () => Defaults): Pick<Sdk, 'one' | 'all' | 'analyze' | 'readMrz'> => {
  const spoken = <T>(work: () => Promise<T>): Promise<T> => speaking(defaults().language, work);
  return {
    one: (source, options) => spoken(() => prepareOne(engine, source, options, defaults())),
    all: (sources, options) => spoken(() => prepareAll(engine, sources, options, defaults())),
    analyze: ((source, options) => spoken(() => analyzeOn(engine, source, options, defaults()))) as Sdk['analyze'],
    readMrz: (source, options) => spoken(() => readMrzOn(engine, source, options, defaults())),
  };
};

/** The functions that return at once, of what is loaded by then. */
function mrzBy(loaded: () => MrzFunctions | undefined): MrzFunctions {
  const mrz = (): MrzFunctions => ready(loaded());
  return {
    parseMrz: (zone, options) => mrz().parseMrz(zone, options),
    readZone: (zone, options) => mrz().readZone(zone, options),
    crossCheckMrz: (zone, fields) => mrz().crossCheckMrz(zone, fields),
    formatMrz: (fields) => mrz().formatMrz(fields),
  };
}

/** The functions of the MRZ, which return at once and so have to be there. */
function ready(loaded: MrzFunctions | undefined): MrzFunctions {
  if (loaded === undefined) throw localError('not_loaded', 'await loadMrz() first');
  return loaded;
}

/** An address that is none, a file that is not there and code that cannot be fetched are failures of ours, too. */
async function opened<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    throw isIdSnapError(cause) ? cause : localError('engine_unavailable', String(cause), cause, 'wrong_setup');
  }
}

/** A text that is the same for options that mean the same. */
const keyOf = ({ worker = true, ...urls }: InitOptions): string =>
  JSON.stringify([worker, ...Object.keys(INIT_SPEC).map((key) => urls[key as keyof typeof urls])]);
