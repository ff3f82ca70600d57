// Loaded when it is asked for. It imports nothing at run time that the first bundle has, or that would be divided further.
import type { Engine } from '../engine/engine.js';
import type { EngineNotes } from '../engine/platform.js';
import type { CameraDiagnosis, DiagnoseOptions, Diagnosis, EngineDiagnosis } from './types.js';
import type { DiagnosisTools } from './tools.js';

/** What is looked at, and with what. */
export interface Looked {
  tools: DiagnosisTools;
  engine: Engine;
  notes: () => EngineNotes;
}

/** Looks around. Starts the engine if it is not running, as its state is the point of the question. */
export async function diagnoseOn(looked: Looked, options: DiagnoseOptions): Promise<Diagnosis> {
  const { tools, notes } = looked;
  const { endpoint } = tools.checked('options', options, { endpoint: 'string or URL' });
  const address = endpoint === undefined ? undefined : addressOf(tools, endpoint);
  const { askProxy, policyOf, remediesFor } = await import('./checks.js');
  const watched = watch();
  const [engine, camera, proxy, wasmIsBlocked] = await Promise.all([
    diagnoseEngine(looked),
    diagnoseCamera(),
    address === undefined ? undefined : askProxy(address, watched.violations),
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
  return { ...found, remedies: await remediesFor(found, warning) };
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

async function diagnoseEngine({ tools, engine, notes }: Looked): Promise<EngineDiagnosis> {
  try {
    const host = await engine.start();
    await engine.call('version', []);
    const { workerRefused } = notes();
    const memoryBytes = engine.memoryBytes ?? 0;
    return { state: 'running', host, memoryBytes, ...(workerRefused === undefined ? {} : { workerRefused }) };
  } catch (error) {
    if (!tools.isIdSnapError(error)) throw error;
    const { code, reason, message } = error;
    return { state: 'failed', code, ...(reason === undefined ? {} : { reason }), message };
  }
}

/** The permissions policy of a page. Chromium tells it by the older name. */
interface PolicyTeller {
  allowsFeature(feature: string): boolean;
}

async function diagnoseCamera(): Promise<CameraDiagnosis> {
  const place = placeOf();
  if (typeof navigator === 'undefined' || !('mediaDevices' in navigator)) return { supported: false, ...place };
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => undefined);
  const permission = await permissionOfCamera().catch(() => undefined);
  return {
    supported: true,
    ...place,
    ...(devices === undefined ? {} : { count: devices.filter(({ kind }) => kind === 'videoinput').length }),
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
