export type { BuiltRequest, CallOptions, CallResult, Client, ClientOptions, PollOptions, RetryOptions } from './client.js';
export type { Diagnosis } from './diagnose.js';
export type { PrepareOptions } from './prepare.js';
export type { PreparedImage } from './prepared.js';
export type { OnProgress, Progress } from './progress.js';
export type { InitOptions } from './sdk.js';
export type * from './vendor-types.js';
