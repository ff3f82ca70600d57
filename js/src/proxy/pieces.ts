/** A body as it arrives, piece by piece. */
export interface Pieces {
  /** The next piece, or `undefined` behind the last. It is not called again before it has settled. */
  next(): Promise<Uint8Array | undefined>;
  /** Nobody wants the rest. A waiting `next` may stay unsettled. */
  cancel(): void;
}

/** The pieces behind streams that were made of them. */
const sources = new WeakMap<ReadableStream<Uint8Array>, Pieces>();

/** A web stream of pieces, which are read as they are asked for. */
export function streamOf(pieces: Pieces): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await pieces.next();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
      cancel() {
        pieces.cancel();
      },
    },
    { highWaterMark: 0 },
  );
  sources.set(stream, pieces);
  return stream;
}

/** The pieces of a web stream: those that it was made of where nobody reads it yet, for a stream costs time a piece. */
export function piecesOf(stream: ReadableStream<Uint8Array> | null): Pieces {
  if (stream === null) return NOTHING;
  const source = stream.locked ? undefined : sources.get(stream);
  sources.delete(stream);
  return source ?? readerOf(stream);
}

const NOTHING: Pieces = { next: () => Promise.resolve(undefined), cancel: () => undefined };

function readerOf(stream: ReadableStream<Uint8Array>): Pieces {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? undefined : value;
    },
    cancel() {
      // The stream may be broken already; then there is nothing left to cancel.
      reader.cancel().catch(() => undefined);
    },
  };
}
