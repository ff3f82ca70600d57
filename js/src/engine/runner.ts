import type { ErrorInfo } from '../../pkg/idsnap.js';
import { infoOf, isIdSnapError, isInfo } from '../errors.js';
import { CALLS } from './calls.js';
import type { CallName, Failure } from './protocol.js';
import type { Context } from './read.js';

/** How a call ended. After `trapped` the instance must not be used again. */
export type Outcome =
  { kind: 'done'; output: unknown } | { kind: 'failed'; failure: Failure } | { kind: 'trapped'; info: ErrorInfo };

/** Runs one call on the core of this thread. */
export async function run(name: CallName, input: readonly unknown[], context: Context): Promise<Outcome> {
  const call = CALLS[name] as (context: Context, ...input: readonly unknown[]) => unknown;
  try {
    context.signal.throwIfAborted();
    return { kind: 'done', output: await call(context, ...input) };
  } catch (thrown) {
    if (isIdSnapError(thrown)) return { kind: 'failed', failure: { info: thrown.info, cause: thrown.cause } };
    if (isInfo(thrown)) return { kind: 'failed', failure: { info: thrown } };
    const info = infoOf('engine_failed', `the engine failed: ${reasonOf(thrown)}`);
    return context.signal.aborted ? { kind: 'failed', failure: { info } } : { kind: 'trapped', info };
  }
}

/** A trap's own text is the engine's; any other error's text could quote what it was given. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof WebAssembly.RuntimeError) return thrown.message;
  return thrown instanceof Error ? thrown.name : 'an unknown reason';
}
