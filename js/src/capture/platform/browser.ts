import type { Cancel, PageFacts, PhotoCamera, Platform, Sdk } from './platform.js';
import { nextFrame, readPixels, snapshot } from './video.js';

const LENS = 'idsnap.lens';
/** Longer nobody waits to see a better lens than the one that the browser has chosen. */
const LENSES_MS = 2000;

/** A page may be refused its storage, and what is kept there is a comfort only. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function facts(): PageFacts {
  const page = document as { permissionsPolicy?: Policy; featurePolicy?: Policy };
  const policy = page.permissionsPolicy ?? page.featurePolicy;
  return {
    secure: isSecureContext,
    framed: window.self !== window.top,
    allowed: attempt(() => policy?.allowsFeature('camera')),
    userAgent: navigator.userAgent,
    touch: matchMedia('(pointer: coarse)').matches,
  };
}

interface Policy {
  allowsFeature(name: string): boolean;
}

/** Not every browser knows the name. */
async function permission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'camera' });
  } catch {
    return undefined;
  }
}

function keepAwake(): Cancel {
  const { wakeLock } = navigator as Partial<Navigator>;
  const lock = wakeLock?.request('screen').catch(() => undefined);
  return () => void lock?.then((held) => held?.release());
}

function photoCamera(track: MediaStreamTrack): PhotoCamera | undefined {
  const { ImageCapture } = globalThis as { ImageCapture?: new (track: MediaStreamTrack) => PhotoCamera };
  return ImageCapture && attempt(() => new ImageCapture(track));
}

function after(ms: number, work: () => void): Cancel {
  const timer = setTimeout(work, ms);
  return () => {
    clearTimeout(timer);
  };
}

const tooLate = (ms: number): Promise<never> =>
  new Promise((_, reject) => {
    after(ms, () => {
      reject(new Error('too late'));
    });
  });

/** The browser that the page is in; nothing is touched before it is needed. */
export const browserPlatform = (sdk: Sdk): Platform => ({
  sdk,
  devices: () => (globalThis.navigator as Partial<Navigator> | undefined)?.mediaDevices,
  facts,
  permission,
  document: () => document,
  window: () => window,
  recallLens: () => attempt(() => localStorage.getItem(LENS) ?? undefined),
  rememberLens: (deviceId) => {
    attempt(() => {
      localStorage.setItem(LENS, deviceId);
    });
  },
  now: () => performance.now(),
  after,
  openDraft: async (name) => (await import('../draft/open-draft.js')).openDraft(name, after),
  loadSameSide: () => import('../sides/same-side.js'),
  loadLenses: () => Promise.race([import('../camera/lens.js'), tooLate(LENSES_MS)]),
  loadGuidance: () => import('../guidance/guidance.js'),
  nextFrame,
  snapshot,
  photoCamera,
  readPixels,
  urlOf: (file) => URL.createObjectURL(file),
  revoke: (url) => {
    URL.revokeObjectURL(url);
  },
  keepAwake,
});
