import type { FrameMrzInput, FrameReported, MrzReading } from '../analysis.js';
import type { Sdk } from '../platform/platform.js';
import type { MrzDemand } from '../types.js';

/** A scene that is still gets so long before it is said that its MRZ cannot be read: not every frame is searched. */
const UNSAID_MS = 700;
/**
 * So long a clear scene is held back for its MRZ. Then the photo is taken and judged: it may have more pixels than the
 * video, and nobody is kept waiting.
 */
const HELD_BACK_MS = 4000;

/** What frames show of the MRZ, and whether the photo has to wait for it. */
export class MrzWatch {
  readonly #isRequired: boolean;
  #memory: FrameMrzInput['memory'];
  #heldFromMs: number | undefined;
  #isProved = false;

  constructor(demand: MrzDemand) {
    this.#isRequired = demand === 'require';
  }

  /** How the next frame is read. */
  get input(): FrameMrzInput {
    return this.#memory ? { memory: this.#memory } : {};
  }

  /** Whether the check digits held in the last frame that was searched. */
  get isProved(): boolean {
    return this.#isProved;
  }

  /** Takes note of a frame. */
  see({ mrz }: FrameReported): void {
    if (!mrz) return;
    this.#memory = mrz.memory;
    this.#isProved = mrz.zone === 'valid';
  }

  /** Forgets where it was, as where the video has another size. */
  forget(): void {
    this.#memory = undefined;
  }

  /** Whether a scene that is clear otherwise is held back. */
  holdsBack(nowMs: number): boolean {
    if (!this.#isRequired || this.#isProved) return false;
    this.#heldFromMs ??= nowMs;
    return nowMs - this.#heldFromMs < HELD_BACK_MS;
  }

  /** Whether the person has to hear that it cannot be read. */
  isTold(nowMs: number): boolean {
    return this.#heldFromMs !== undefined && nowMs - this.#heldFromMs >= UNSAID_MS;
  }
}

/** The measures of a photo, and its MRZ; that is absent where the code that reads it cannot be had. */
export async function analyzeWithMrz(
  sdk: Sdk,
  file: Blob,
  options: Parameters<Sdk['analyzeImage']>[1],
): Promise<Awaited<ReturnType<Sdk['analyzeImage']>> & { mrz?: MrzReading }> {
  const analysis = await sdk.analyzeImage(file, options);
  const { signal } = options;
  const read = (corners?: typeof analysis.corners): Promise<MrzReading> =>
    sdk.readMrz(file, { ...(signal && { signal }), ...(corners && { corners }) });
  try {
    const mrz = await read(analysis.corners);
    // Corners that are wrong may have cut it off.
    return { ...analysis, mrz: mrz.status === 'valid' || !analysis.corners ? mrz : better(mrz, await read()) };
  } catch {
    signal?.throwIfAborted();
    return analysis;
  }
}

const better = (one: MrzReading, other: MrzReading): MrzReading =>
  other.status === 'valid' || one.status === 'none' ? other : one;
