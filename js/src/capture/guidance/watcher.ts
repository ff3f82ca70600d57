import type { AnalyzeOptions } from '../analysis.js';
import type { Guide, GuideHost, Wanted } from './guide.js';
import { Lazy } from '../parts/lazy.js';
import type { Environment, Guidance, MrzCode } from '../parts/parts.js';
import type { MrzDemand } from '../types.js';
import type { Snapshot } from '../platform/platform.js';
import type { Still } from '../still/image-files.js';
import type { StillParts } from '../still/still.js';

/** Which side is looked for, and what is asked of its MRZ. */
interface WantedSide extends Omit<Wanted, 'mrz'> {
  readonly mrz: MrzDemand;
}

/** The guide and what takes stills, whose code is loaded beside the engine that both work by. */
export class Watcher {
  readonly #code: Lazy<Guidance>;
  readonly #mrz: Lazy<MrzCode>;
  readonly #host: Omit<GuideHost, 'directions' | 'patience'>;
  readonly #create: (code: Guidance) => Guide;
  #guide: Guide | undefined;
  #run = 0;

  constructor(
    { platform, parts }: Environment,
    options: AnalyzeOptions,
    host: Omit<GuideHost, 'directions' | 'patience'>,
  ) {
    this.#code = new Lazy(() => parts.loadGuidance());
    this.#mrz = new Lazy(() => parts.loadMrz());
    this.#host = host;
    this.#create = ({ Guide, Directions, Patience }) =>
      new Guide(platform, options, { ...host, directions: new Directions(), patience: new Patience() });
  }

  prefetch(): void {
    void this.#code.prefetch();
  }

  /** Starts the guide, unless it was stopped before its code came. */
  async start(video: HTMLVideoElement, auto: boolean, wanted?: WantedSide): Promise<void> {
    this.stop();
    const run = this.#run;
    const mrz = wanted?.mrz ?? 'off';
    const reader = mrz === 'off' ? undefined : await this.#mrz.get();
    const code = await this.#code.get();
    if (run !== this.#run) return;
    const looked = wanted && {
      isFront: wanted.isFront,
      isRepeated: wanted.isRepeated,
      mrz: reader && new reader.MrzWatch(mrz),
    };
    if (code) (this.#guide ??= this.#create(code)).start(video, auto, looked);
    else this.#host.report('unguided', undefined);
  }

  stop(): void {
    this.#run += 1;
    this.#guide?.stop();
  }

  /** Takes a still; without the code that takes a better one, it is the frame. */
  async takeStill(parts: StillParts, snap: () => Promise<Snapshot | undefined>): Promise<Still | undefined> {
    const code = await this.#code.get();
    const snapshot = await snap();
    if (snapshot === undefined) return undefined;
    return code
      ? code.takeStill(parts, snapshot, this.#guide?.last)
      : parts.read(await parts.encode(snapshot, snapshot.picture));
  }
}
