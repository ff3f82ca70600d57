import type { ImageSource } from '../../../pkg/idsnap.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { AnalyzeOptions, ImageAnalysis } from '../analysis.js';
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

/** Files by the SDK. */
export const imageFiles = (sdk: Sdk, options: AnalyzeOptions): ImageFiles => ({
  async encode(snapshot, image) {
    try {
      return (await sdk.prepareImage(image, FRAME)).blob;
    } finally {
      snapshot.close();
    }
  },
  read: async (file) => ({ file, analysis: await sdk.analyzeImage(file, options) }),
});
