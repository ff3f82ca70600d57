import type { Camera } from './camera.js';
import type { CameraDevices, Cancel, Platform } from '../platform/platform.js';

/** What can happen to a running camera. */
export interface Happenings {
  /** The page went out of sight. */
  readonly hidden: () => void;
  /** The page is in sight again, perhaps with a video that is dead, or black though its track says it lives. */
  readonly shown: () => void;
  /** The track ended, or has been silent for too long. */
  readonly lost: () => void;
  /** A camera was plugged in or out. */
  readonly devicesChanged: () => void;
}

/** A phone call mutes the camera; what lasts longer than this does not end by itself in every browser. */
const MUTE_MS = 2000;

/** Listens until it is called off. iOS resumes pages without `visibilitychange`, hence `pageshow` and `focus`. */
export function watch(platform: Platform, devices: CameraDevices, camera: Camera, on: Happenings): Cancel {
  const listening = new AbortController();
  const { signal } = listening;
  const { track } = camera;
  const page = platform.document();
  let unmute: Cancel | undefined;
  const shown = (): void => {
    if (page?.visibilityState === 'hidden') on.hidden();
    else on.shown();
  };
  const listen = (target: EventTarget | undefined, type: string, listener: () => void): void => {
    target?.addEventListener(type, listener, { signal });
  };
  listen(page, 'visibilitychange', shown);
  listen(platform.window(), 'pageshow', shown);
  listen(platform.window(), 'focus', shown);
  listen(devices, 'devicechange', on.devicesChanged);
  listen(track, 'ended', on.lost);
  listen(track, 'mute', () => {
    unmute?.();
    unmute = platform.after(MUTE_MS, () => {
      if (track.muted) on.lost();
    });
  });
  return () => {
    listening.abort();
    unmute?.();
  };
}
