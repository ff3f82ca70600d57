/** The types of Biometric.kz. */
export type {
  BiometricKzDocumentType,
  BiometricKzDocumentTypes,
  BiometricKzFdsidList,
  BiometricKzImages,
  BiometricKzParseFields,
  BiometricKzParseRequest,
  BiometricKzParsedDocument,
  BiometricKzProcessRequest,
  BiometricKzProcessedDocument,
} from '../../../pkg/idsnap.js';
export type { BiometricKzClient } from './client.js';
