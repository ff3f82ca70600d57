import type { FrameInput, FrameMrzInput, ImageAnalysis, ImageSource, MrzReading } from '../pkg/idsnap.js';
import { createClientOn } from './client/client.js';
import type { Client } from './client/client.js';
import type { ClientOptions } from './client/types.js';
import { diagnoseOn } from './diagnose.js';
import type { Diagnosis } from './diagnose.js';
import { Engine } from './engine/engine.js';
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
  readonly diagnose: () => Promise<Diagnosis>;
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
  let loaded: LoadedMrz | undefined;
  const mrz = (): MrzFunctions => ready(loaded);
  const sdk: Sdk = {
    engine,
    one: (source, options) => prepareOne(engine, source, options),
    all: (sources, options) => prepareAll(engine, sources, options),
    analyze: ((source, options) => analyzeOn(engine, source, options)) as Sdk['analyze'],
    readMrz: (source, options) => readMrzOn(engine, source, options),
    analyzeFrame: (frame, input, mrz) => analyzeFrameOn(engine, frame, input, mrz),
    async init(options = setting.options) {
      setting.use(checked('options', options, INIT_SPEC));
      await engine.start();
    },
    dispose() {
      engine.dispose();
      loaded?.restart();
      setting.forget();
    },
    diagnose: () => diagnoseOn(engine, () => setting.notes),
    createClient: (options) => createClientOn(engine, options, { init: (init) => sdk.init(init), warnings }),
    async loadMrz() {
      loaded ??= await opened(() => platform.openMrz(setting.options));
    },
    parseMrz: (zone, options) => mrz().parseMrz(zone, options),
    readZone: (zone, options) => mrz().readZone(zone, options),
    crossCheckMrz: (zone, fields) => mrz().crossCheckMrz(zone, fields),
    formatMrz: (fields) => mrz().formatMrz(fields),
  };
  return sdk;
}

/** The functions of the MRZ, which return at once and so have to be there. */
function ready(loaded: LoadedMrz | undefined): MrzFunctions {
  if (loaded === undefined) throw localError('not_loaded', 'await loadMrz() first');
  return loaded;
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
const keyOf = ({ worker = true, ...urls }: InitOptions): string =>
  JSON.stringify([worker, ...Object.keys(INIT_SPEC).map((key) => urls[key as keyof typeof urls])]);
