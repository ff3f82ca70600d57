import init from '../../pkg/idsnap.js';
import * as core from '../../pkg/idsnap.js';
import { localError } from '../errors.js';
import type { IdSnapError } from '../errors.js';
import { hasSimd, hasWasm } from './probes.js';
import type { WasmSource } from './protocol.js';
import { VERSION } from '../version.js';

/** `\0asm` */
const WASM_MAGIC = 0x00_61_73_6d;

/** The memory of the core in this thread. */
export const memoryBytes = (): number => core.memoryBytes();

/** Gives the memory of the core in this thread back: a fresh instance takes its place. */
export const restart = (): void => {
  core.restart();
  // The instance is made by the next call of it. A call with a text or bytes has put them into the old one's memory by
  // then, and reads the new one's.
  core.version();
};

/** Makes the core ready in this thread; does nothing where it is already. */
export async function load(wasm: WasmSource, readFile?: () => Promise<Uint8Array<ArrayBuffer>>): Promise<void> {
  if (!hasWasm()) throw unavailable('this browser has no WebAssembly');
  if (!hasSimd()) throw unavailable('this browser has no WebAssembly SIMD');
  if (readFile !== undefined && wasm === undefined) await instantiate(await readFile(), 'the wasm file');
  else await loadFrom(wasm === undefined ? new URL('./idsnap_bg.wasm', import.meta.url) : new URL(wasm));
  const found = core.version();
  if (found !== VERSION) throw mismatch(`the wasm file is version ${found}, the JavaScript is version ${VERSION}`);
}

async function loadFrom(url: URL): Promise<void> {
  const name = `the wasm file at ${url.pathname}`;
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin' });
  } catch (cause) {
    throw unavailable(`${name} could not be fetched`, cause);
  }
  if (!response.ok) throw unavailable(`${name} was answered with HTTP status ${response.status}`);
  if (response.headers.get('content-type')?.startsWith('application/wasm') === true) {
    await instantiate(response, name);
    return;
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length < 8 || new DataView(bytes.buffer).getUint32(0) !== WASM_MAGIC) {
    throw unavailable(`${name} is not WebAssembly but ${describe(bytes)}: the server sends another file in its place`);
  }
  await instantiate(bytes, name);
}

async function instantiate(source: Response | Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  try {
    await init({ module_or_path: source });
  } catch (cause) {
    if (cause instanceof WebAssembly.LinkError) throw mismatch(`${name} does not belong to this JavaScript`, cause);
    if (cause instanceof WebAssembly.CompileError && /content security|unsafe-eval|disallowed/i.test(cause.message)) {
      throw unavailable("the page's content security policy lacks script-src 'wasm-unsafe-eval'", cause);
    }
    throw unavailable(`${name} could not be started`, cause);
  }
}

function describe(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 64)).trimStart();
  if (start.startsWith('<')) return 'HTML';
  return `${bytes.length} bytes of something else`;
}

const unavailable = (message: string, cause?: unknown): IdSnapError => localError('engine_unavailable', message, cause);
const mismatch = (message: string, cause?: unknown): IdSnapError => localError('version_mismatch', message, cause);
