// Plays a film to the capture as it is in the package, without a browser: its state machine, its guidance, the core.
import { readFileSync } from 'node:fs';
import { FakePlatform, liveScene } from '../../../js/test/capture/support.ts';
import * as core from '../../../js/pkg/idsnap.js';
import { analyzeImage, prepareImage } from '../../../dist/node.js';
import { drawFrame, SIZE } from './draw.mjs';
import { castOf, dueFrom, GUIDE, lengthOf, sceneAt } from './films.mjs';

/** The camera's frames a second, as phones have them in a room. */
const FRAMES_PER_SECOND = 15;
/** What a frame costs on the way to the worker and back, in the film's own time. */
const ANALYSIS_MS = 25;

const wasmOf = (name) => readFileSync(new URL(`../../../js/pkg/${name}.wasm`, import.meta.url));
const first = core.initSync({ module: new WebAssembly.Module(wasmOf('idsnap_bg')) });
new WebAssembly.Instance(new WebAssembly.Module(wasmOf('idsnap_scene_bg')), { first: { ...first } });

/** A camera that shows a film, before an engine that is the real one. */
class Cinema extends FakePlatform {
  #film;
  #cast;
  #drawn = { frame: -1 };
  #taken;

  constructor(film, watch) {
    super();
    this.#film = film;
    this.#cast = castOf(film);
    Object.assign(this.sdk, {
      analyzeFrame: async ({ rgba, width, height }, input) => {
        await new Promise((done) => this.after(ANALYSIS_MS, done));
        const report = core.analyzeFrame(rgba, width, height, JSON.stringify(input));
        watch?.(this.now() - this.startedMs, report);
        return report;
      },
      analyzeImage: (file, { signal: _, ...options }) => analyzeImage(file, options),
      prepareImage: (source, { signal: _, ...options }) => {
        if ('data' in source) this.#taken = { ...SIZE, rgba: source.data };
        return prepareImage(source, options);
      },
    });
    this.nextFrame = (_video, work) => this.after(1000 / FRAMES_PER_SECOND, work);
    this.snapshot = () => Promise.resolve(this.#snapshot());
    // Node decodes no images: these are the pixels that the file was made of.
    this.readPixels = () => Promise.resolve(halved(this.#taken, 320));
    this.startedMs = 0;
  }

  get seconds() {
    return (this.now() - this.startedMs) / 1000;
  }

  #snapshot() {
    const frame = Math.floor(this.seconds * FRAMES_PER_SECOND);
    if (frame !== this.#drawn.frame) {
      const scene = sceneAt(this.#film, this.#cast, frame / FRAMES_PER_SECOND);
      this.#drawn = { frame, rgba: drawFrame(scene) };
    }
    const { rgba } = this.#drawn;
    const picture = { ...SIZE, data: new Uint8ClampedArray(rgba.buffer), [Symbol.toStringTag]: 'ImageData' };
    const pixels = (maxEdge) => (maxEdge >= SIZE.width ? { ...SIZE, rgba } : halved({ ...SIZE, rgba }, maxEdge));
    return { ...SIZE, picture, pixels, frame: () => pixels(SIZE.width), close: () => {} };
  }
}

/** The nearest pixels of a smaller image. */
function halved({ width, height, rgba }, maxEdge) {
  const factor = width / maxEdge;
  const size = { width: maxEdge, height: Math.round(height / factor) };
  const small = new Uint8Array(size.width * size.height * 4);
  for (let at = 0; at < size.width * size.height; at += 1) {
    const [x, y] = [Math.floor((at % size.width) * factor), Math.floor(Math.floor(at / size.width) * factor)];
    small.set(rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4), at * 4);
  }
  return { ...size, rgba: small };
}

/**
 * What came of a film: when the photo was taken, counted from when it was due; what was said; and whether that is right.
 * `watch` is given the time of every frame, and its report.
 */
export async function play(film, watch) {
  const cinema = new Cinema(film, watch);
  const { capture, events } = await liveScene(
    { shutterAfterMs: 60_000, ...(film.sides && { sides: film.sides }) },
    cinema,
  );
  const { width, height } = SIZE;
  capture.setView({ left: 0, top: 0, width, height, guide: GUIDE });
  cinema.startedMs = cinema.now();
  let tookAt;
  while (cinema.seconds < lengthOf(film) && tookAt === undefined) {
    await cinema.advance(1000 / FRAMES_PER_SECOND / 2);
    if (capture.state.phase === 'live') continue;
    const isLast = capture.state.step === capture.state.steps - 1;
    if (isLast) tookAt = cinema.seconds;
    else await accepted(capture);
  }
  const review = await reviewOf(capture);
  capture.dispose();
  const hints = [...new Set(events.filter(({ type }) => type === 'hint').map(({ detail }) => detail))].filter(Boolean);
  return { ...judged(film, tookAt, review), hints, warnings: review?.warnings ?? [] };
}

/** Takes the photo of a side that is not the last. */
async function accepted(capture) {
  await reviewOf(capture);
  await capture.accept();
  while (capture.state.phase === 'preparing') await new Promise((done) => setTimeout(done, 5));
}

/** Reading the photo takes time of the world's, not of the film's. */
async function reviewOf(capture) {
  while (capture.state.phase === 'capturing') await new Promise((done) => setTimeout(done, 5));
  return capture.state.review;
}

function judged(film, tookAt, review) {
  const due = dueFrom(film);
  const seconds = tookAt === undefined || due === undefined ? undefined : tookAt - due;
  const isTaken = review !== undefined && review.warnings.length === 0;
  const isEarly = seconds !== undefined && seconds < 0;
  if (due === undefined) return { verdict: isTaken ? 'wrong' : 'right', seconds, isTaken };
  if (isTaken && isEarly) return { verdict: 'wrong', seconds, isTaken };
  return { verdict: isTaken ? 'right' : 'stuck', seconds, isTaken };
}
