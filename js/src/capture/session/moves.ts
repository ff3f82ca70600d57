import { isIdSnapError, localError } from '../../errors.js';
import { rungOf } from './ladder.js';
import { demandOf, lacksMrz } from './mrz.js';
import { warningsOf } from './review.js';
import type { Reviewed } from './review.js';
import { FIRST_TRY, judge, refusable } from './tries.js';
import type { Patch, Source } from './machine.js';
import type { Turn } from './turn.js';
import type { Direction, Rung, StepDownReason } from '../types.js';

/** What is gone when the video is not looked at. */
export const UNSEEN: Patch = { hint: undefined, direction: undefined, corners: undefined };

/** What is gone with the camera. */
export const NO_CAMERA: Patch = { ...UNSEEN, camera: undefined, torch: undefined, zoom: undefined };

const MIRRORED = { left: 'right', right: 'left', top: 'top', bottom: 'bottom' } as const;

/** A direction in the video as the person sees it. */
export const asSeen = (turn: Turn, direction: Direction | undefined): Direction | undefined =>
  direction && turn.machine.state.camera?.facesUser === true ? MIRRORED[direction] : direction;

/** Looks at nothing and waits for nothing. */
export function rest(turn: Turn): void {
  turn.act('unwatch');
  turn.act('stopWaiting');
}

/** Asks for the camera. */
export function open(turn: Turn, video: HTMLVideoElement, deviceId = turn.machine.settings.deviceId): void {
  rest(turn);
  turn.remember({ video, blocked: undefined });
  turn.show({ phase: 'starting', ...NO_CAMERA, ...rungOf(turn.machine), error: undefined });
  turn.act('open', video, deviceId);
}

/** Lets the person photograph, with guidance unless there is a reason against it. */
export function goLive(turn: Turn, video: HTMLVideoElement): void {
  rest(turn);
  turn.show({ phase: 'live', ...rungOf(turn.machine) });
  const { tap, prints, state, settings } = turn.machine;
  if (tap) return;
  const demand = demandOf(settings, state);
  const before = prints.at(-1);
  if (demand === 'off') turn.act('watch', video, before, state.side);
  else turn.act('watch', video, before, state.side, demand);
  if (!state.shutter) turn.act('wait');
}

/** Back to the camera, or to what stands in for it. */
export function resume(turn: Turn): void {
  const { video, blocked, cameraNow } = turn.machine;
  if (cameraNow === 'alive' && video) goLive(turn, video);
  else if (blocked) turn.show({ phase: 'blocked' });
  else if (video) open(turn, video);
  else turn.show({ phase: 'idle' });
}

/** The camera is worth another attempt: now, where the person waits for it, else when it is next needed. */
export function unblock(turn: Turn): void {
  turn.remember({ blocked: undefined });
  if (turn.is('blocked')) resume(turn);
}

/** Goes on without guidance. */
export function stepDown(turn: Turn, tap: StepDownReason): void {
  turn.remember({ tap });
  rest(turn);
  turn.show({ ...UNSEEN, ...rungOf(turn.machine) });
}

/** Takes or reads a photo; nothing that was there before is lost if that fails. */
export function take(turn: Turn, rung: Rung, source: Source): void {
  const { prints, settings, state } = turn.machine;
  const job = newJob(turn);
  const wanted = demandOf(settings, state) === 'off' ? source : { ...source, withMrz: true };
  rest(turn);
  turn.show({ phase: 'capturing', ...UNSEEN, taking: rung, error: undefined });
  turn.act('take', job, rung, prints, wanted);
}

/** Makes everything stale that is under way, and numbers what comes next. */
export function newJob(turn: Turn): number {
  const job = turn.machine.job + 1;
  turn.remember({ job });
  return job;
}

/** Puts a photo up for review, in place of the one before. */
export function review(turn: Turn, reviewed: Reviewed, url: string): void {
  const { settings, state, tries: before } = turn.machine;
  const { analysis, measured, rung, isAuto } = reviewed;
  const { width, height, corners } = analysis;
  const warnings = warningsOf(reviewed, settings, state.side);
  const lacks = lacksMrz(demandOf(settings, state), warnings);
  // Whoever hands a photo over has been warned on the phone.
  const most = rung === 'phone' ? 0 : settings.maxWarnings;
  const { tries, verdict } = judge(before, refusable(warnings, isAuto), most, lacks);
  drop(turn);
  turn.remember({ reviewed, tries });
  turn.show({
    phase: 'review',
    review: { url, width, height, analysis, measured, corners, rung, warnings, ...verdict },
  });
  save(turn);
}

/** Forgets the photo under review. */
export function drop(turn: Turn): void {
  const { review: shown } = turn.machine.state;
  if (shown) turn.act('revoke', shown.url);
  turn.remember({ reviewed: undefined });
  turn.show({ review: undefined });
}

/** Turns to a side. */
export function beginSide(turn: Turn, step: number): void {
  turn.remember({ tries: FIRST_TRY });
  turn.show({ step, side: turn.machine.settings.sides[step] ?? 'front' });
}

/** Brings the draft up to what there is, or to nothing. */
export function save(turn: Turn): void {
  const { state, prints, reviewed } = turn.machine;
  const { results, phase } = state;
  const isWorth = phase !== 'done' && (results.length > 0 || reviewed !== undefined);
  turn.act('save', isWorth ? { results, prints, review: reviewed } : undefined);
}

/** Ends what is under way and turns the camera off. */
export function stop(turn: Turn): void {
  newJob(turn);
  rest(turn);
  turn.act('closeCamera');
  turn.act('moveTo', undefined);
  const { start, reviewed } = turn.machine;
  turn.remember({ start: start + 1, video: undefined });
  turn.show(turn.is('done') ? NO_CAMERA : { ...NO_CAMERA, phase: reviewed ? 'review' : 'idle' });
}

/** Shows and tells an error. */
export function tellError(turn: Turn, cause: unknown): void {
  const error = isIdSnapError(cause) ? cause : localError('engine_failed', 'the photo could not be used', cause);
  turn.show({ error });
  turn.tell('error', error);
}
