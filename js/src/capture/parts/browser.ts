import { after } from '../platform/browser.js';
import type { Parts } from './parts.js';

/** Longer nobody waits to see a better lens than the one that the browser has chosen. */
const LENSES_MS = 2000;

const tooLate = (ms: number): Promise<never> =>
  new Promise((_, reject) => {
    after(ms, () => {
      reject(new Error('too late'));
    });
  });

/** The code beside the first bundle, which the browser fetches. */
export const browserParts: Parts = {
  openDraft: async (name) => (await import('../draft/open-draft.js')).openDraft(name, after),
  loadSameSide: () => import('../sides/same-side.js'),
  loadLenses: () => Promise.race([import('../camera/lens.js'), tooLate(LENSES_MS)]),
  loadGuidance: () => import('../guidance/guidance.js'),
};
