import { localError } from '../errors.js';
import type { IdSnapError } from '../errors.js';
import type { WasmSource } from './protocol.js';

/** Reads a file of this machine, where that is possible. */
export type ReadFile = (file: URL) => Promise<Uint8Array<ArrayBuffer>>;

/** A module, and what errors call it. */
export interface Compiled {
  module: WebAssembly.Module;
  name: string;
}

/** `\0asm` */
const WASM_MAGIC = 0x00_61_73_6d;

/** Fetches and compiles a module; `beside` is its file beside this script. */
export async function compile(wasm: WasmSource, beside: () => URL, readFile?: ReadFile): Promise<Compiled> {
  const url = wasm.url === undefined ? beside() : new URL(wasm.url);
  if (readFile !== undefined && url.protocol === 'file:') return compiled(await readFile(url), 'the wasm file');
  const name = `the wasm file at ${url.pathname}`;
  if (wasm.module !== undefined) return { module: wasm.module, name };
  const response = await fetched(url, name);
  if (response.headers.get('content-type')?.startsWith('application/wasm') === true) return compiled(response, name);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length < 8 || new DataView(bytes.buffer).getUint32(0) !== WASM_MAGIC) {
    throw unavailable(`${name} is not WebAssembly but ${describe(bytes)}: the server sends another file in its place`);
  }
  return compiled(bytes, name);
}

async function fetched(url: URL, name: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin' });
  } catch (cause) {
    throw unavailable(`${name} could not be fetched`, cause);
  }
  if (response.ok) return response;
  throw unavailable(`${name} was answered with HTTP status ${response.status}`);
}

async function compiled(source: Response | Uint8Array<ArrayBuffer>, name: string): Promise<Compiled> {
  try {
    const isResponse = source instanceof Response;
    const module = await (isResponse ? WebAssembly.compileStreaming(source) : WebAssembly.compile(source));
    return { module, name };
  } catch (cause) {
    throw refused(name, cause);
  }
}

/** Why a module could not be compiled or started. */
export function refused(name: string, cause: unknown): IdSnapError {
  if (cause instanceof WebAssembly.LinkError) return mismatch(`${name} does not belong to this JavaScript`, cause);
  if (cause instanceof WebAssembly.CompileError && /content security|unsafe-eval|disallowed/i.test(cause.message)) {
    return unavailable("the page's content security policy lacks script-src 'wasm-unsafe-eval'", cause);
  }
  return unavailable(`${name} could not be started`, cause);
}

function describe(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 64)).trimStart();
  if (start.startsWith('<')) return 'HTML';
  return `${bytes.length} bytes of something else`;
}

/** An engine that is not there. */
export const unavailable = (message: string, cause?: unknown): IdSnapError =>
  localError('engine_unavailable', message, cause);

/** Files of different builds. */
export const mismatch = (message: string, cause?: unknown): IdSnapError =>
  localError('version_mismatch', message, cause);
