import type { CaptureEvents, Phase } from '../types.js';
import { patched } from './machine.js';
import type { Effect, Machine, Patch, Step } from './machine.js';

/** The turn of one event: collects what it changes and what is to be done. Nothing outside of it changes. */
export class Turn {
  /** The machine with what was changed so far. */
  machine: Machine;
  readonly #before: Machine;
  readonly #effects: Effect[] = [];
  readonly #told: Effect[] = [];

  constructor(machine: Machine) {
    this.#before = this.machine = machine;
  }

  /** What came of it. Whoever listens hears of the new state first, then of its hint, then of the rest. */
  get step(): Step {
    const { state } = this.machine;
    const { state: before } = this.#before;
    const changes: Effect[] = [];
    if (state !== before) changes.push(['tell', 'statechange', state]);
    const isOther = state.hint !== before.hint || state.direction !== before.direction;
    if (isOther) changes.push(['tell', 'hint', state.hint]);
    return [this.machine, [...this.#effects, ...changes, ...this.#told]];
  }

  /** Whether the capture is in one of these phases. */
  is(...phases: readonly Phase[]): boolean {
    return phases.includes(this.machine.state.phase);
  }

  /** Changes what everybody sees. */
  show(patch: Patch): void {
    this.remember({ state: patched(this.machine.state, patch) });
  }

  /** Changes what the machine remembers. */
  remember(changes: Partial<Machine>): void {
    this.machine = { ...this.machine, ...changes };
  }

  /** Adds what is to be done. */
  act(...effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Adds what is to be told once everything else was begun. */
  tell<K extends keyof CaptureEvents>(name: K, detail: CaptureEvents[K]): void {
    this.#told.push(['tell', name, detail]);
  }
}
