import { unlessAborted } from './life.js';

/** A state has some hundred characters. */
const LONGEST_LINE = 16_384;

/**
 * The data of server-sent events in a body, as they come. Lines that are no data, such as heartbeats, are passed over. It ends with a line that no relay
 * writes, and throws the reason of `signal`, also where the body takes no notice.
 */
export async function* eventsOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await unlessAborted(signal, reader.read());
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      if (text.length > LONGEST_LINE) return;
      for (const line of lines) if (line.startsWith('data:')) yield line.slice('data:'.length).trim();
    }
  } finally {
    // The rest of a body that nobody reads would hold its connection.
    reader.cancel().catch(() => undefined);
  }
}
