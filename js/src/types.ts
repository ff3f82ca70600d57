export type { Advised } from './advice/speaking.js';
export type { Client } from './client/client.js';
export type { Delivery, HeaderSource, RequestEvent, ResponseEvent } from './client/delivery.js';
export type { PollOptions, RetryOptions } from './client/retry.js';
export type {
  BuiltRequest,
  CallOptions,
  CallReply,
  CallResult,
  ClientOptions,
  PolledCallOptions,
  Wire,
} from './client/types.js';
export type * from './core-types.js';
export type {
  DecodableType,
  DecodedImage,
  DecodedPixels,
  DecoderContext,
  Decoders,
  ImageDecoder,
} from './decoders/types.js';
export type {
  CameraDiagnosis,
  DiagnoseOptions,
  Diagnosis,
  EngineDiagnosis,
  ProxyDiagnosis,
} from './diagnosis/types.js';
export type { EngineReason, FailureInfo, Resume } from './errors.js';
export type { InitOptions } from './engine/platform.js';
export type { OnWarning, Warning } from './engine/warning.js';
export type { AnalyzeOptions, ImageAnalysisWithMrz, ReadMrzOptions } from './images/analyze.js';
export type { PrepareOptions } from './images/prepare.js';
export type { PreparedSource } from './engine/protocol.js';
export type { PreparedImage } from './images/prepared.js';
export type { OnProgress, Progress } from './progress.js';
export type * from './vendors/types.js';
