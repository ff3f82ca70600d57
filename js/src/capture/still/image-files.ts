import type { ImageSource } from '../../../pkg/idsnap.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { AnalyzeOptions, Hint, ImageAnalysis } from '../analysis.js';
import type { Sdk, Snapshot } from '../platform/platform.js';

/** A photo as a file, with what was measured on it. */
export interface Still {
  readonly file: Blob;
  readonly analysis: ImageAnalysis;
}

/** How images become files, and how files are measured. */
export interface ImageFiles {
  /** Makes a file of the image, and closes the snapshot. */
  readonly encode: (snapshot: Snapshot, image: ImageSource) => Promise<Blob>;
  readonly read: (file: Blob) => Promise<Still>;
}

/** Next to no loss, because the image is encoded once more when it is prepared for a vendor. */
const FRAME: PrepareOptions = { quality: 95, limits: { formats: ['image/jpeg'] } };

/**
 * The analysis of a file, which is not a frame: a document that takes a small share of a large photo is near enough when
 * it has enough pixels for a millimetre. A threshold of the page's own counts in any case.
 */
function ofFile(analysis: ImageAnalysis, { thresholds }: AnalyzeOptions): ImageAnalysis {
  const { hints, issues, pixelsPerMm } = analysis;
  const isEnough = pixelsPerMm !== null && !hints.includes('LOW_RESOLUTION');
  if (!isEnough || thresholds?.minCoverage !== undefined) return analysis;
  const isNear = (hint: Hint): boolean => hint !== 'TOO_FAR';
  return { ...analysis, hints: hints.filter(isNear), issues: issues.filter(({ hint }) => isNear(hint)) };
}

/** Files by the SDK. */
export const imageFiles = (sdk: Sdk, options: AnalyzeOptions): ImageFiles => ({
  async encode(snapshot, image) {
    try {
      return (await sdk.prepareImage(image, FRAME)).blob;
    } finally {
      snapshot.close();
    }
  },
  read: async (file) => ({ file, analysis: ofFile(await sdk.analyzeImage(file, options), options) }),
});
