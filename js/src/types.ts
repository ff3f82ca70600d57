export type { AnalyzeOptions } from './images/analyze.js';
export type {
  BeorgClient,
  BiometricKzClient,
  BuiltRequest,
  CallOptions,
  CallReply,
  CallResult,
  Client,
  ClientOptions,
  CvsClient,
  PolledCallOptions,
  Wire,
  ZolozClient,
} from './client/client-types.js';
export type { Delivery, HeaderSource } from './client/deliver.js';
export type { CameraDiagnosis, Diagnosis, EngineDiagnosis } from './diagnose.js';
export type { PrepareOptions } from './images/prepare.js';
export type { PreparedImage } from './images/prepared.js';
export type { OnProgress, Progress } from './progress.js';
export type { PollOptions, RetryOptions } from './client/retry.js';
export type { InitOptions } from './sdk.js';
export type * from './core-types.js';
