import type { IsRepeated } from '../guidance/guide.js';
import type { Platform, SameSide } from '../platform/platform.js';
import type { Print } from './same-side.js';
import type { Still } from '../still/still.js';

/** What tells whether a picture shows another side than those before. */
export interface SideJudgement {
  readonly print: Print | undefined;
  readonly isRepeated: boolean;
}

/** Tells the sides apart. Nobody waits for the code that does it: until it is there, every picture is a new side. */
export class Sides {
  /** The prints of the sides that were taken. */
  readonly prints: (Print | undefined)[] = [];
  readonly #platform: Platform;
  readonly #count: number;
  #sameSide: SameSide | undefined;

  constructor(platform: Platform, count: number) {
    this.#platform = platform;
    this.#count = count;
  }

  /** Loads the code where there are sides to tell apart. */
  async prefetch(): Promise<void> {
    if (this.#count > 1) this.#sameSide ??= await this.#platform.loadSameSide().catch(() => undefined);
  }

  /** Looks for the side that was taken last in snapshots; nothing before the second side. */
  watch(): IsRepeated | undefined {
    const sameSide = this.#sameSide;
    const before = this.prints.at(-1);
    return sameSide && before && ((snapshot, found) => sameSide.isRepeated(before, snapshot, found));
  }

  async judge(still: Still): Promise<SideJudgement> {
    const sameSide = this.#sameSide;
    const print = await sameSide?.printOfStill(this.#platform, still);
    const isRepeated = print !== undefined && this.prints.some((other) => other && sameSide?.isSameSide(other, print));
    return { print, isRepeated };
  }
}
