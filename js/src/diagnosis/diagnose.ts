// Loaded when it is asked for. It imports nothing at run time that the first bundle has, or that would be divided further.
import type { Engine } from '../engine/engine.js';
import type { EngineNotes, InitOptions } from '../engine/platform.js';
import { lookAtParts } from './look.js';
import type { CameraDiagnosis, DiagnoseOptions, Diagnosis, EngineDiagnosis } from './types.js';
import type { DiagnosisTools } from './tools.js';
import { within } from './within.js';

/** What is looked at, and with what. */
export interface Looked {
  tools: DiagnosisTools;
  engine: Engine;
  notes: () => EngineNotes;
  options: () => InitOptions;
}

/** Looks around. Starts the engine if it is not running, as its state is the point of the question. */
export async function diagnoseOn(looked: Looked, options: DiagnoseOptions): Promise<Diagnosis> {
  const { tools, notes } = looked;
  const { endpoint } = tools.checked('options', options, { endpoint: 'string or URL' });
  const address = endpoint === undefined ? undefined : addressOf(tools, endpoint);
  const { askProxy, policyOf, remediesFor } = await import('./checks.js');
  const watched = watch();
  const [[engine, files], camera, proxy, wasmIsBlocked] = await Promise.all([
    diagnoseFiles(looked),
    diagnoseCamera(),
    address === undefined ? undefined : askProxy(address, watched.violations, within),
    isWasmBlocked(tools),
  ]);
  // The policy's own events may come a moment later.
  await new Promise((resolve) => setTimeout(resolve, 0));
  watched.stop();
  const { deviceMemory } = (typeof navigator === 'undefined' ? {} : navigator) as { deviceMemory?: number };
  const { workerRefused, warning } = notes();
  const found = {
    version: tools.VERSION,
    engine,
    wasm: tools.hasWasm(),
    simd: tools.hasSimd(),
    secureContext: 'isSecureContext' in globalThis && isSecureContext,
    offscreenCanvas: typeof OffscreenCanvas === 'function',
    createImageBitmap: typeof createImageBitmap === 'function',
    ...(deviceMemory === undefined ? {} : { deviceMemoryGiB: deviceMemory }),
    camera,
    blockedByPolicy: policyOf({ violations: watched.violations, engine, workerRefused, wasmIsBlocked, address }),
    ...(proxy === undefined ? {} : { proxy }),
  };
  return { ...found, remedies: await remediesFor(found, warning, files) };
}

/** An address without a slash at its end, as the client takes it. */
function addressOf({ absolute, invalidField }: DiagnosisTools, endpoint: string | URL): string {
  try {
    return absolute(endpoint).replace(/\/+$/, '');
  } catch {
    throw invalidField('options.endpoint', 'no address', 'the address of the proxy');
  }
}

/** What the content security policy blocked: the directive, and what it kept from where. */
export interface Violation {
  readonly effectiveDirective: string;
  readonly blockedURI: string;
}

/** Notes what the page's content security policy blocks, while it watches. */
function watch(): { violations: Violation[]; stop: () => void } {
  const violations: Violation[] = [];
  if (typeof document === 'undefined') return { violations, stop: () => undefined };
  const note = (violation: SecurityPolicyViolationEvent): void => {
    violations.push(violation);
  };
  document.addEventListener('securitypolicyviolation', note);
  return {
    violations,
    stop: () => {
      document.removeEventListener('securitypolicyviolation', note);
    },
  };
}

/** `\0asm` and the version: the shortest module. */
const EMPTY_MODULE = [0, 97, 115, 109, 1, 0, 0, 0];

/** Whether the page may compile no WebAssembly. A worker may, where it has another policy. */
async function isWasmBlocked({ hasWasm }: DiagnosisTools): Promise<boolean> {
  if (!hasWasm()) return false;
  return WebAssembly.compile(Uint8Array.from(EMPTY_MODULE)).then(
    () => false,
    () => true,
  );
}

/** The engine, and what is wrong with the files that it has not loaded. Of an engine that failed, the first one is. */
async function diagnoseFiles(looked: Looked): Promise<[EngineDiagnosis, string[]]> {
  const engine = await diagnoseEngine(looked);
  return [engine, engine.state === 'failed' ? [] : await lookAtParts(looked).catch(() => [])];
}

/** Long enough for a worker that does not come, and this thread in its place. */
const ENGINE_MS = 50_000;

async function diagnoseEngine(looked: Looked): Promise<EngineDiagnosis> {
  const { tools, notes } = looked;
  try {
    const host = await within(ENGINE_MS, () => started(looked));
    if (host === undefined) return LATE;
    const { workerRefused } = notes();
    const memoryBytes = looked.engine.memoryBytes ?? 0;
    return { state: 'running', host, memoryBytes, ...(workerRefused === undefined ? {} : { workerRefused }) };
  } catch (error) {
    if (!tools.isIdSnapError(error)) throw error;
    const { code, reason, message } = error;
    return { state: 'failed', code, ...(reason === undefined ? {} : { reason }), message };
  }
}

const LATE: EngineDiagnosis = {
  state: 'failed',
  code: 'engine_unavailable',
  reason: 'unreachable',
  message: `the engine has not started within ${ENGINE_MS} ms`,
};

/** Where the engine runs. One that was ended from outside fails a call before another takes its place. */
async function started({ tools, engine }: Looked): Promise<'worker' | 'thread'> {
  const ask = async (): Promise<'worker' | 'thread'> => {
    const host = await engine.start();
    await engine.call('version', []);
    return host;
  };
  return ask().catch((error: unknown) => {
    if (tools.isIdSnapError(error) && error.code === 'engine_failed') return ask();
    throw error;
  });
}

/** The permissions policy of a page. Chromium tells it by the older name. */
interface PolicyTeller {
  allowsFeature(feature: string): boolean;
}

/** What a browser may take to tell of the camera. */
const CAMERA_MS = 5_000;

async function diagnoseCamera(): Promise<CameraDiagnosis> {
  const place = placeOf();
  if (typeof navigator === 'undefined' || !('mediaDevices' in navigator)) return { supported: false, ...place };
  const soon = <T>(asked: Promise<T>): Promise<T | undefined> => within(CAMERA_MS, () => asked).catch(() => undefined);
  const devices = soon(navigator.mediaDevices.enumerateDevices());
  const permission = await soon(permissionOfCamera());
  const count = (await devices)?.filter(({ kind }) => kind === 'videoinput').length;
  return {
    supported: true,
    ...place,
    ...(count === undefined ? {} : { count }),
    ...(permission === undefined ? {} : { permission }),
  };
}

const permissionOfCamera = async (): Promise<PermissionState> =>
  (await navigator.permissions.query({ name: 'camera' })).state;

/** Where the page is, and what that lets it do. */
function placeOf(): Pick<CameraDiagnosis, 'allowedByPolicy' | 'framed'> {
  if (typeof document === 'undefined' || typeof window === 'undefined') return {};
  const { permissionsPolicy, featurePolicy } = document as {
    permissionsPolicy?: PolicyTeller;
    featurePolicy?: PolicyTeller;
  };
  const allowed = (permissionsPolicy ?? featurePolicy)?.allowsFeature('camera');
  return { ...(allowed === undefined ? {} : { allowedByPolicy: allowed }), framed: window.top !== window.self };
}
