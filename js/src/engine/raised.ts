// The errors of the worker. The build puts this file in the place of `errors.ts` there: what is the same for all errors of
// a code is in the page, which completes them.
import type { ErrorInfo } from '../../pkg/idsnap.js';
import type { EngineReason, LocalCode } from '../errors.js';
import type { PostedInfo } from './protocol.js';

/** A failure that is raised in the worker. */
export class IdSnapError extends Error {
  readonly info: PostedInfo;

  constructor(info: PostedInfo, options?: ErrorOptions) {
    super(info.message, options);
    this.info = info;
  }
}

/** Whether a caught value is raised in the worker. */
export const isIdSnapError = (value: unknown): value is IdSnapError => value instanceof IdSnapError;

/** What the page makes an error of. */
export function infoOf(code: LocalCode, message: string, field?: string): PostedInfo {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

/** An error with a code that is raised here. */
export function localError(code: LocalCode, message: string, cause?: unknown, reason?: EngineReason): IdSnapError {
  const info = { ...infoOf(code, message), ...(reason === undefined ? {} : { reason }) };
  return new IdSnapError(info, cause === undefined ? undefined : { cause });
}

/** An image that cannot be read. */
export function unreadable(field: string, reason: string, cause?: unknown): IdSnapError {
  const info = infoOf('source_unreadable', `${field}: ${reason}`, field);
  return new IdSnapError(info, cause === undefined ? undefined : { cause });
}

/** Whether a thrown value is the core's own report of a failure, which is complete. */
export function isInfo(value: unknown): value is ErrorInfo {
  return typeof value === 'object' && value !== null && 'code' in value && 'advice' in value;
}
