import { isIdSnapError } from '../errors.js';
import { Life, pause } from './life.js';
import type { Relay, RelayState } from './relay.js';

/** What stands between may hold a stream back: without an event in this time it is given up. */
const FIRST_EVENT_MS = 4000;
/** The relay writes every 15 seconds at the latest, and ends a stream after 100. */
const LONGEST_STREAM_MS = 110_000;

const nameOf = ({ computer, phone, refused, ended }: RelayState): string =>
  [computer, phone, refused, ended ? 1 : 0].join('.');

/**
 * The states of a session, each once, until `signal` aborts: by server-sent events where they come through, else by
 * requests that the relay holds until something changes.
 *
 * @throws what the relay refuses with, or the reason of `signal`.
 */
export async function* watchStates(relay: Relay, signal: AbortSignal): AsyncGenerator<RelayState, void> {
  let seen: string | undefined;
  let streams = true;
  for (;;) {
    signal.throwIfAborted();
    let events = 0;
    if (streams) {
      for await (const state of streamed(relay, signal)) {
        events += 1;
        if (nameOf(state) === seen) continue;
        seen = nameOf(state);
        yield state;
      }
      streams = events > 0;
      // A stream that ends at once would be asked for without a pause.
      if (streams) await pause(200, signal);
      if (streams) continue;
    }
    const state = await relay.state(seen);
    if (nameOf(state) !== seen) {
      seen = nameOf(state);
      yield state;
    }
  }
}

/** One stream of states. It ends when the stream does, however it does, but throws what the relay refuses with. */
async function* streamed(relay: Relay, signal: AbortSignal): AsyncGenerator<RelayState, void> {
  const life = new Life(signal);
  const end = () => {
    life.end();
  };
  let timer = setTimeout(end, FIRST_EVENT_MS);
  let isFirst = true;
  try {
    for await (const state of relay.states(life.signal)) {
      if (isFirst) {
        clearTimeout(timer);
        timer = setTimeout(end, LONGEST_STREAM_MS);
        isFirst = false;
      }
      yield state;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isIdSnapError(error) && error.category === 'handover') throw error;
  } finally {
    clearTimeout(timer);
    end();
  }
}
