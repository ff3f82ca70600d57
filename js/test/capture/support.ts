// A browser with a camera, a clock and an engine that do what a test says.
import type {
  AnalyzeOptions,
  FrameInput,
  FrameMrzInput,
  FrameReported,
  Hint,
  ImageAnalysis,
  MrzReading,
  Quad,
} from '../../src/capture/analysis.js';
import { createCaptureOn } from '../../src/capture/session/session.js';
import { Draft } from '../../src/capture/draft/draft.js';
import { DRAFT_TOOLS } from '../../src/capture/draft/draft-tools.js';
import type {
  Cancel,
  DraftVault,
  OpenImage,
  PageFacts,
  PhotoCamera,
  Pixels,
  Platform,
  Sdk,
  Snapshot,
} from '../../src/capture/platform/platform.js';
import type { BrowserFiles, CameraCode, Guidance, MrzCode, Parts, SameSide } from '../../src/capture/parts/parts.js';
import { Directions, Patience } from '../../src/capture/guidance/directions.js';
import { Guide } from '../../src/capture/guidance/guide.js';
import { fittingJpeg } from '../../src/capture/still/browser-files.js';
import { takeStill } from '../../src/capture/still/still.js';
import { Live } from '../../src/capture/camera/live.js';
import * as cameras from '../../src/capture/camera/open-camera.js';
import type { Lenses } from '../../src/capture/camera/open-camera.js';
import * as lenses from '../../src/capture/camera/lens.js';
import * as mrz from '../../src/capture/mrz/mrz.js';
import * as sameSide from '../../src/capture/sides/same-side.js';
import type { Capture, CaptureOptions, CaptureState } from '../../src/capture/types.js';
import { FakeDevices, FakePage, FakePermission, FakeVault } from './devices.js';
import type { FakeCamera, FakeTrack } from './devices.js';
import { preparedImage } from '../../src/images/prepared.js';
import type { PreparedImage } from '../../src/images/prepared.js';
import type { PrepareOptions } from '../../src/images/prepare.js';

/** A frame of the fake camera comes so often. */
export const FRAME_MS = 33;

/** Corners a tenth of the image inside of it. */
export const rectangle = (width: number, height: number): Quad => ({
  topLeft: { x: width * 0.1, y: height * 0.1 },
  topRight: { x: width * 0.9, y: height * 0.1 },
  bottomRight: { x: width * 0.9, y: height * 0.9 },
  bottomLeft: { x: width * 0.1, y: height * 0.9 },
});

export function analysis(changes: Partial<ImageAnalysis> = {}): ImageAnalysis {
  const { width = 1280, height = 720 } = changes;
  const measured = { sharpness: 0.8, glare: 0, brightness: 0.5, contrast: 0.5, coverage: 0.6, pixelsPerMm: 10 };
  const pose = { tilt: 2, rotation: 0, corners: rectangle(width, height) };
  return { width, height, ...measured, ...pose, isBack: false, isDoubtful: false, hints: [], issues: [], ...changes };
}

/** What a frame of a still and clear scene says. */
export const STEADY: FrameReported = {
  analysis: analysis(),
  hint: null,
  steady: true,
  memory: {},
};
/** What a frame with one thing wrong says. */
export const wrong = (hint: Hint): FrameReported => ({ ...STEADY, hint, steady: false });

/** No MRZ, and one that is proved. */
export const NO_MRZ: MrzReading = {
  ...{ status: 'none', mrz: null, format: null, lines: [], confidence: [], likelihood: 0, quad: null, candidates: [] },
};
export const PROVED = { ...NO_MRZ, status: 'valid', lines: ['P<UTO', 'L898'] } as MrzReading;

type StillOptions = Parameters<Sdk['analyzeImage']>[1];

/** The engine: `report` answers for frames, `still` for files. */
export class FakeSdk implements Sdk {
  frames = 0;
  /** What the last frame and the last file were analysed by. */
  frameOptions: AnalyzeOptions | undefined;
  /** What each frame was told of those before. */
  readonly memories: (FrameInput['memory'] | undefined)[] = [];
  stillOptions: AnalyzeOptions | undefined;
  /** How each frame's MRZ was asked for; what is read in a file, and how that was; why none can be read. */
  readonly frameMrz: (FrameMrzInput | undefined)[] = [];
  reading: (file: Blob, corners?: Quad) => MrzReading = () => NO_MRZ;
  readonly read: (Quad | undefined)[] = [];
  mrzFails: Error | undefined;
  running = 0;
  mostRunning = 0;
  analysisMs = 5;
  report: FrameReported | ((frame: number) => FrameReported) = STEADY;
  still: (file: Blob) => ImageAnalysis = () => analysis();
  readonly prepared: { source: unknown; options: Record<string, unknown> }[] = [];
  fails: Error | undefined;
  readonly #platform: FakePlatform;

  constructor(platform: FakePlatform) {
    this.#platform = platform;
  }

  /** How often the engine was started ahead of its use. */
  starts = 0;
  start = (): Promise<unknown> => Promise.resolve((this.starts += 1));

  async analyzeFrame(
    _frame: Pixels | VideoFrame,
    { options, memory }: FrameInput,
    mrz?: FrameMrzInput,
  ): Promise<FrameReported> {
    this.frameMrz.push(mrz);
    if (mrz && this.mrzFails) throw this.mrzFails;
    this.frameOptions = options;
    this.memories.push(memory);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    const frame = this.frames++;
    await new Promise<void>((resolve) => this.#platform.after(this.analysisMs, resolve));
    this.running -= 1;
    if (this.fails) throw this.fails;
    return typeof this.report === 'function' ? this.report(frame) : this.report;
  }

  analyzeImage(file: Blob, { signal: _, ...options }: StillOptions): Promise<ImageAnalysis> {
    this.stillOptions = options;
    return Promise.resolve().then(() => this.still(file));
  }

  readMrz(file: Blob, { corners }: { corners?: Quad }): Promise<MrzReading> {
    this.read.push(corners);
    if (this.mrzFails) return Promise.reject(this.mrzFails);
    return Promise.resolve().then(() => this.reading(file, corners));
  }

  prepareImage(source: unknown, { signal: _, ...options }: PrepareOptions): Promise<PreparedImage> {
    this.prepared.push({ source, options });
    if (this.fails) return Promise.reject(this.fails);
    const bytes = new TextEncoder().encode(`picture ${this.prepared.length}`);
    const info = { width: 1280, height: 720, mimeType: 'image/png', byteLength: 9, orientation: 1 };
    const facts = { width: 1280, height: 720, mimeType: 'image/jpeg', byteLength: bytes.length, base64Length: 16 };
    const rest = { path: 'encoded', sha256: '00', source: info, notes: [], quality: 90 };
    return Promise.resolve(preparedImage({ ...facts, ...rest, bytes } as Parameters<typeof preparedImage>[0]));
  }
}

/** The browser, and the code that is loaded there. */
export class FakePlatform implements Platform, Parts {
  readonly sdk = new FakeSdk(this);
  drafts: DraftVault = new FakeVault();
  readonly media = new FakeDevices();
  readonly page = new FakePage();
  readonly view = new EventTarget();
  readonly asked = new FakePermission();
  pageFacts: PageFacts = { secure: true, framed: false, allowed: true, userAgent: 'Mozilla/5.0', touch: true };
  hasDevices = true;
  lens: string | undefined;
  photos: PhotoCamera | undefined;
  readonly urls = new Set<string>();
  awake = 0;
  openSnapshots = 0;
  /** Of each frame, whether its pixels were asked for. */
  readonly drawnFrames: boolean[] = [];
  /** The light of every pixel; a dead camera's is 0. */
  light = 128;
  /** The cells of the picture, where it has more than one light. */
  pattern: ((x: number, y: number) => number) | undefined;
  /** Whether the video shows new frames. */
  isFrozen = false;
  #time = 0;
  #timers: { at: number; work: () => void }[] = [];
  #urls = 0;

  openDraft = (name: string): Promise<Draft> =>
    Promise.resolve(new Draft({ vault: this.drafts, tools: DRAFT_TOOLS, after: this.after }, name));
  loadSameSide = (): Promise<SameSide> => Promise.resolve(sameSide);
  loadCamera = (): Promise<CameraCode> => Promise.resolve({ Live, cameras });
  loadLenses = (): Promise<Lenses> => Promise.resolve(lenses);
  loadGuidance = (): Promise<Guidance> => Promise.resolve({ Guide, Directions, Patience, takeStill });
  loadMrz = (): Promise<MrzCode> => Promise.resolve(mrz);
  loadBrowserFiles = (): Promise<BrowserFiles> => Promise.resolve({ openImage: this.openImage, fittingJpeg });
  devices = (): FakeDevices | undefined => (this.hasDevices ? this.media : undefined);
  facts = (): PageFacts => this.pageFacts;
  permission = (): Promise<FakePermission> => Promise.resolve(this.asked);
  document = (): FakePage => this.page;
  window = (): EventTarget => this.view;
  recallLens = (): string | undefined => this.lens;
  rememberLens = (deviceId: string): void => {
    this.lens = deviceId;
  };
  now = (): number => this.#time;

  after = (ms: number, work: () => void): Cancel => {
    const timer = { at: this.#time + ms, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.length;
  }

  nextFrame = (_video: HTMLVideoElement, work: () => void): Cancel => {
    const wait = (): void => {
      if (this.isFrozen) cancel = this.after(FRAME_MS, wait);
      else work();
    };
    let cancel = this.after(FRAME_MS, wait);
    return () => {
      cancel();
    };
  };

  snapshot = (video: HTMLVideoElement): Promise<Snapshot | undefined> => {
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0) return Promise.resolve(undefined);
    this.openSnapshots += 1;
    const label = { name: 'frame', at: this.#time };
    return Promise.resolve({
      width,
      height,
      pixels: (maxEdge) => this.#pixels(width, height, maxEdge),
      frame: (isDrawn) => {
        this.drawnFrames.push(isDrawn);
        return this.#pixels(width, height, 1280);
      },
      picture: label as never,
      close: () => {
        this.openSnapshots -= 1;
      },
    });
  };

  photoCamera = (): PhotoCamera | undefined => this.photos;
  /** What the browser made files of, and how large a file is at a quality. */
  readonly drawn: { maxEdge: number; quality: number }[] = [];
  jpegBytes: (maxEdge: number, quality: number) => number = () => 1000;
  openImages = 0;
  openImage = (): Promise<OpenImage> => {
    this.openImages += 1;
    return Promise.resolve({
      width: 4000,
      height: 3000,
      jpeg: (maxEdge, quality) => {
        this.drawn.push({ maxEdge, quality });
        const file = new Blob([new Uint8Array(this.jpegBytes(maxEdge, quality))], { type: 'image/jpeg' });
        return Promise.resolve({ file, width: Math.min(4000, maxEdge), height: Math.min(3000, maxEdge) });
      },
      close: () => {
        this.openImages -= 1;
      },
    });
  };

  readPixels = (): Promise<Pixels> => Promise.resolve(this.#pixels(1280, 720, 320));

  urlOf = (): string => {
    this.#urls += 1;
    const url = `blob:${this.#urls}`;
    this.urls.add(url);
    return url;
  };

  revoke = (url: string): void => {
    this.urls.delete(url);
  };

  keepAwake = (): Cancel => {
    let isAwake = true;
    this.awake += 1;
    return () => {
      if (isAwake) this.awake -= 1;
      isAwake = false;
    };
  };

  /** Lets time pass; everything that falls due happens in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#time + ms;
    await settle();
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#time = Math.max(this.#time, due.at);
      due.work();
      await settle();
    }
    this.#time = end;
  }

  /** Hides or shows the page. */
  async show(visible: boolean): Promise<void> {
    this.page.visibilityState = visible ? 'visible' : 'hidden';
    this.page.dispatchEvent(new Event('visibilitychange'));
    await settle();
  }

  #pixels(width: number, height: number, maxEdge: number): Pixels {
    const scale = Math.min(1, maxEdge / Math.max(width, height));
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    // Nobody looks at the pixels of a large picture here.
    if (maxEdge > 320) return { ...size, rgba: new Uint8Array(0) };
    const rgba = new Uint8Array(size.width * size.height * 4).fill(this.light);
    const { pattern } = this;
    if (pattern) {
      for (let index = 0; index < rgba.length; index += 1) {
        const pixel = index >> 2;
        rgba[index] = pattern((pixel % size.width) / size.width, Math.floor(pixel / size.width) / size.height);
      }
    }
    return { ...size, rgba };
  }
}

const settle = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A `<video>` that plays what it is given. */
export const fakeVideo = (): HTMLVideoElement => new FakeVideo() as unknown as HTMLVideoElement;

class FakeVideo {
  srcObject: { getVideoTracks: () => FakeTrack[] } | null = null;

  get videoWidth(): unknown {
    return this.srcObject?.getVideoTracks()[0]?.settings.width ?? 0;
  }

  get videoHeight(): unknown {
    return this.srcObject?.getVideoTracks()[0]?.settings.height ?? 0;
  }

  play(): Promise<void> {
    return Promise.resolve();
  }
}

/** A capture on a fake browser, with everything it told. */
export interface Scene {
  platform: FakePlatform;
  capture: Capture;
  video: HTMLVideoElement;
  states: CaptureState[];
  events: { type: string; detail: unknown }[];
}

export function scene(options: CaptureOptions = {}, platform = new FakePlatform()): Scene {
  const capture = createCaptureOn({ platform, parts: platform }, options);
  const states: CaptureState[] = [];
  const events: Scene['events'] = [];
  capture.addEventListener('statechange', ({ detail }) => states.push(detail));
  for (const type of ['ready', 'hint', 'captured', 'error', 'cancel'] as const) {
    capture.addEventListener(type, ({ detail }) => events.push({ type, detail }));
  }
  return { platform, capture, video: fakeVideo(), states, events };
}

/** A scene whose camera runs. */
export async function liveScene(options: CaptureOptions = {}, platform = new FakePlatform()): Promise<Scene> {
  const made = scene(options, platform);
  void made.capture.start(made.video);
  await platform.advance(2 * FRAME_MS);
  return made;
}
/** The one camera that is on. */
export const only = ({ platform }: Scene): FakeTrack => {
  const [track, ...others] = platform.media.on;
  if (track === undefined || others.length > 0) throw new Error(`${platform.media.on.length} cameras are on`);
  return track;
};

/** A platform whose scene is never clear, so that nothing is taken. */
export function watching(...cameras: FakeCamera[]): FakePlatform {
  const platform = new FakePlatform();
  platform.sdk.report = wrong('BLUR');
  if (cameras.length > 0) platform.media.cameras = cameras;
  return platform;
}
