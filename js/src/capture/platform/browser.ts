import type { Cancel, PageFacts, PhotoCamera, Platform, Sdk } from './platform.js';
import { nextFrame, readPixels, snapshot } from './video.js';

const LENS = 'idsnap.lens';

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
    // Telegram's browser says so in its own way.
    userAgent: navigator.userAgent + ('TelegramWebviewProxy' in window ? ' Telegram' : ''),
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

/** Does the work later, unless it is called off. */
export function after(ms: number, work: () => void): Cancel {
  const timer = setTimeout(work, ms);
  return () => {
    clearTimeout(timer);
  };
}

/** The browser that the page is in; nothing is touched before it is needed. */
export const browserPlatform = (sdk: Sdk): Platform => ({
  sdk,
  devices: () => (globalThis.navigator as Partial<Navigator> | undefined)?.mediaDevices,
  facts,
  permission,
  document: () => document,
  window: () => (globalThis as Partial<typeof globalThis>).window,
  recallLens: () => attempt(() => localStorage.getItem(LENS) ?? undefined),
  rememberLens: (deviceId) => {
    attempt(() => {
      localStorage.setItem(LENS, deviceId);
    });
  },
  now: () => performance.now(),
  after,
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
