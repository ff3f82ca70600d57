import type { Part } from './files.js';
import type { InitOptions } from './platform.js';
import type { WasmSource } from './protocol.js';

/**
 * An absolute address. Relative ones are relative to the page, and are resolved there, because the worker has an address
 * of its own. Throws a `TypeError` for a relative one without a page.
 */
export function absolute(url: string | URL): string {
  return new URL(url, typeof document === 'undefined' ? undefined : document.baseURI).href;
}

/** The addresses of the files of the core. */
export interface WasmUrls {
  first: WasmSource;
  parts: Readonly<Record<Part, WasmSource>>;
}

/** The end of an address that names the first file by its own name. */
const FIRST_NAME = /\/idsnap_bg\.wasm(?=$|[?#])/;

/** Where the files of the core are. The parts are beside the first, where that has its own name: bundlers give others. */
export function wasmUrls(options: InitOptions, resolve: (url: string | URL) => string = absolute): WasmUrls {
  const first = options.wasmUrl === undefined ? undefined : resolve(options.wasmUrl);
  const beside = (part: Part): string | undefined =>
    first !== undefined && FIRST_NAME.test(first) ? first.replace(FIRST_NAME, `/idsnap_${part}_bg.wasm`) : undefined;
  const at = (part: Part): WasmSource => {
    const own = options[`${part}WasmUrl`];
    return { url: own === undefined ? beside(part) : resolve(own) };
  };
  return { first: { url: first }, parts: { vendors: at('vendors'), scene: at('scene'), zone: at('zone') } };
}
