import * as core from '../../pkg/idsnap.js';
import type { Mrz, OperationName, Prepared, Reply } from '../../pkg/idsnap.js';
import { isIdSnapError, isInfo } from '../errors.js';
import { today } from './clock.js';
import { sha256 } from './digest.js';
import type { CallName, Exchanged, FileFacts, Input, Output, Read, ReadImage, Summed } from './protocol.js';
import { randomId } from './random-id.js';
import { readFrame } from './frame.js';
import { load } from './read.js';
import type { Context } from './read.js';
import type { Part } from './files.js';
import { loadPart } from './loader.js';
import { limit, scoped } from './scope.js';
import { send } from './transport.js';

type Awaitable<T> = T | Promise<T>;

/** What each call does where the core is. */
export const CALLS: { readonly [N in CallName]: (context: Context, ...input: Input<N>) => Awaitable<Output<N>> } = {
  version: () => core.version(),

  async analyzeFrame({ signal }, frame, input, mrz) {
    const { samples, width, height, layout } = await readFrame(frame);
    await Promise.all([needed('scene', signal), mrz && needed('zone', signal)]);
    const report = core.analyzeFrame(samples, width, height, JSON.stringify({ ...input, layout }));
    if (mrz === undefined) return report;
    const asked = JSON.stringify({ corners: report.analysis.corners ?? undefined, ...mrz, layout });
    return { ...report, mrz: core.readMrzOfFrame(samples, width, height, asked, today()) };
  },

  async parse({ signal }, operation, read, mrz) {
    await needed('vendors', signal);
    return meaning(operation, read, mrz);
  },

  async analyze(context, image, options, mrz) {
    const { signal } = context;
    const reading = load([image], context) as Promise<[ReadImage]>;
    const [[input]] = await Promise.all([reading, needed('scene', signal), mrz && needed('zone', signal)]);
    if (mrz === undefined) return core.analyze(input, options);
    const { analysis, luma, width, height } = core.analyzeWithLuma(input, options);
    const sides = Uint32Array.of(width, height, analysis.width, analysis.height);
    return { ...analysis, mrz: core.readMrzOfLuma(luma, sides, mrz, today()) };
  },

  async readMrz(context, image, options) {
    const reading = load([image], context) as Promise<[ReadImage]>;
    const [[input]] = await Promise.all([reading, needed('zone', context.signal)]);
    return core.readMrz(input, options, today());
  },

  async prepare(context, images, options) {
    const inputs = await load(images, context);
    return finished(core.prepare(inputs, options), inputs, context);
  },

  async compose(context, operation, { mrz = [], ...written }, images) {
    await needed('vendors', context.signal);
    // What is wrong with them may not come to light once the vendor has answered.
    for (const one of mrz) core.crossCheckMrz(JSON.stringify(one), '{}');
    const call = { ...written, traceId: randomId() };
    core.check(operation, call, images.length);
    const inputs = await load(images, context);
    const { request, prepared } = core.compose(operation, call, inputs);
    return { request, prepared: await finished(prepared, inputs, context) };
  },

  async exchange({ signal, report }, operation, { timeoutMs, mrz, ...sending }, body): Promise<Exchanged> {
    await needed('vendors', signal);
    const course = { sent: false };
    let retryAfter: string | undefined;
    try {
      const incoming = await scoped(
        signal,
        (stopping) => send(sending, body, { signal: stopping.signal, report, course }),
        limit(timeoutMs, 'answer'),
      );
      ({ retryAfter } = incoming);
      report({ phase: 'parse' });
      return { status: incoming.status, reply: meaning(operation, incoming, mrz) };
    } catch (thrown) {
      // The core's own may not be called after an abort, and nobody hears of it.
      signal.throwIfAborted();
      const failed = { retryAfter, body, sent: course.sent };
      if (isIdSnapError(thrown)) return { error: thrown.info, ...failed };
      if (isInfo(thrown)) return { error: thrown, ...failed };
      throw thrown;
    }
  },
};

/** What a response means, of the vendor or of the proxy in its place, which is a failure whatever it says. */
function meaning(operation: OperationName, { status, body, isProxys }: Read, mrz: readonly Mrz[] = []): Reply<unknown> {
  if (isProxys) core.refuse(operation, status, body);
  return core.parse(operation, status, body, JSON.stringify({ today: today(), mrz }));
}

/** Waits for a part of the core. */
async function needed(part: Part, signal: AbortSignal): Promise<void> {
  await loadPart(part);
  // The core's own may not be called after an abort.
  signal.throwIfAborted();
}

/** Adds each file's SHA-256, and what the file was that pixels were decoded from. */
async function finished(
  prepared: readonly Prepared[],
  inputs: readonly ReadImage[],
  { signal, report }: Context,
): Promise<Summed[]> {
  const decoded = inputs.filter(({ file }) => file !== undefined);
  const length = prepared.reduce((sum, { byteLength }) => sum + byteLength, 0);
  report({ phase: 'encode', loaded: length, total: length });
  const summed: Summed[] = [];
  for (const image of prepared) {
    const source = { ...image.source, ...fileOf(image, decoded) };
    summed.push({ ...image, source, sha256: await sha256(image.bytes) });
    // The core's own may not be called after an abort.
    signal.throwIfAborted();
  }
  return summed;
}

/** The file of an image that was decoded here. Each is given once: they are known by their size, for a PDF is not prepared. */
function fileOf({ source }: Prepared, decoded: ReadImage[]): FileFacts | undefined {
  const at = decoded.findIndex(
    ({ width, height, bytes }) =>
      width === source.width && height === source.height && bytes.length === source.byteLength,
  );
  return source.mimeType === undefined && at >= 0 ? decoded.splice(at, 1)[0]?.file : undefined;
}
