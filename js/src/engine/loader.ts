import { initSync } from '../../pkg/idsnap.js';
import * as core from '../../pkg/idsnap.js';
import { isIdSnapError } from '../errors.js';
import { compile, mismatch, refused, unavailable } from './compile.js';
import type { Compiled, ReadFile } from './compile.js';
import { firstFile, secondFile } from './files.js';
import { hasSimd, hasWasm } from './probes.js';
import type { WasmSource } from './protocol.js';
import { VERSION } from '../version.js';

/** Where the two modules of the core come from; the second is asked for when it is needed. */
export interface WasmSources {
  first: WasmSource;
  second: () => WasmSource | Promise<WasmSource>;
}

/** How the second module is compiled, once the first is there. */
let compileSecond: () => Promise<Compiled> = () => Promise.reject(unavailable('the engine is not loaded'));
let loading: Promise<void> | undefined;
let second: Compiled | undefined;

/** The memory of the core in this thread. */
export const memoryBytes = (): number => core.memoryBytes();

/** Gives the memory of the core in this thread back: a fresh instance takes its place. */
export const restart = (): void => {
  core.restart();
  // The instance is made by the next call of it. A call with a text or bytes has put them into the old one's memory by
  // then, and reads the new one's.
  core.version();
  if (second !== undefined) link(second);
};

/** Makes the core ready for photos in this thread; does nothing where it is already. */
export async function load(sources: WasmSources, readFile?: ReadFile): Promise<void> {
  if (!hasWasm()) throw unavailable('this browser has no WebAssembly');
  if (!hasSimd()) throw unavailable('this browser has no WebAssembly SIMD');
  const { module, name } = await compile(sources.first, firstFile, readFile);
  try {
    initSync({ module });
  } catch (cause) {
    throw refused(name, cause);
  }
  const found = core.version();
  if (found !== VERSION) throw mismatch(`the wasm file is version ${found}, the JavaScript is version ${VERSION}`);
  compileSecond = async () => compile(await sources.second(), secondFile, readFile);
}

/** Makes the core ready for vendors and zones as well. A failure is forgotten: the next call tries again. */
export function loadVendors(): Promise<void> {
  loading ??= addSecond().catch((cause: unknown) => {
    loading = undefined;
    throw isIdSnapError(cause) ? cause : unavailable(String(cause), cause);
  });
  return loading;
}

async function addSecond(): Promise<void> {
  const compiled = await compileSecond();
  link(compiled);
  second = compiled;
}

/** Both modules are one program: the second takes memory and functions from the first and fills its table of calls. */
function link({ module, name }: Compiled): void {
  // Where there is an instance, its exports are returned and the argument is not looked at.
  const first = initSync({ module }) as unknown as WebAssembly.ModuleImports;
  try {
    new WebAssembly.Instance(module, { first });
  } catch (cause) {
    throw refused(name, cause);
  }
}
