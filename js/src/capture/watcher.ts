import type { AnalyzeOptions } from './analysis.js';
import type { Findings, Guide, IsRepeated } from './guide.js';
import { Lazy } from './lazy.js';
import type { Guidance, Platform, Snapshot } from './platform.js';
import type { Still, StillParts } from './still.js';

/** The guide and what takes stills, whose code is loaded beside the engine that both work by. */
export class Watcher {
  readonly #code: Lazy<Guidance>;
  readonly #found: Findings;
  readonly #create: (code: Guidance) => Guide;
  #guide: Guide | undefined;
  #run = 0;

  constructor(platform: Platform, options: AnalyzeOptions, found: Findings) {
    this.#code = new Lazy(() => platform.loadGuidance());
    this.#found = found;
    this.#create = ({ Guide }) => new Guide(platform, options, found);
  }

  prefetch(): void {
    void this.#code.prefetch();
  }

  /** Starts the guide, unless it was stopped before its code came. */
  async start(video: HTMLVideoElement, auto: boolean, isRepeated?: IsRepeated): Promise<void> {
    this.stop();
    const run = this.#run;
    try {
      const code = await this.#load();
      if (run === this.#run) (this.#guide ??= this.#create(code)).start(video, auto, isRepeated);
    } catch (error) {
      if (run === this.#run) this.#found.failed(error);
    }
  }

  stop(): void {
    this.#run += 1;
    this.#guide?.stop();
  }

  async takeStill(parts: StillParts, snap: () => Promise<Snapshot | undefined>): Promise<Still | undefined> {
    const { takeStill } = await this.#load();
    const snapshot = await snap();
    return snapshot && takeStill(parts, snapshot);
  }

  async #load(): Promise<Guidance> {
    const code = await this.#code.get();
    if (code === undefined) throw new Error('a part of the code could not be loaded');
    return code;
  }
}
