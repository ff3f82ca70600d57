import { Refusal } from '../errors.js';
import { streamOf } from '../pieces.js';
import type { Bell } from './bell.js';
import type { Session, Sessions, SessionState } from './sessions.js';

/** How many may wait for one session in one process: both sides, and what is left of connections that broke. */
const MOST_WAITING = 8;
/** A stream in which nothing comes for long is cut by servers on the way. */
const HEARTBEAT_MS = 15_000;

/** What a wait needs. */
export interface Waiting {
  readonly sessions: Sessions;
  readonly bell: Bell;
  readonly session: Session;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** The state as pages compare it, without its time. */
export const nameOfState = ({ computer, phone, refused, ended }: SessionState): string =>
  [computer, phone, refused, ended ? 1 : 0].join('.');

/** The state as it is sent. */
export function stateText({ sessions, session }: Waiting, state: SessionState): string {
  return JSON.stringify({ ...state, expiresInMs: sessions.leftMs(session) });
}

/** The state once it is another than `seen`, or as it is after `limitMs`. */
export async function changedState(waiting: Waiting, seen: string | null, limitMs: number): Promise<SessionState> {
  const { sessions, bell, session, signal } = waiting;
  if (bell.count(session.name) >= MOST_WAITING) {
    throw new Refusal('rate_limited', 429, 'too many wait for this session', { headers: { 'retry-after': '1' } });
  }
  const until = performance.now() + Math.min(limitMs, sessions.leftMs(session));
  for (;;) {
    const state = await sessions.state(session);
    const leftMs = until - performance.now();
    if (nameOfState(state) !== seen || leftMs <= 0 || signal.aborted) return state;
    await bell.wait(session.name, Math.min(leftMs, sessions.settings.pollMs), signal);
  }
}

/** A stream of server-sent events: the state now, and whenever it changes. */
export function stateStream(waiting: Waiting, limitMs: number): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const watch = { ...waiting, signal: gone.signal };
  const leave = () => {
    gone.abort();
  };
  waiting.signal.addEventListener('abort', leave, { once: true });
  const until = performance.now() + Math.min(limitMs, waiting.sessions.leftMs(waiting.session));
  let seen: string | null = null;
  return streamOf({
    async next() {
      const leftMs = until - performance.now();
      if (watch.signal.aborted || leftMs <= 0) return undefined;
      const state = await changedState(watch, seen, Math.min(leftMs, HEARTBEAT_MS));
      const isNew = nameOfState(state) !== seen;
      seen = nameOfState(state);
      return new TextEncoder().encode(isNew ? `data: ${stateText(watch, state)}\n\n` : ':\n\n');
    },
    cancel: leave,
  });
}
