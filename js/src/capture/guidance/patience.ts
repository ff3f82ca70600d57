import type { Guidance } from '../types.js';

/** So long the person is asked to hold still, in vain; then it is said what helps. */
const PATIENCE_MS = 2000;
/** The choice among clear frames of a scene that comes and goes begins so much sooner than patience ends. */
const CHOICE_MS = 600;
/** So long a flaw has to be gone before its absence is praised: one frame without it is an error more often than not. */
const GONE_MS = 400;
/** So long frames have to be without a flaw that is not due as a hint any more. */
const CLEAR_MS = 120;
/** Without a clear frame for so long, the flaw is there to stay, and is named again. */
const LOST_MS = 2500;

/** Once it was said what helps, a scene has to be still or restless for so long before other words are. */
const LASTING_MS = 300;

/** What a frame says. */
export interface Look {
  /** What would be said of this frame alone. */
  readonly found: Guidance | undefined;
  /** Whether something is in the way of a photo, by more than a flaw that has only just appeared. */
  readonly isBlocked: boolean;
  /** Whether the frame by itself has a flaw. */
  readonly isFlawed: boolean;
  /** Whether the scene is still and clear. */
  readonly isSteady: boolean;
}

/**
 * Turns what is found frame by frame into words that can be followed: nothing is praised that is good for a moment only,
 * and asking to hold still ends after a while, whatever hints come and go meanwhile.
 */
export class Patience {
  #said: Guidance | undefined;
  /** Whether the person is to hold still at all, which is not asked of one who presses a button. */
  #asks = false;
  /** From when on what is good may be praised. */
  #praiseFromMs = 0;
  /** Since when the person has been asked to hold still. */
  #askedFromMs: number | undefined;
  /** When a frame was last clear. */
  #clearMs = 0;
  /** Whether a frame had a flaw since the last new start of the time. */
  #wasFlawed = false;
  /** Whether hints came between since then. */
  #hasWavered = false;
  /** Whether the scene was still for a moment since then. */
  #wasSteady = false;
  /** Whether it was said what helps since then. */
  #hasHelped = false;
  /** When a scene was last still, and when last not. */
  #steadyMs = 0;
  #restlessMs = 0;

  /** Forgets everything, for a new start; with `asks` a photo is taken once the scene is still. */
  reset(asks: boolean): void {
    this.#asks = asks;
    this.#said = undefined;
    this.#praiseFromMs = 0;
    this.#askAnew();
  }

  /** What was said last. */
  get said(): Guidance | undefined {
    return this.#said;
  }

  /**
   * Whether the person has held still nearly long enough for a scene that comes and goes: from now on clear frames are
   * chosen from, without waiting for a scene that stays.
   */
  isEnding(nowMs: number): boolean {
    return this.#isDue(nowMs + CHOICE_MS) && (this.#hasWavered || this.#wasSteady);
  }

  /** What to say now. */
  say({ found, isBlocked, isFlawed, isSteady }: Look, nowMs: number): Guidance | undefined {
    const wait = isBlocked ? GONE_MS : isFlawed && !isPraise(this.#said) ? CLEAR_MS : 0;
    this.#praiseFromMs = Math.max(this.#praiseFromMs, nowMs + wait);
    if (!isFlawed) this.#clearMs = nowMs;
    // Sharpness that comes and goes is hidden by the hint of blur, which lingers over the sharp frames.
    const isPulsing = this.#asks && found === 'BLUR' && !isFlawed && this.#wasFlawed;
    if (isPraise(found) || isPulsing) this.#askedFromMs ??= nowMs;
    if (!isPraise(found)) this.#interrupt(found, nowMs);
    this.#wasFlawed ||= isFlawed;
    this.#wasSteady ||= isSteady;
    if (isSteady) this.#steadyMs = nowMs;
    else this.#restlessMs = nowMs;
    this.#said = this.#worded(found, isSteady, nowMs);
    this.#hasHelped ||= this.#said === 'PUT_DOWN';
    return this.#said;
  }

  /** A hint that comes between lets the time run on, unless it is another trouble than what was spoken of. */
  #interrupt(found: Guidance | undefined, nowMs: number): void {
    const isAnother = this.#said === 'PUT_DOWN' && !this.#hasWavered;
    const isLost = found === 'NO_DOCUMENT' || nowMs - this.#clearMs >= LOST_MS;
    if (isAnother || isLost) this.#askAnew();
    else this.#hasWavered ||= this.#askedFromMs !== undefined;
  }

  #worded(found: Guidance | undefined, isSteady: boolean, nowMs: number): Guidance | undefined {
    const settled = isPraise(found) && nowMs < this.#praiseFromMs ? this.#said : found;
    const isUnrest = isPraise(settled) || (settled === 'BLUR' && this.#hasWavered);
    return isUnrest && this.#needsHelp(isSteady, nowMs) ? 'PUT_DOWN' : settled;
  }

  #needsHelp(isSteady: boolean, nowMs: number): boolean {
    if (this.#said === 'PUT_DOWN') return nowMs - this.#restlessMs < LASTING_MS;
    if (this.#hasHelped) return nowMs - this.#steadyMs >= LASTING_MS;
    return !isSteady && this.#isDue(nowMs);
  }

  #askAnew(): void {
    this.#askedFromMs = undefined;
    this.#wasFlawed = this.#hasWavered = this.#wasSteady = this.#hasHelped = false;
  }

  #isDue(nowMs: number): boolean {
    return this.#askedFromMs !== undefined && nowMs - this.#askedFromMs >= PATIENCE_MS;
  }
}

const isPraise = (guidance: Guidance | undefined): boolean => guidance === 'HOLD_STILL' || guidance === 'PUT_DOWN';
