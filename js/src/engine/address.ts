/**
 * An absolute address. Relative ones are relative to the page, and are resolved there, because the worker has an address
 * of its own. Throws a `TypeError` for a relative one without a page.
 */
export function absolute(url: string | URL): string {
  return new URL(url, typeof document === 'undefined' ? undefined : document.baseURI).href;
}
