import { preparedImage } from '../../images/prepared.js';
import type { PreparedImage } from '../../images/prepared.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { AnalyzeOptions, ImageAnalysis, MrzReading } from '../analysis.js';
import { Lazy } from '../parts/lazy.js';
import type { BrowserFiles, Environment } from '../parts/parts.js';
import type { Drawn, OpenImage, Snapshot } from '../platform/platform.js';
import { byEngineOr } from './without-engine.js';

/** A photo as a file, with what was measured on it. */
export interface Still {
  readonly file: Blob;
  readonly analysis: ImageAnalysis;
  /** Whether it was measured: without the engine nothing can be, and every measure is 0. */
  readonly measured: boolean;
  /** Its MRZ, where that was asked for and could be looked for. */
  readonly mrz?: MrzReading;
}

/** How images become files, and how files are measured. */
export interface ImageFiles {
  /** Loads ahead what makes files where the engine cannot be had. */
  readonly prefetch: () => void;
  /** Makes a file of the image, and closes the snapshot. */
  readonly encode: (snapshot: Snapshot, image: Drawn) => Promise<Blob>;
  readonly read: (file: Blob) => Promise<Still>;
  /** The same with its MRZ. */
  readonly readWithMrz: (file: Blob) => Promise<Still>;
  readonly prepare: (image: Drawn, options: PrepareOptions) => Promise<PreparedImage>;
}

/** Next to no loss, because the image is encoded once more when it is prepared for a vendor. */
const FRAME: PrepareOptions = { quality: 95, limits: { formats: ['image/jpeg'] } };

/** What is known of an image that nothing was measured on. */
const UNMEASURED = {
  ...{ sharpness: 0, glare: 0, brightness: 0, contrast: 0, coverage: 0, tilt: 0, rotation: 0 },
  ...{ corners: null, pixelsPerMm: null, isBack: false, isDoubtful: false, hints: [], issues: [] },
};

const unmeasured = (file: Blob, { width, height }: OpenImage): Still => ({
  ...{ file, analysis: { ...UNMEASURED, width, height }, measured: false },
});

/** Does work on an image that the browser decodes. */
async function byBrowser<T>(
  code: Lazy<BrowserFiles>,
  image: Drawn,
  use: (open: OpenImage, by: BrowserFiles) => T | Promise<T>,
): Promise<T> {
  const by = await code.get();
  if (by === undefined) throw new Error('the code did not come');
  const open = await by.openImage(image);
  try {
    return await use(open, by);
  } finally {
    open.close();
  }
}

/** Files by the SDK, or by the browser where the engine cannot be had. */
export function imageFiles({ platform, parts }: Environment, options: AnalyzeOptions): ImageFiles {
  const { sdk } = platform;
  const code = new Lazy(() => parts.loadBrowserFiles());
  const prepare: ImageFiles['prepare'] = (image, wanted) =>
    byEngineOr(
      platform,
      (signal) => sdk.prepareImage(image, { ...wanted, signal }),
      () => byBrowser(code, image, async (open, by) => preparedImage(await by.fittingJpeg(image, wanted, open))),
    );
  const mrzCode = new Lazy(() => parts.loadMrz());
  type Measured = ImageAnalysis & { mrz?: MrzReading };
  const measured = (file: Blob, analyze: (signal: AbortSignal) => Promise<Measured>): Promise<Still> =>
    byEngineOr<Still>(
      platform,
      async (signal) => {
        const { mrz, ...analysis } = await analyze(signal);
        return { file, analysis, measured: true, ...(mrz && { mrz }) };
      },
      () => byBrowser(code, file, (size) => unmeasured(file, size)),
    );
  return {
    prefetch: () => void code.prefetch(),
    prepare,
    async encode(snapshot, image) {
      try {
        return (await prepare(image, FRAME)).blob;
      } finally {
        snapshot.close();
      }
    },
    read: (file) => measured(file, (signal) => sdk.analyzeImage(file, { ...options, signal })),
    async readWithMrz(file) {
      const by = await mrzCode.get();
      return measured(file, (signal) =>
        by ? by.analyzeWithMrz(sdk, file, { ...options, signal }) : sdk.analyzeImage(file, { ...options, signal }),
      );
    },
  };
}
