import type { IsRepeated } from '../guidance/guide.js';
import type { Environment, SameSide } from '../parts/parts.js';
import type { Print } from './same-side.js';
import type { Still } from '../still/image-files.js';

/** What tells whether a picture shows another side than those before. */
export interface SideJudgement {
  readonly print: Print | undefined;
  readonly isRepeated: boolean;
}

/** Tells the sides apart. Nobody waits for the code that does it: until it is there, every picture is a new side. */
export class Sides {
  readonly #environment: Environment;
  readonly #count: number;
  #sameSide: SameSide | undefined;

  constructor(environment: Environment, count: number) {
    this.#environment = environment;
    this.#count = count;
  }

  /** Loads the code where there are sides to tell apart. */
  async prefetch(): Promise<void> {
    if (this.#count > 1) this.#sameSide ??= await this.#environment.parts.loadSameSide().catch(() => undefined);
  }

  /** Looks in snapshots for the side that was taken last, which has this print. */
  watch(before: Print | undefined): IsRepeated | undefined {
    const sameSide = this.#sameSide;
    return sameSide && before && ((snapshot, found) => sameSide.isRepeated(before, snapshot, found));
  }

  /** Compares a photo with the sides that were taken, which have these prints. */
  async judge(still: Still, prints: readonly (Print | undefined)[]): Promise<SideJudgement> {
    const sameSide = this.#sameSide;
    const print = await sameSide?.printOfStill(this.#environment.platform, still);
    const isRepeated = print !== undefined && prints.some((other) => other && sameSide?.isSameSide(other, print));
    return { print, isRepeated };
  }
}
