import { isIdSnapError, localError } from '../errors.js';
import type { EngineReason, IdSnapError } from '../errors.js';
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

/** Fetches a file, and makes something of it. */
export type Get = <T>(url: URL, use: (response: Response) => T | Promise<T>) => Promise<T>;

/** In a worker, whose page has asked first: it tells of a server that is silent. */
const plainly: Get = async (url, use) => use(await fetch(url, { credentials: 'same-origin' }));

/** Fetches and compiles a module; `beside` is its file beside this script. */
export async function compile(
  wasm: WasmSource,
  beside: () => URL,
  readFile?: ReadFile,
  get: Get = plainly,
): Promise<Compiled> {
  const url = wasm.url === undefined ? beside() : new URL(wasm.url);
  const isFile = readFile !== undefined && url.protocol === 'file:';
  const name = isFile ? 'the wasm file' : `the wasm file at ${url.pathname}`;
  if (wasm.module !== undefined) return { module: wasm.module, name };
  if (wasm.isSilent) throw broken(name);
  try {
    const module = isFile
      ? await WebAssembly.compile(await readFile(url))
      : await get(url, (response) => moduleOf(response, name));
    return { module, name };
  } catch (cause) {
    if (isIdSnapError(cause)) throw cause;
    // Neither a request nor a body that breaks off is an error of WebAssembly's.
    throw cause instanceof TypeError ? broken(name, cause) : refused(name, cause);
  }
}

async function moduleOf(source: Response, name: string): Promise<WebAssembly.Module> {
  const { ok, status } = source;
  if (!ok) {
    throw unavailable(`${name} was answered with HTTP status ${status}`, status < 500 ? 'not_found' : 'unreachable');
  }
  if (source.headers.get('content-type')?.startsWith('application/wasm') === true) {
    return WebAssembly.compileStreaming(source);
  }
  const bytes = new Uint8Array(await source.arrayBuffer());
  if (bytes.length >= 8 && new DataView(bytes.buffer).getUint32(0) === WASM_MAGIC) return WebAssembly.compile(bytes);
  const what = `${name} is not WebAssembly but ${describe(bytes)}: the server sends another file in its place`;
  throw unavailable(what, 'wrong_content');
}

/** Why a module could not be compiled or started. */
export function refused(name: string, cause: unknown): IdSnapError {
  if (cause instanceof WebAssembly.LinkError) return mismatch(`${name} does not belong to this JavaScript`, cause);
  if (/content security|unsafe-eval|disallowed|\bCSP\b/i.test(String(cause))) {
    const what = "the page's content security policy lacks script-src 'wasm-unsafe-eval'";
    return unavailable(what, 'blocked_by_policy', cause);
  }
  const reason = cause instanceof RangeError ? 'out_of_memory' : 'wrong_content';
  return unavailable(`${name} could not be started`, reason, cause);
}

function describe(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 64)).trimStart();
  if (start.startsWith('<')) return 'HTML';
  return `${bytes.length} bytes of something else`;
}

/** An engine that is not there. */
export const unavailable = (message: string, reason?: EngineReason, cause?: unknown): IdSnapError =>
  localError('engine_unavailable', message, cause, reason);

const broken = (name: string, cause?: unknown): IdSnapError =>
  unavailable(`${name} could not be fetched`, 'unreachable', cause);

/** Files of different builds. */
export const mismatch = (message: string, cause?: unknown): IdSnapError =>
  localError('version_mismatch', message, cause);
