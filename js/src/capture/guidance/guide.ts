import type { AnalyzeOptions, FrameReported, ImageAnalysis, Point, Quad } from '../analysis.js';
import { BestOfWindow } from './best-frame.js';
import type { MrzWatch } from '../mrz/mrz.js';
import type { Patience } from './patience.js';
import type { Cancel, Platform, Snapshot } from '../platform/platform.js';
import type { Report } from '../happening.js';
import type { Direction, Guidance, VideoView } from '../types.js';
import type { Directions } from './directions.js';

/**
 * No frame is begun earlier after the one before, which makes 15 in a second of 30: a lasting load of more makes cheap
 * phones hot and then slow, and hints do not change faster.
 */
const FRAME_MS = 50;
/** Above this the guidance comes too late to help. */
const SLOW_MS = 400;
/** So many frames are timed; the first ones include the start of the engine. */
const TIMED_FRAMES = 5;
/** So many failures in a row are not chance. */
const MAX_FAILURES = 3;
/** An engine that worked and failed is started anew for the next frame: within this, or it does not come back. */
const COME_BACK_MS = 30_000;
/** What was said is not known to be true any more once a frame takes so long. */
const STALE_MS = 3_000;
/** No camera takes so long between two frames, not even in the dark. */
const STALL_MS = 5000;
/** A scene that comes and goes has to be clear in so many frames: fewer may be errors. */
const CLEAR_FRAMES = 4;
/** So long little has to speak for a document until the person is asked. */
const UNCERTAIN_MS = 800;
/** The time to put another side or another try in place. */
const SETTLE_MS = 1000;

/**
 * By strictness: the least share of the guide's area that a document fills, and the largest share of the part in sight.
 * A document of 0.8 times the guide's size fills 0.64 of its area, and a hint on show takes a seventh more to go.
 */
const SHARES = { off: [0, 1], relaxed: [0.4, 0.97], normal: [0.5, 0.9], strict: [0.55, 0.85] } as const;

/** Whether a snapshot shows a side that was taken before; the corners are in pixels of a picture of this width. */
export type IsRepeated = (snapshot: Snapshot, found: { corners: Quad; width: number }) => boolean;

/** Which side is looked for: whether it is the front, and what shows that it is one that was taken before. */
export interface Wanted {
  readonly isFront: boolean;
  readonly isRepeated: IsRepeated | undefined;
  /** What looks for its MRZ. */
  readonly mrz?: MrzWatch | undefined;
}

/** What the guidance finds. */
export interface GuidanceHappenings {
  /** `direction` goes with the hint, in the video as it is. */
  guidance(hint: Guidance | undefined, corners: Quad | undefined, direction?: Direction): void;
  /** The best frame of a steady and clear scene. It is the listener's to close. */
  best(snapshot: Snapshot): void;
  /** Frames take too long here, and the guidance has ended. */
  slow(): void;
  /** The video has stopped to show frames. */
  stalled(): void;
  /** Frames cannot be analysed; without a cause, because the code for it is missing. */
  unguided(cause: unknown): void;
}

/** Who listens to the guidance, and what can be done for it. */
export interface GuideHost {
  readonly report: Report<GuidanceHappenings>;
  /** Asks for a smaller video; whether that was possible, so that looking on makes sense. */
  readonly shrink: () => Promise<boolean>;
  /** How the person sees the video, where that is known. */
  readonly view: () => VideoView | undefined;
  readonly directions: Directions;
  readonly patience: Patience;
}

/** Looks at the video frame by frame, one at a time, says what is wrong and picks the picture. */
export class Guide {
  readonly #platform: Platform;
  readonly #options: AnalyzeOptions;
  readonly #host: GuideHost;
  readonly #best = new BestOfWindow();
  readonly #patience: Patience;
  #run = 0;
  #cancel: Cancel | undefined;
  #last: FrameReported | undefined;
  #size = '';
  #times: number[] = [];
  /** Whether a frame was ever looked at: before that, code may be on its way over a slow line. */
  #hasWorked = false;
  /** How often frames failed in a row, and why. */
  #failure: { readonly times: number; readonly cause: unknown } | undefined;
  /** Whether a frame was refused since the start. */
  #isDrawn = false;
  #autoFromMs = Infinity;
  #wanted: Wanted | undefined;
  /** Since when little speaks for a document. */
  #uncertainFromMs: number | undefined;
  /** Gone where the device is too slow for it, or its code cannot be had. */
  #mrz: MrzWatch | undefined;

  constructor(platform: Platform, options: AnalyzeOptions, host: GuideHost) {
    this.#platform = platform;
    // A photo may have more pixels than the video, and a small video would never be steady: the still is judged by it.
    this.#options = { ...options, thresholds: { ...options.thresholds, minPixelsPerMm: 0 } };
    this.#host = host;
    this.#patience = host.patience;
  }

  /** Starts anew. With `auto` it picks a picture, but not of another side than the one wanted. */
  start(video: HTMLVideoElement, auto: boolean, wanted?: Wanted): void {
    this.stop();
    this.#wanted = wanted;
    this.#mrz = wanted?.mrz;
    this.#last = this.#uncertainFromMs = undefined;
    this.#patience.reset(auto);
    this.#isDrawn = false;
    this.#times = [];
    this.#autoFromMs = auto ? this.#platform.now() + SETTLE_MS : Infinity;
    this.#next(video, this.#run);
  }

  /** What the last frame said. */
  get last(): FrameReported | undefined {
    return this.#last;
  }

  /** Stops; a frame that is being analysed is not heard of any more. */
  stop(): void {
    this.#run += 1;
    this.#cancel?.();
    this.#best.drop();
  }

  #next(video: HTMLVideoElement, run: number): void {
    const stalled = this.#platform.after(STALL_MS, () => {
      this.#host.report('stalled');
    });
    const frame = this.#platform.nextFrame(video, () => {
      stalled();
      void this.#frame(video, run);
    });
    this.#cancel = () => {
      stalled();
      frame();
    };
  }

  async #frame(video: HTMLVideoElement, run: number): Promise<void> {
    const started = this.#platform.now();
    const snapshot = await this.#platform.snapshot(video).catch(() => undefined);
    if (run === this.#run && snapshot !== undefined) await this.#look(snapshot, run);
    else snapshot?.close();
    if (run !== this.#run) return;
    const spent = this.#platform.now() - started;
    if (snapshot !== undefined && this.#isSlow(spent)) {
      this.#times = [];
      const isLighter = this.#mrz !== undefined;
      this.#mrz = undefined;
      const isSmaller = isLighter || (await this.#host.shrink());
      if (!isSmaller) this.#host.report('slow');
      if (!isSmaller || run !== this.#run) return;
    }
    this.#cancel = this.#platform.after(Math.max(0, FRAME_MS - spent), () => {
      this.#next(video, run);
    });
  }

  async #look(snapshot: Snapshot, run: number): Promise<void> {
    const timeMs = this.#platform.now();
    const size = `${snapshot.width}x${snapshot.height}`;
    if (size !== this.#size) {
      this.#last = undefined;
      this.#mrz?.forget();
    }
    this.#size = size;
    const mrz = this.#mrz;
    const waiting = this.#await(run);
    try {
      const options = this.#optionsFor(snapshot);
      const input = { options, ...(this.#last && { memory: this.#last.memory }), timeMs };
      const report = await this.#platform.sdk.analyzeFrame(snapshot.frame(this.#isDrawn), input, mrz?.input);
      this.#hasWorked = true;
      this.#failure = undefined;
      mrz?.see(report);
      if (run === this.#run) this.#judge(snapshot, report);
      else snapshot.close();
    } catch (error) {
      snapshot.close();
      if (run === this.#run) this.#fail(error);
    } finally {
      waiting();
    }
  }

  /** While a frame is looked at: takes the hint back that is too old, and gives an engine up that does not come back. */
  #await(run: number): Cancel {
    const cancels = [
      this.#platform.after(STALE_MS, () => {
        if (run === this.#run) this.#host.report('guidance', undefined, undefined);
      }),
    ];
    const { cause } = this.#failure ?? {};
    const giveUp = (): void => {
      if (run === this.#run) this.#giveUp(cause);
    };
    if (this.#failure && this.#hasWorked) cancels.push(this.#platform.after(COME_BACK_MS, giveUp));
    return (this.#cancel = () => {
      for (const cancel of cancels) cancel();
    });
  }

  #fail(cause: unknown): void {
    const times = (this.#failure?.times ?? 0) + 1;
    this.#failure = { times, cause };
    // Without its MRZ the document can be looked at all the same.
    this.#mrz = undefined;
    // Not every browser transfers frames.
    this.#isDrawn = true;
    if (times >= MAX_FAILURES) this.#giveUp(cause);
  }

  #giveUp(cause: unknown): void {
    this.stop();
    this.#failure = undefined;
    this.#host.report('unguided', cause);
  }

  #judge(snapshot: Snapshot, report: FrameReported): void {
    const { analysis, hint, steady } = report;
    const { width } = analysis;
    const now = this.#platform.now();
    this.#last = report;
    const corners = analysis.corners ?? undefined;
    const seen = corners && scaled(corners, snapshot.width / width);
    const view = this.#host.view();
    const isOut = seen !== undefined && view !== undefined && !isInSight(seen, view);
    const isAuto = now >= this.#autoFromMs && !isOut;
    const isReady = isAuto && (steady || (isClear(report) && this.#patience.isEnding(now)));
    const praised = hint ?? (isOut ? 'OUT_OF_FRAME' : this.#calm(analysis));
    // Another side than the one wanted, and what may be no document, is not praised first.
    const isGood = isReady || praised === 'HOLD_STILL';
    const other = isGood ? this.#otherSide(snapshot, analysis, width) : undefined;
    const isDoubted = isGood && !other && this.#isDoubtful(analysis);
    this.#uncertainFromMs = isDoubted ? (this.#uncertainFromMs ?? now) : undefined;
    const isUnfit = other !== undefined || isDoubted;
    const isHeld = isReady && !isUnfit && this.#mrz?.holdsBack(now) === true;
    // A back that was seen a moment ago holds the photo back for a while; what is at rest meanwhile need not be so anew.
    this.#best.restFromMs = isReady && other !== 'SAME_SIDE' ? Math.min(this.#best.restFromMs, now) : Infinity;
    const unread = isHeld && this.#mrz?.isTold(now) === true ? 'MRZ_UNREADABLE' : undefined;
    const isSteady = isAuto && steady && !isUnfit && !isHeld;
    const found = isSteady ? 'HOLD_STILL' : (other ?? unread ?? (isDoubted ? this.#doubt(now) : praised));
    const isBlocked = hint !== null || isOut || isUnfit || unread !== undefined;
    const look = { found, isBlocked, isFlawed: analysis.hints.length > 0, isSteady };
    const guidance = this.#patience.say(look, now);
    const shown = view ?? { left: 0, top: 0, width: snapshot.width, height: snapshot.height };
    const direction = this.#host.directions.of(guidance, seen, shown, now);
    this.#host.report('guidance', guidance, seen, direction);
    if (isReady && !isUnfit && !isHeld) this.#offer(snapshot, report, now);
    else this.#pass(snapshot, isAuto && isBlurAtMost(report) && !isUnfit && !isHeld);
  }

  /** Takes the frame into the choice, and ends with the best one when it is time. */
  #offer(snapshot: Snapshot, { analysis, steady }: FrameReported, now: number): void {
    this.#best.offer(snapshot, analysis, now, this.#mrz?.isProved);
    if (!this.#best.isOver(now, steady ? 1 : CLEAR_FRAMES)) return;
    const best = this.#best.take();
    this.stop();
    if (best) this.#host.report('best', best);
  }

  /** Lets a frame go; with it those before, unless the scene only trembles or its focus hunts: they are as good as they were. */
  #pass(snapshot: Snapshot, keepsBest: boolean): void {
    if (!keepsBest) this.#best.drop();
    snapshot.close();
  }

  /** What to say where the side is not the one wanted. */
  #otherSide(snapshot: Snapshot, { corners, isBack }: ImageAnalysis, width: number): Guidance | undefined {
    if (corners !== null && this.#wanted?.isRepeated?.(snapshot, { corners, width }) === true) return 'SAME_SIDE';
    return this.#wanted?.isFront === true && isBack ? 'WRONG_SIDE' : undefined;
  }

  /** Whether what little speaks for is to be the front of a document. */
  #isDoubtful({ isDoubtful }: ImageAnalysis): boolean {
    return this.#wanted?.isFront === true && isDoubtful;
  }

  /** What to say of what little speaks for: it is not praised, and named once it has lasted. */
  #doubt(now: number): Guidance | undefined {
    const isLasting = now - (this.#uncertainFromMs ?? now) >= UNCERTAIN_MS;
    return isLasting ? 'UNCERTAIN' : this.#patience.said;
  }

  /** What to say while no hint is due: a flaw that has only just appeared changes nothing, and is never praised. */
  #calm({ hints }: ImageAnalysis): Guidance | undefined {
    if (hints.length > 0) return this.#patience.said;
    return this.#autoFromMs < Infinity ? 'HOLD_STILL' : undefined;
  }

  /** The document is to fill the frame that the person sees, and not more than what is in sight. */
  #optionsFor({ width, height }: Snapshot): AnalyzeOptions {
    const view = this.#host.view();
    if (!view) return this.#options;
    const [least, most] = SHARES[this.#options.strictness ?? 'normal'];
    const pixels = width * height;
    const minCoverage = (least * view.guide.width * view.guide.height) / pixels;
    const maxCoverage = Math.min(1, (most * view.width * view.height) / pixels);
    return { ...this.#options, thresholds: { minCoverage, maxCoverage, ...this.#options.thresholds } };
  }

  #isSlow(spentMs: number): boolean {
    this.#times.push(spentMs);
    if (this.#times.length <= TIMED_FRAMES) return false;
    this.#times.shift();
    const median = [...this.#times].sort((one, other) => one - other)[TIMED_FRAMES >> 1] ?? 0;
    return median > SLOW_MS;
  }
}

/** Whether nothing but sharpness is missing, which the next frame may have. */
const isBlurAtMost = ({ analysis: { hints, corners }, hint }: FrameReported): boolean =>
  corners !== null && [...hints, hint ?? 'BLUR'].every((flaw) => flaw === 'BLUR');

/** Whether a frame is good by itself. The hint of blur stays on show for a while after it. */
const isClear = (report: FrameReported): boolean => report.analysis.hints.length === 0 && isBlurAtMost(report);

const isInSight = (quad: Quad, { left, top, width, height }: VideoView): boolean =>
  Object.values(quad).every(({ x, y }: Point) => x >= left && x <= left + width && y >= top && y <= top + height);

function scaled(quad: Quad, factor: number): Quad {
  const corners = Object.entries(quad) as [keyof Quad, Point][];
  return Object.fromEntries(
    corners.map(([name, { x, y }]) => [name, { x: x * factor, y: y * factor }]),
  ) as unknown as Quad;
}
