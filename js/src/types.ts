export type { AnalyzeOptions } from './analyze.js';
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
} from './client-types.js';
export type { Delivery, HeaderSource } from './deliver.js';
export type { CameraDiagnosis, Diagnosis, EngineDiagnosis } from './diagnose.js';
export type { PrepareOptions } from './prepare.js';
export type { PreparedImage } from './prepared.js';
export type { OnProgress, Progress } from './progress.js';
export type { PollOptions, RetryOptions } from './retry.js';
export type { InitOptions } from './sdk.js';
export type * from './core-types.js';
