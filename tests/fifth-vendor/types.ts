/** The types that callers of Acme name. */
export type { AcmeCard, AcmeResultRequest, AcmeSubmission, AcmeSubmitRequest } from '../../../pkg/idsnap.js';
