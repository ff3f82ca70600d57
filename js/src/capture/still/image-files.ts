import type { ImageSource } from '../../../pkg/idsnap.js';
import type { PrepareOptions } from '../../images/prepare.js';
import type { AnalyzeOptions } from '../analysis.js';
import type { Sdk, Snapshot } from '../platform/platform.js';
import type { Still } from './still.js';

/** How pictures become files, and how files are measured. */
export interface PictureFiles {
  /** Makes a file of the picture, and closes the snapshot. */
  readonly encode: (snapshot: Snapshot, picture: ImageSource) => Promise<Blob>;
  readonly read: (file: Blob) => Promise<Still>;
}

/** Next to no loss, because the picture is encoded once more when it is prepared for a vendor. */
const FRAME: PrepareOptions = { quality: 95, limits: { formats: ['image/jpeg'] } };

/** Files by the SDK. */
export const pictureFiles = (sdk: Sdk, options: AnalyzeOptions): PictureFiles => ({
  async encode(snapshot, picture) {
    try {
      return (await sdk.prepareImage(picture, FRAME)).blob;
    } finally {
      snapshot.close();
    }
  },
  read: async (file) => ({ file, analysis: await sdk.analyzeImage(file, options) }),
});
