import { DRAFT_TOOLS } from '../draft/draft-tools.js';
import { after } from '../platform/browser.js';
import type { CameraCode, Guidance, Parts } from './parts.js';
import { inTurn } from './turns.js';

/** As long as a camera may take to open. */
const CAMERA_MS = 10_000;
/** Longer nobody waits to see a better lens than the one that the browser has chosen. */
const LENSES_MS = 2000;

const tooLate = (ms: number): Promise<never> =>
  new Promise((_, reject) => {
    after(ms, () => {
      reject(new Error('too late'));
    });
  });

async function cameraCode(): Promise<CameraCode> {
  const [{ Live }, cameras] = await Promise.all([
    inTurn(() => import('../camera/live.js')),
    inTurn(() => import('../camera/open-camera.js')),
  ]);
  return { Live, cameras };
}

async function guidance(): Promise<Guidance> {
  const [{ Guide }, { Directions, Patience }, { takeStill }] = await Promise.all([
    inTurn(() => import('../guidance/guide.js')),
    inTurn(() => import('../guidance/directions.js')),
    inTurn(() => import('../still/still.js')),
  ]);
  return { Guide, Directions, Patience, takeStill };
}

/** The code beside the first bundle, which the browser fetches. */
export const browserParts: Parts = {
  openDraft: async (name) => (await import('../draft/open-draft.js')).openDraft(DRAFT_TOOLS, name, after),
  loadSameSide: () => inTurn(() => import('../sides/same-side.js')),
  loadCamera: () => Promise.race([cameraCode(), tooLate(CAMERA_MS)]),
  loadLenses: () => Promise.race([import('../camera/lens.js'), tooLate(LENSES_MS)]),
  loadGuidance: guidance,
  loadMrz: () => inTurn(() => import('../mrz/mrz.js')),
  loadBrowserFiles: () => inTurn(() => import('../still/browser-files.js')),
};
