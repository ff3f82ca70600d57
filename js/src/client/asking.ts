// Loaded by calls that ask until there is a result. It imports nothing at run time, or the first bundle would be divided
// further.
import type { Caller, Known, Scoped } from './call.js';
import type { Resume } from '../errors.js';
import type { PreparedImage } from '../images/prepared.js';
import type { PollOptions, PollTools } from './retry.js';
import type { CallResult } from './types.js';

/** The same, within a call. */
type PollTimes = PollOptions & { leftMs?: number };

/** What was submitted, now or earlier. */
export interface Submitted {
  submission: Resume;
  prepared: PreparedImage[];
}

/** Asks for the result of what was submitted until it is there. */
export function ask(
  tools: PollTools,
  caller: Caller,
  next: Known,
  { submission, prepared, times, onProgress, signal, resume, ...options }: Scoped & Submitted & { times: PollOptions },
): Promise<CallResult<unknown>> {
  const report = tools.safely(onProgress);
  report({ phase: 'wait', loaded: 0, resume: submission });
  const question = async (asked: number, own: AbortSignal): Promise<CallResult<unknown> | undefined> => {
    report({ phase: 'wait', loaded: asked, resume: submission });
    const reply = await caller.run(next, submission.request, { ...options, prepare: {}, signal: own });
    return reply.state === 'pending' ? undefined : { ...reply, prepared };
  };
  // What was submitted before may be ready.
  const first = (resume?.id ?? resume?.request) === undefined ? {} : { firstMs: 0 };
  return polling(tools, question, { ...first, ...times, leftMs: options.course.end - Date.now() }, signal);
}

/** While questions fail they come less often, by up to this. */
const MOST_PATIENCE = 4;

/**
 * Asks until there is an answer, through every failure that may pass. A question that is open at the deadline is given
 * up. `leftMs` is what the whole call has left.
 */
export async function polling<T>(
  tools: PollTools,
  question: (asked: number, signal: AbortSignal) => Promise<T | undefined>,
  { firstMs = 4_000, intervalMs = 3_000, deadlineMs = tools.DEFAULT_POLL_MS, leftMs = deadlineMs }: PollTimes,
  signal: AbortSignal | undefined,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  let lost: unknown;
  let over: Error | undefined;
  const late = (): Error => tools.localError('deadline_exceeded', `no answer within ${deadlineMs} ms`, lost);
  for (let asked = 0, patience = 1; ; asked += 1) {
    // Half of a short time, so that one question at least is asked and has time for its response.
    const wait = asked === 0 ? Math.min(firstMs, Math.min(deadlineMs, leftMs) / 2) : intervalMs * patience;
    if (Date.now() + wait > end) throw late();
    await tools.sleep(wait, signal);
    try {
      const asking = (own: AbortController): Promise<T | undefined> => question(asked + 1, own.signal);
      const answer = await tools.scoped(signal, asking, { ms: end - Date.now(), late: () => (over = late()) });
      if (answer !== undefined) return answer;
      patience = 1;
    } catch (error) {
      if (signal?.aborted === true || error === over || !tools.isIdSnapError(error) || !error.retryable) throw error;
      lost = error;
      patience = Math.min(patience * 2, MOST_PATIENCE);
    }
  }
}
