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
  second: WasmSource;
}

/** The end of an address that names the first file by its own name. */
const FIRST_NAME = /\/idsnap_bg\.wasm(?=$|[?#])/;
const SECOND_NAME = '/idsnap_vendors_bg.wasm';

/** Where the files of the core are. The second is beside the first, where that has its own name: bundlers give others. */
export function wasmUrls(
  { wasmUrl, vendorsWasmUrl }: InitOptions,
  resolve: (url: string | URL) => string = absolute,
): WasmUrls {
  const first = wasmUrl === undefined ? undefined : resolve(wasmUrl);
  const beside = first !== undefined && FIRST_NAME.test(first) ? first.replace(FIRST_NAME, SECOND_NAME) : undefined;
  const second = vendorsWasmUrl === undefined ? beside : resolve(vendorsWasmUrl);
  return { first: { url: first }, second: { url: second } };
}
