/** The types that callers of Acme name. */
export type { AcmeClient } from './client.js';
export type { AcmeCard, AcmeResultRequest, AcmeSubmission, AcmeSubmitRequest } from '../../../pkg/idsnap.js';
