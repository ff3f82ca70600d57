import * as core from '../../pkg/idsnap.js';
import type { ErrorInfo } from '../../pkg/idsnap.js';
import { infoOf, isInfo } from '../errors.js';
import type { CallName, Calls } from './protocol.js';

/** How a call ended. After `trapped` the instance must not be used again. */
export type Outcome =
  { kind: 'done'; output: unknown } | { kind: 'failed'; info: ErrorInfo } | { kind: 'trapped'; info: ErrorInfo };

/** Runs one call on the core of this thread. */
export async function run(name: CallName, input: readonly unknown[], signal: AbortSignal): Promise<Outcome> {
  const send: Calls['send'] = (request, body) => core.send(JSON.stringify(request), body, signal);
  const call = (name === 'send' ? send : core[name]) as (...input: readonly unknown[]) => unknown;
  try {
    return { kind: 'done', output: await call(...input) };
  } catch (thrown) {
    if (isInfo(thrown)) return { kind: 'failed', info: thrown };
    return { kind: 'trapped', info: infoOf('engine_failed', `the engine failed: ${reasonOf(thrown)}`) };
  }
}

/** A trap's own text is the engine's; any other error's text could quote what it was given. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof WebAssembly.RuntimeError) return thrown.message;
  return thrown instanceof Error ? thrown.name : 'an unknown reason';
}
