import { browser } from './engine/browser.js';
import { createSdk } from './sdk.js';

/** The one SDK of a page: everything that a page imports from the package works on the same engine. */
export const sdk = /* @__PURE__ */ createSdk(browser);
