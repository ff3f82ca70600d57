/** The types of Beorg. */
export type {
  BeorgAddDocumentRequest,
  BeorgDocument,
  BeorgDocumentInput,
  BeorgGetResultRequest,
  BeorgMetadataCheck,
  BeorgMetadataChecks,
  BeorgOptions,
  BeorgResult,
  BeorgStage,
  BeorgSubmission,
  BeorgVerifications,
  BeorgVerifyCheck,
} from '../../../pkg/idsnap.js';
export type { BeorgClient } from './client.js';
