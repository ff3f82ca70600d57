// The machine of a capture: what every event does in every phase, and what it takes for stale.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Happenings, Machine } from '../../src/capture/session/machine.js';
import type { Phase } from '../../src/capture/types.js';
import { after, described, EVENTS, FILE, IMAGE, machineIn, REVIEW, REVIEWED, SNAPSHOT, VIDEO } from './machines.js';
import { analysis } from './support.js';

const PHASES = ['idle', 'starting', 'live', 'capturing', 'review', 'preparing', 'done', 'blocked'] as const;
const ALL = PHASES.join(' ');

/**
 * What each event does, by phase: the phase that follows, `[what is remembered anew]`, and what is done. In a phase that
 * is not named it does nothing at all.
 */
const TABLE: Readonly<Record<keyof Happenings, Readonly<Record<string, string>>>> = {
  start: { [ALL]: '[start] begin' },
  begin: {
    idle: '→ starting [video] unwatch stopWaiting open tell:statechange',
    starting: 'unwatch stopWaiting open',
    live: '→ starting unwatch stopWaiting open tell:statechange',
    blocked: '→ starting [blocked] unwatch stopWaiting open tell:statechange',
    'capturing review preparing done': 'moveTo',
  },
  restored: {
    idle: '→ capturing [job prints] unwatch stopWaiting take tell:statechange',
    live: '[prints] unwatch stopWaiting watch wait tell:statechange',
    'starting capturing review preparing blocked': '[prints] tell:statechange',
  },
  shoot: { live: '→ capturing [job] unwatch stopWaiting take tell:statechange' },
  useFile: { 'idle starting live review blocked': '→ capturing [job] unwatch stopWaiting take tell:statechange' },
  taken: {
    capturing: '→ review [tries reviewed] save tell:statechange',
    // No photo is under way with this number there: its address is given back.
    'idle starting live done blocked': 'revoke',
    review: '[tries] revoke save tell:statechange',
    preparing: '→ review [tries] revoke save tell:statechange',
  },
  failed: {
    capturing: '→ live unwatch stopWaiting watch wait tell:statechange tell:error',
    review: 'tell:statechange tell:error',
    preparing: '→ review tell:statechange tell:error',
  },
  accept: { review: '→ preparing [job] prepare tell:statechange' },
  prepared: { 'review preparing': '→ done [reviewed prints] revoke closeCamera save tell:statechange tell:captured' },
  retake: { review: '→ live [tries reviewed] revoke save unwatch stopWaiting watch wait tell:statechange' },
  setCorners: { review: 'tell:statechange' },
  setView: { [ALL]: 'setView' },
  setTorch: { [ALL]: 'setTorch' },
  setZoom: { [ALL]: 'setZoom' },
  switchCamera: { live: '→ starting rememberLens unwatch stopWaiting open tell:statechange' },
  running: {
    starting: '→ live unwatch stopWaiting watch wait tell:statechange tell:ready',
    live: 'unwatch stopWaiting watch wait',
    blocked: '→ live [blocked] unwatch stopWaiting watch wait tell:statechange tell:ready',
    done: 'tell:statechange tell:ready',
  },
  seen: { 'idle starting done blocked': 'tell:statechange' },
  paused: { [ALL]: 'unwatch' },
  blocked: {
    'starting live': '→ blocked [blocked] unwatch stopWaiting tell:statechange',
    'idle capturing review preparing done blocked': '[blocked] unwatch stopWaiting tell:statechange',
  },
  permission: { [ALL]: 'tell:statechange' },
  plugged: { blocked: '→ starting [blocked] unwatch stopWaiting open tell:statechange' },
  cameras: { [ALL]: 'tell:statechange' },
  guidance: { live: 'tell:statechange tell:hint' },
  best: {
    live: '→ capturing [job] unwatch stopWaiting take tell:statechange',
    'idle starting capturing review preparing done blocked': 'giveBack',
  },
  stalled: { [ALL]: 'checkCamera' },
  slow: { live: '[tap] unwatch stopWaiting tell:statechange' },
  unguided: { live: '[tap] unwatch stopWaiting tell:statechange tell:error' },
  late: { [ALL]: '[tries] tell:statechange' },
  stop: {
    idle: '[start job] unwatch stopWaiting closeCamera moveTo',
    'starting live capturing blocked':
      '→ idle [start job video] unwatch stopWaiting closeCamera moveTo tell:statechange',
    review: '[start job video] unwatch stopWaiting closeCamera moveTo tell:statechange',
    preparing: '→ review [start job video] unwatch stopWaiting closeCamera moveTo tell:statechange',
    done: '[start job video] unwatch stopWaiting closeCamera moveTo',
  },
  cancel: {
    idle: '[start job prints] unwatch stopWaiting closeCamera moveTo save tell:statechange tell:cancel',
    'starting live capturing done blocked':
      '→ idle [start job video prints] unwatch stopWaiting closeCamera moveTo save tell:statechange tell:cancel',
    'review preparing':
      '→ idle [start job video reviewed prints] revoke unwatch stopWaiting closeCamera moveTo save tell:statechange tell:cancel',
  },
  dispose: {
    idle: '[isClosed start job] unwatch stopWaiting closeCamera moveTo end',
    'starting live capturing blocked':
      '→ idle [isClosed start job video] unwatch stopWaiting closeCamera moveTo end tell:statechange',
    'review preparing':
      '→ idle [isClosed start job video reviewed] revoke unwatch stopWaiting closeCamera moveTo end tell:statechange',
    done: '[isClosed start job video] unwatch stopWaiting closeCamera moveTo end',
  },
};

const expectedIn = (name: keyof Happenings, phase: Phase): string =>
  Object.entries(TABLE[name]).find(([phases]) => phases.split(' ').includes(phase))?.[1] ?? '';

describe('every event in every phase', () => {
  for (const name of Object.keys(EVENTS) as (keyof Happenings)[]) {
    it(`${name} does what the table says, and changes nothing that it was given`, () => {
      for (const phase of PHASES) {
        const machine = Object.freeze(machineIn(phase));
        assert.equal(described(machine, after(machine, name)), expectedIn(name, phase), phase);
      }
    });
  }

  it('does nothing after the end, but gives back what it is brought', () => {
    const closed = machineIn('idle', { isClosed: true });
    for (const name of Object.keys(EVENTS) as (keyof Happenings)[]) {
      const [machine, effects] = after(closed, name);
      assert.deepEqual(machine, closed, name);
      const given = { taken: [['revoke', 'blob:2']], best: [['giveBack', SNAPSHOT]] }[name as string] ?? [];
      assert.deepEqual(effects, given, name);
    }
  });
});

describe('what is stale', () => {
  const stale = (machine: Machine, name: keyof Happenings, given: readonly unknown[]): readonly unknown[] => {
    const [next, effects] = after(machine, name, given);
    assert.deepEqual(next, machine, name);
    return effects;
  };

  it('is a start before another start or a stop', () => {
    const machine = machineIn('idle', { start: 2 });
    assert.deepEqual(stale(machine, 'begin', [1, VIDEO, 'native']), []);
    assert.equal(after(machine, 'begin', [2, VIDEO, 'native'])[0].state.phase, 'starting');
    for (const name of ['start', 'stop', 'cancel'] as const) assert.equal(after(machine, name)[0].start, 3, name);
  });

  it('is a photo from before a stop, a cancel or another photo; its address is given back', () => {
    for (const name of ['stop', 'cancel', 'useFile', 'accept', 'shoot', 'best'] as const) {
      const phase = name === 'accept' ? 'review' : name === 'shoot' || name === 'best' ? 'live' : 'idle';
      assert.equal(after(machineIn(phase, { job: 1 }), name)[0].job, 2, name);
    }
    const machine = machineIn('capturing', { job: 2 });
    assert.deepEqual(stale(machine, 'taken', EVENTS.taken), [['revoke', 'blob:2']]);
    assert.deepEqual(stale(machine, 'taken', [1, undefined]), []);
    assert.deepEqual(stale(machine, 'failed', EVENTS.failed), []);
  });

  it('is a prepared image from before a stop or a cancel', () => {
    assert.deepEqual(stale(machineIn('preparing', { job: 2 }), 'prepared', [1, IMAGE]), []);
  });

  it('is a draft once a side was taken', () => {
    assert.deepEqual(stale(machineIn('done'), 'restored', EVENTS.restored), []);
  });
});

describe('the machine', () => {
  it('goes back to the camera, or to what stands in for it', () => {
    const cases: [Partial<Machine>, string][] = [
      [{}, 'live'],
      [{ cameraNow: 'dead' }, 'starting'],
      [{ cameraNow: 'none' }, 'starting'],
      [{ cameraNow: 'none', blocked: 'no_camera' }, 'blocked'],
      [{ cameraNow: 'none', video: undefined }, 'idle'],
      [{ cameraNow: 'alive', video: undefined }, 'idle'],
      [{ blocked: 'no_camera' }, 'live'],
    ];
    for (const [changes, phase] of cases) {
      assert.equal(after(machineIn('review', changes), 'retake')[0].state.phase, phase, JSON.stringify(changes));
    }
  });

  it('guides and waits for the shutter only where there is need', () => {
    const done = (changes: Partial<Machine>, options = {}): string[] =>
      after(machineIn('review', changes, options), 'retake')[1].map(([name]) => name);
    assert.ok(done({}).includes('watch') && done({}).includes('wait'));
    assert.ok(!done({}, { auto: false }).includes('wait'), 'the shutter is there');
    assert.ok(!done({ tap: 'slow_device' }).includes('watch'));
    assert.ok(!done({ tries: { warned: 0, retakes: 0, isLate: true } }).includes('wait'));
  });

  it('switches to the next camera, and from the last to the first', () => {
    const at = (deviceId: string): unknown => {
      const machine = machineIn('live');
      const { camera } = machine.state;
      const state = { ...machine.state, ...(camera && { camera: { ...camera, deviceId } }) };
      return after({ ...machine, state }, 'switchCamera')[1].find(([name]) => name === 'open')?.[2];
    };
    assert.deepEqual([at('back'), at('other')], ['other', 'back']);
  });

  it('takes nothing while the camera is being opened again', () => {
    const machine = machineIn('live', { cameraNow: 'none' });
    assert.equal(described(machine, after(machine, 'shoot')), '');
    assert.equal(described(machine, after(machine, 'best')), 'giveBack');
  });

  it('asks for the camera again when it is allowed after a refusal or a dismissal, and for no other reason', () => {
    const reasons = ['permission_denied', 'permission_dismissed', 'no_camera', 'camera_in_use'] as const;
    const phases = reasons.map((blocked) => after(machineIn('blocked', { blocked }), 'permission')[0].state.phase);
    assert.deepEqual(phases, ['starting', 'starting', 'blocked', 'blocked']);
    const denied = machineIn('blocked', { blocked: 'permission_denied' });
    assert.equal(after(denied, 'permission', ['prompt'])[0].state.phase, 'blocked');
  });

  it('keeps why there is no camera until one runs or is asked for', () => {
    const reviewing = machineIn('review', { blocked: 'permission_denied' });
    assert.equal(after(reviewing, 'permission')[0].blocked, undefined);
    assert.equal(after(reviewing, 'cameras')[0].blocked, 'permission_denied');
    assert.equal(after(reviewing, 'running')[0].blocked, undefined);
  });

  it('keeps a draft of what there is, and none at the end', () => {
    const saved = (machine: Machine, name: keyof Happenings): unknown =>
      after(machine, name)[1].find(([effect]) => effect === 'save')?.[1];
    const content = { results: [], prints: [], review: REVIEWED };
    assert.deepEqual(saved(machineIn('capturing'), 'taken'), content);
    assert.equal(saved(machineIn('review'), 'retake'), undefined, 'nothing was taken yet');
    assert.equal(saved(machineIn('preparing'), 'prepared'), undefined, 'everything was handed over');
    assert.equal(saved(machineIn('review'), 'cancel'), undefined);
    const first = after(machineIn('preparing', {}, { sides: ['front', 'back'] }), 'prepared');
    const draft = first[1].find(([effect]) => effect === 'save')?.[1] as { results: unknown[]; prints: unknown[] };
    assert.deepEqual([draft.results.length, draft.prints], [1, [REVIEWED.print]]);
  });

  it('begins a side with no try behind it', () => {
    const tries = { warned: 2, retakes: 3, isLate: true };
    const [machine] = after(machineIn('preparing', { tries }, { sides: ['front', 'back'] }), 'prepared');
    assert.deepEqual(machine.tries, { warned: 0, retakes: 0, isLate: false });
    assert.deepEqual([machine.state.side, machine.state.step, machine.state.shutter], ['back', 1, false]);
    assert.deepEqual(after(machineIn('live', { tries }), 'cancel')[0].tries.retakes, 0);
  });

  it('compares the next side with the one before, and watches for the side last taken', () => {
    const [machine, effects] = after(
      machineIn('preparing', { prints: [[0, 1]] }, { sides: ['front', 'back'] }),
      'prepared',
    );
    assert.deepEqual(
      effects.find(([name]) => name === 'watch'),
      ['watch', VIDEO, REVIEWED.print, 'back'],
    );
    const taking = after({ ...machine, cameraNow: 'alive' }, 'shoot')[1].find(([name]) => name === 'take');
    assert.deepEqual(taking, ['take', 2, 'live', [[0, 1], REVIEWED.print], {}]);
  });

  it('tells what it does not guide for, once for each error', () => {
    const cause = new Error('no');
    const [machine, effects] = after(machineIn('live'), 'unguided', [cause]);
    const { rung, reason, shutter, auto, error } = machine.state;
    assert.deepEqual(
      [rung, reason, shutter, auto, error?.code],
      ['tap', 'analysis_failed', true, false, 'engine_failed'],
    );
    assert.equal(effects.filter(([name, event]) => name === 'tell' && event === 'error').length, 1);
    const [quiet] = after(machineIn('live'), 'unguided', [undefined]);
    assert.equal(quiet.state.error, undefined);
    assert.equal(after(machine, 'shoot')[1].find(([name]) => name === 'take')?.[2], 'tap');
  });

  it('says that the camera is ready when it is first seen, and prepares the photo that is shown', () => {
    const [ready] = after(machineIn('starting'), 'running')[1].slice(-1);
    assert.deepEqual(ready?.slice(0, 2), ['tell', 'ready']);
    const [corrected] = after(machineIn('review', {}, { crop: true }), 'setCorners', [analysis().corners]);
    const preparing = after(corrected, 'accept')[1].find(([name]) => name === 'prepare');
    assert.deepEqual(preparing?.slice(1, 3), [1 + corrected.job, FILE]);
    const refused = machineIn('review', {
      state: { ...machineIn('review').state, review: { ...REVIEW, acceptable: false } },
    });
    assert.equal(described(refused, after(refused, 'accept')), '');
  });

  it('tells of the new state first, and of what happened last', () => {
    const told = after(machineIn('preparing'), 'prepared')[1]
      .filter(([name]) => name === 'tell')
      .map(([, event]) => event);
    assert.deepEqual(told, ['statechange', 'captured']);
    const guided = machineIn('live', { state: { ...machineIn('live').state, hint: 'BLUR' } });
    const events = after(guided, 'cancel')[1]
      .filter(([name]) => name === 'tell')
      .map(([, event]) => event);
    assert.deepEqual(events, ['statechange', 'hint', 'cancel']);
  });
});
