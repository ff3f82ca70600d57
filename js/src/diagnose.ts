// Loaded when it is asked for. It imports nothing at run time that the first bundle has, or that would be divided further.
import type { DiagnosisTools } from './diagnosis-tools.js';
import type { Engine } from './engine/engine.js';
import type { Host } from './engine/host.js';
import type { EngineNotes } from './engine/platform.js';

/** What this browser and page can do. Holds no personal data and no user agent string. */
export interface Diagnosis {
  /** The version of the package. */
  version: string;
  /** Whether the engine could be started. */
  engine: EngineDiagnosis;
  /** Whether the browser runs WebAssembly. */
  wasm: boolean;
  /** Whether the browser runs WebAssembly SIMD, without which the engine does not start. */
  simd: boolean;
  /** Whether the page may use the camera and other guarded interfaces: HTTPS or localhost. */
  secureContext: boolean;
  /** Whether a canvas can be made outside the page. Used for sources that are no files. */
  offscreenCanvas: boolean;
  /** Whether the browser can be asked to decode what the engine cannot, such as HEIC in Safari. */
  createImageBitmap: boolean;
  /** The camera, as far as it can be told without asking for it. */
  camera: CameraDiagnosis;
  /** What the page's content security policy blocked meanwhile, such as `worker-src`. */
  blockedByPolicy: string[];
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
  | { state: 'failed'; code: string; message: string };

/** What can be told of cameras without asking for one. */
export interface CameraDiagnosis {
  /** Whether the page can ask for a camera at all. */
  supported: boolean;
  /** How many there are; absent where the browser does not tell before permission. */
  count?: number;
  /** The permission as it is; absent where the browser does not tell. */
  permission?: PermissionState;
}

/** Looks around. Starts the engine if it is not running, as its state is the point of the question. */
export async function diagnoseOn(tools: DiagnosisTools, engine: Engine, notes: () => EngineNotes): Promise<Diagnosis> {
  const policy = tools.watchPolicy();
  const [running, camera] = await Promise.all([diagnoseEngine(tools, engine, notes), diagnoseCamera()]);
  policy.stop();
  const found = {
    version: tools.VERSION,
    engine: running,
    wasm: tools.hasWasm(),
    simd: tools.hasSimd(),
    secureContext: 'isSecureContext' in globalThis && isSecureContext,
    offscreenCanvas: typeof OffscreenCanvas === 'function',
    createImageBitmap: typeof createImageBitmap === 'function',
    camera,
    blockedByPolicy: policy.found,
  };
  const { remediesFor } = await import('./engine/remedies.js');
  return { ...found, remedies: remediesFor(found, notes().warning) };
}

async function diagnoseEngine(
  { isIdSnapError }: DiagnosisTools,
  engine: Engine,
  notes: () => EngineNotes,
): Promise<EngineDiagnosis> {
  try {
    const host = await engine.start();
    await engine.call('version', []);
    const { workerRefused } = notes();
    const memoryBytes = engine.memoryBytes ?? 0;
    return { state: 'running', host, memoryBytes, ...(workerRefused === undefined ? {} : { workerRefused }) };
  } catch (error) {
    if (isIdSnapError(error)) return { state: 'failed', code: error.code, message: error.message };
    throw error;
  }
}

async function diagnoseCamera(): Promise<CameraDiagnosis> {
  if (typeof navigator === 'undefined' || !('mediaDevices' in navigator)) return { supported: false };
  const camera: CameraDiagnosis = { supported: true };
  try {
    camera.count = (await navigator.mediaDevices.enumerateDevices()).filter(
      (device) => device.kind === 'videoinput',
    ).length;
    camera.permission = (await navigator.permissions.query({ name: 'camera' })).state;
  } catch {
    // Not every browser tells; what is not told is left out.
  }
  return camera;
}
