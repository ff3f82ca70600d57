import * as core from '../../pkg/idsnap.js';
import type { ImageInput, Prepared } from '../../pkg/idsnap.js';
import { infoOf, isInfo } from '../errors.js';
import { randomId, sha256 } from './digest.js';
import type { CallName, Exchanged, Input, Output, Summed } from './protocol.js';
import { load } from './read.js';
import type { Context } from './read.js';

type Awaitable<T> = T | Promise<T>;

/** What each call does where the core is. */
export const CALLS: { readonly [N in CallName]: (context: Context, ...input: Input<N>) => Awaitable<Output<N>> } = {
  version: () => core.version(),
  analyzeFrame: (_, { rgba, width, height }, input) => core.analyzeFrame(rgba, width, height, JSON.stringify(input)),
  parse: (_, operation, status, body) => core.parse(operation, status, body),

  async analyze(context, image, options) {
    const [input] = (await load([image], context)) as [ImageInput];
    return core.analyze(input, options);
  },

  async prepare(context, images, options) {
    return finished(core.prepare(await load(images, context), options), context);
  },

  async compose(context, operation, written, images) {
    const call = { ...written, traceId: randomId() };
    core.check(operation, call, images.length);
    const { request, prepared } = core.compose(operation, call, await load(images, context));
    return { request, prepared: await finished(prepared, context) };
  },

  async exchange({ signal, report }, operation, { timeoutMs, ...outgoing }, body): Promise<Exchanged> {
    // An own controller, aborted without a reason: another reason would trap gloo-net.
    const sending = new AbortController();
    const stop = (): void => {
      sending.abort();
    };
    signal.addEventListener('abort', stop);
    const timer = setTimeout(stop, timeoutMs);
    let retryAfter: string | undefined;
    try {
      const incoming = await core.send(JSON.stringify(outgoing), body, sending.signal);
      signal.throwIfAborted();
      ({ retryAfter } = incoming);
      report({ phase: 'parse' });
      return { reply: core.parse(operation, incoming.status, incoming.body) };
    } catch (thrown) {
      if (!isInfo(thrown)) throw thrown;
      const isLate = sending.signal.aborted && !signal.aborted;
      const error = isLate ? infoOf('deadline_exceeded', `no answer within ${timeoutMs} ms`) : thrown;
      return { error, retryAfter, body };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  },
};

/** Adds each file's SHA-256. */
async function finished(prepared: readonly Prepared[], { signal, report }: Context): Promise<Summed[]> {
  const length = prepared.reduce((sum, { byteLength }) => sum + byteLength, 0);
  report({ phase: 'encode', loaded: length, total: length });
  const summed: Summed[] = [];
  for (const image of prepared) {
    summed.push({ ...image, sha256: await sha256(image.bytes) });
    // The core's own may not be called after an abort.
    signal.throwIfAborted();
  }
  return summed;
}
