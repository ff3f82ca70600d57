import type { ZoomRange } from '../types.js';

/** What cameras can do beyond the types of TypeScript (W3C Image Capture). */
interface Capabilities {
  torch?: boolean;
  focusMode?: string[];
  /** In metres. */
  focusDistance?: { min?: number };
  zoom?: { min: number; max: number; step?: number };
  facingMode?: string[];
}

type Control = { torch: boolean } | { zoom: number } | { focusMode: string };

/** How near a card is held to fill a phone's upright video: its 86 mm at four fifths of a view of 53 degrees. */
const HELD_AT_M = 0.11;
/** Above this zoom the picture of a small sensor has no more detail. */
const MAX_HELP = 2;

export function capabilities(track: MediaStreamTrack): Capabilities {
  // Firefox has none.
  return (track as { getCapabilities?: () => Capabilities }).getCapabilities?.() ?? {};
}

/** Sets one control; whether the camera took it. */
export async function control(track: MediaStreamTrack, wish: Control): Promise<boolean> {
  try {
    await track.applyConstraints({ advanced: [wish as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}

export function zoomOf(track: MediaStreamTrack): ZoomRange | undefined {
  const { zoom } = capabilities(track);
  const { zoom: value } = track.getSettings();
  if (zoom === undefined || value === undefined || !(zoom.max > zoom.min)) return undefined;
  return { min: zoom.min, max: zoom.max, step: zoom.step ?? 0.1, value };
}

/**
 * Focuses all the time. A lens on the back that cannot focus as near as a card is held is zoomed, so that the person
 * holds the card farther away.
 */
export async function prepareLens(track: MediaStreamTrack): Promise<void> {
  const { focusMode, focusDistance } = capabilities(track);
  if (focusMode?.includes('continuous') === true) await control(track, { focusMode: 'continuous' });
  const zoom = zoomOf(track);
  const factor = Math.min(MAX_HELP, (focusDistance?.min ?? 0) / HELD_AT_M);
  if (zoom === undefined || factor <= 1 || track.getSettings().facingMode !== 'environment') return;
  await control(track, { zoom: Math.min(zoom.max, zoom.value * factor) });
}
