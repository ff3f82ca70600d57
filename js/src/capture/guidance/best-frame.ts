import type { ImageAnalysis } from '../analysis.js';
import type { Snapshot } from '../platform/platform.js';

/** How long pictures are compared once the scene is steady: hands are calm for about a second, and focus settles. */
const WINDOW_MS = 600;
/** Of a scene that was at rest before it could be chosen from, the last frames are enough. */
const LEAST_WINDOW_MS = 300;
/** A frame whose MRZ is proved is sharp already. */
const PROVED_WINDOW_MS = 150;

/** How good a clear picture is: what is sharp, without what glares. */
const scoreOf = ({ sharpness, glare }: ImageAnalysis): number => sharpness * (1 - glare);

/** Keeps the best of the pictures offered within a short time. Not more than one is held. */
export class BestOfWindow {
  /** Since when the scene has been at rest, whether or not it may be chosen from; to be set before a picture is offered. */
  restFromMs = Infinity;
  #best: { snapshot: Snapshot; score: number } | undefined;
  #endsMs = 0;
  #offered = 0;

  /** Whether the time is over and so many pictures were offered. */
  isOver(nowMs: number, least = 1): boolean {
    return this.#offered >= least && nowMs >= this.#endsMs;
  }

  /**
   * Takes a picture over: it is kept or closed. The first one starts the time, a scene that has been at rest for a while or
   * whose MRZ is proved shortens it.
   */
  offer(snapshot: Snapshot, analysis: ImageAnalysis, nowMs: number, isProved = false): void {
    if (this.#best === undefined) {
      this.#endsMs = Math.max(nowMs + LEAST_WINDOW_MS, Math.min(this.restFromMs, nowMs) + WINDOW_MS);
    }
    if (isProved) this.#endsMs = Math.min(this.#endsMs, nowMs + PROVED_WINDOW_MS);
    // What is proved counts more than any measure, which is 1 at most.
    const score = scoreOf(analysis) + (isProved ? 1 : 0);
    const isBetter = this.#best === undefined || score > this.#best.score;
    if (isBetter) this.#best?.snapshot.close();
    if (isBetter) this.#best = { snapshot, score };
    else snapshot.close();
    this.#offered += 1;
  }

  /** Hands the best picture over. */
  take(): Snapshot | undefined {
    const snapshot = this.#best?.snapshot;
    this.#best = undefined;
    this.#offered = 0;
    return snapshot;
  }

  drop(): void {
    this.take()?.close();
  }
}
