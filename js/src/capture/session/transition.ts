import { beginSide, drop, goLive, newJob, NO_CAMERA, open, rest, resume } from './moves.js';
import { asSeen, review, save, stepDown, stop, take, tellError, unblock, UNSEEN } from './moves.js';
import type { Event, Happenings, Machine, Step } from './machine.js';
import { demandOf, isProved } from './mrz.js';
import { reportOf, withCorners } from './review.js';
import { prepareOptions } from './settings.js';
import { Turn } from './turn.js';
import type { SideResult } from '../types.js';

/** What each event does. What has no meaning in a phase, and what is stale, does nothing. */
const ON: { readonly [K in keyof Happenings]: (turn: Turn, ...given: Parameters<Happenings[K]>) => void } = {
  start(turn, video) {
    const start = turn.machine.start + 1;
    turn.remember({ start });
    turn.act('begin', start, video);
  },

  begin(turn, start, video, lowest) {
    if (start !== turn.machine.start) return;
    turn.remember({ video, lowest });
    if (turn.is('idle', 'blocked', 'starting', 'live')) open(turn, video);
    else turn.act('moveTo', video);
  },

  restored(turn, { results, prints, review: reviewed }) {
    if (turn.machine.state.results.length > 0) return;
    turn.remember({ prints });
    turn.show({ results });
    beginSide(turn, results.length);
    if (reviewed && turn.is('idle')) take(turn, reviewed.rung, { file: reviewed.file });
    // It came late, and another side is looked for.
    else if (turn.is('live')) resume(turn);
  },

  running(turn, view) {
    const { video, state } = turn.machine;
    if (video === undefined) return;
    turn.remember({ blocked: undefined });
    turn.show(view);
    if (turn.is('starting', 'blocked', 'live')) goLive(turn, video);
    if (state.camera === undefined) turn.tell('ready', view.camera);
  },

  seen(turn, view) {
    turn.show(view);
  },

  // The person may be waiting for the shutter, hidden page or not.
  paused(turn) {
    turn.act('unwatch');
    turn.show(UNSEEN);
  },

  blocked(turn, reason) {
    rest(turn);
    turn.remember({ blocked: reason });
    turn.show({ ...NO_CAMERA, rung: turn.machine.lowest, reason });
    if (turn.is('starting', 'live')) turn.show({ phase: 'blocked' });
  },

  permission(turn, permission) {
    turn.show({ permission });
    // The person has changed the browser's settings, as the message asked.
    const { blocked } = turn.machine;
    const wasRefused = blocked === 'permission_denied' || blocked === 'permission_dismissed';
    if (permission === 'granted' && wasRefused) unblock(turn);
  },

  plugged: unblock,

  cameras(turn, cameras) {
    turn.show({ cameras });
  },

  guidance(turn, hint, corners, direction) {
    if (!turn.is('live')) return;
    turn.show({ hint, corners, direction: asSeen(turn, direction) });
    if (hint === 'UNCERTAIN') turn.show({ shutter: true });
  },

  best(turn, snapshot) {
    if (turn.is('live') && turn.machine.cameraNow !== 'none') take(turn, 'live', { snapshot });
    else turn.act('giveBack', snapshot);
  },

  stalled(turn) {
    turn.act('checkCamera');
  },

  slow(turn) {
    if (turn.is('live')) stepDown(turn, 'slow_device');
  },

  unguided(turn, cause) {
    if (!turn.is('live')) return;
    stepDown(turn, 'analysis_failed');
    if (cause !== undefined) tellError(turn, cause);
  },

  late(turn) {
    const { tries } = turn.machine;
    turn.remember({ tries: { ...tries, isLate: true } });
    turn.show({ shutter: true });
  },

  shoot(turn) {
    if (turn.is('live') && turn.machine.cameraNow !== 'none') take(turn, turn.machine.tap ? 'tap' : 'live', {});
  },

  useFile(turn, file, rung) {
    if (turn.is('idle', 'starting', 'live', 'review', 'blocked')) take(turn, rung, { file });
  },

  taken(turn, job, photo) {
    if (job !== turn.machine.job) {
      if (photo) turn.act('revoke', photo.url);
    } else if (photo) review(turn, photo.reviewed, photo.url);
    else resume(turn);
  },

  failed(turn, job, cause) {
    const { reviewed, job: current } = turn.machine;
    if (job !== current) return;
    if (reviewed) turn.show({ phase: 'review' });
    else resume(turn);
    tellError(turn, cause);
  },

  accept(turn) {
    const { reviewed, settings, state } = turn.machine;
    if (!turn.is('review') || !reviewed || state.review?.acceptable !== true) return;
    const job = newJob(turn);
    turn.show({ phase: 'preparing', error: undefined });
    const options = prepareOptions(settings, state.review.corners);
    turn.act('prepare', job, reviewed.file, options);
  },

  prepared(turn, job, image) {
    const { state, settings, prints, reviewed, job: current } = turn.machine;
    if (job !== current || !state.review) return;
    const mrz = isProved(reviewed?.mrz) ? reviewed.mrz : null;
    const asked = demandOf(settings, state) !== 'off';
    const result: SideResult = {
      ...{ side: state.side, image, report: reportOf(state.review, settings) },
      ...(asked && { mrz }),
    };
    const results = [...state.results, result];
    const complete = results.length === state.steps;
    turn.remember({ prints: [...prints, reviewed?.print] });
    drop(turn);
    turn.show({ results });
    if (complete) {
      turn.act('closeCamera');
      turn.show({ ...NO_CAMERA, phase: 'done' });
    } else {
      beginSide(turn, results.length);
      resume(turn);
    }
    save(turn);
    turn.tell('captured', { result, results, complete });
  },

  retake(turn) {
    if (!turn.is('review')) return;
    const { tries } = turn.machine;
    turn.remember({ tries: { ...tries, retakes: tries.retakes + 1 } });
    drop(turn);
    save(turn);
    resume(turn);
  },

  setCorners(turn, corners) {
    const { settings, state } = turn.machine;
    const { review: shown } = state;
    if (turn.is('review') && shown) turn.show({ review: withCorners(shown, corners, demandOf(settings, state)) });
  },

  switchCamera(turn, deviceId) {
    const { state, video } = turn.machine;
    const { cameras, camera } = state;
    const at = cameras.findIndex((choice) => choice.deviceId === camera?.deviceId);
    const wanted = deviceId ?? cameras[(at + 1) % cameras.length]?.deviceId;
    if (!turn.is('live') || !video || wanted === undefined) return;
    turn.act('rememberLens', wanted);
    open(turn, video, wanted);
  },

  setView(turn, view) {
    turn.act('setView', view);
  },

  setTorch(turn, on) {
    turn.act('setTorch', on);
  },

  setZoom(turn, value) {
    turn.act('setZoom', value);
  },

  stop,

  cancel(turn) {
    drop(turn);
    stop(turn);
    turn.remember({ prints: [] });
    turn.show({ phase: 'idle', results: [], error: undefined });
    beginSide(turn, 0);
    save(turn);
    turn.tell('cancel', undefined);
  },

  dispose(turn) {
    drop(turn);
    stop(turn);
    turn.remember({ isClosed: true });
    turn.act('end');
  },
};

/** These bring something that has to be given back, even after the end. */
const BRINGS: readonly unknown[] = ['best', 'taken'] satisfies (keyof Happenings)[];

/** What an event makes of a capture, and what there is to do. Nothing else is read or changed. */
export function transition(machine: Machine, [name, ...given]: Event): Step {
  const turn = new Turn(machine);
  // The name and what is given belong together, which their types no longer say here.
  const on = ON[name] as (turn: Turn, ...given: readonly unknown[]) => void;
  if (!machine.isClosed || BRINGS.includes(name)) on(turn, ...given);
  return turn.step;
}
