/** The types of ZOLOZ. */
export type {
  ZolozAsyncCheckResultRequest,
  ZolozAuthenticationTestData,
  ZolozAuthenticationTestRequest,
  ZolozConsistencyCheck,
  ZolozConsistencyField,
  ZolozDocCategory,
  ZolozExtraImage,
  ZolozOcrDetail,
  ZolozOperationMode,
  ZolozPageInfo,
  ZolozPageInfoCheck,
  ZolozProductConfig,
  ZolozRecognizeData,
  ZolozRecognizeFields,
  ZolozRecognizeRequest,
  ZolozSpoofMode,
} from '../../../pkg/idsnap.js';
export type { ZolozClient } from './client.js';
