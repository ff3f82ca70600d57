import { initSync } from '../../pkg/idsnap.js';
import * as core from '../../pkg/idsnap.js';
import { isIdSnapError } from '../errors.js';
import { compile, mismatch, refused, unavailable } from './compile.js';
import type { Compiled, Get, ReadFile } from './compile.js';
import { firstFile, PART_FILES } from './files.js';
import type { Part } from './files.js';
import { hasSimd, hasWasm } from './probes.js';
import type { WasmSource } from './protocol.js';
import { VERSION } from '../version.js';

/** Where the modules of the core come from; a part is asked for when it is needed. */
export interface WasmSources {
  first: WasmSource;
  part: (part: Part) => WasmSource | Promise<WasmSource>;
}

/** How a part is compiled, once the first module is there. */
let compilePart: (part: Part) => Promise<Compiled> = () => Promise.reject(unavailable('the engine is not loaded'));
const loading = new Map<Part, Promise<void>>();
const loaded = new Map<Part, Compiled>();
/** Whether there are parts beside the first module: it may be the whole core. */
let hasParts = true;

/** The memory of the core in this thread. */
export const memoryBytes = (): number => core.memoryBytes();

/** Gives the memory of the core in this thread back: a fresh instance takes its place. */
export const restart = (): void => {
  core.restart();
  // The instance is made by the next call of it. A call with a text or bytes has put them into the old one's memory by
  // then, and reads the new one's.
  core.version();
  for (const [part, compiled] of loaded) link(part, compiled);
};

/** Makes the core ready for photos in this thread; does nothing where it is already. Gives whether it has parts to be loaded. */
export async function load(sources: WasmSources, readFile?: ReadFile, get?: Get): Promise<boolean> {
  if (!hasWasm()) throw unavailable('this browser has no WebAssembly', 'no_wasm');
  const { module, name } = await compile(sources.first, firstFile, readFile, get).catch((error: unknown) => {
    // Whether a caller's own file needs SIMD, only a browser that refuses it tells. The file beside this script needs none.
    const isRefused =
      isIdSnapError(error) && error.info.reason === 'wrong_content' && !hasSimd() && sources.first.url !== undefined;
    throw isRefused ? unavailable('this browser has no WebAssembly SIMD', 'no_simd', error) : error;
  });
  try {
    // A core that is divided gives its parts the memory, by a name of their build.
    hasParts = /memory-/.test(String(Object.keys(initSync({ module }))));
  } catch (cause) {
    throw refused(name, cause);
  }
  const found = core.version();
  if (found !== VERSION) throw mismatch(`the wasm file is version ${found}, the JavaScript is version ${VERSION}`);
  compilePart = async (part) => compile(await sources.part(part), PART_FILES[part], readFile, get);
  return hasParts;
}

/** Makes a part of the core ready. A failure is forgotten: the next call tries again. */
export function loadPart(part: Part): Promise<void> {
  const started =
    loading.get(part) ??
    add(part).catch((cause: unknown) => {
      loading.delete(part);
      throw isIdSnapError(cause) ? cause : unavailable(String(cause), undefined, cause);
    });
  loading.set(part, started);
  return started;
}

async function add(part: Part): Promise<void> {
  if (!hasParts) return;
  const compiled = await compilePart(part);
  link(part, compiled);
  loaded.set(part, compiled);
}

/**
 * The first of the places that a part fills in the table of the parts' exports, counted from its end. The table has them in
 * the order of `scripts/build/parts.mjs`.
 */
const PLACES: Readonly<Record<Part, number>> = { vendors: 16, scene: 6, zone: 3 };

/** All modules are one program: a part takes memory and functions from the first and fills its share of the table of calls. */
function link(part: Part, { module, name }: Compiled): void {
  // Where there is an instance, its exports are returned and the argument is not looked at.
  const first = initSync({ module }) as unknown as WebAssembly.ModuleImports;
  try {
    new WebAssembly.Instance(module, { first });
  } catch (cause) {
    throw refused(name, cause);
  }
  // The table of the parts' exports comes after those of the whole core.
  const table = Object.values(first)
    .filter((one) => one instanceof WebAssembly.Table)
    .at(-1);
  if (!table?.get(table.length - PLACES[part])) throw unavailable(`${name} is another file`, 'wrong_content');
}
