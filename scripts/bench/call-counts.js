// Counts what is copied in this thread. What is below a hundredth of a photo is no image.
const LEAST = 40_000;

export const counts = { copied: 0, cloned: 0, trips: 0 };

const count = (bytes) => {
  if (bytes >= LEAST) counts.copied += bytes;
};

const bytes = Object.getPrototypeOf(Uint8Array.prototype);
const { slice, set } = bytes;
bytes.slice = function (...range) {
  const copy = slice.apply(this, range);
  count(copy.byteLength);
  return copy;
};
bytes.set = function (source, ...at) {
  count(source.byteLength ?? source.length);
  set.call(this, source, ...at);
};
const { arrayBuffer } = Blob.prototype;
Blob.prototype.arrayBuffer = async function () {
  const buffer = await arrayBuffer.call(this);
  count(buffer.byteLength);
  return buffer;
};
const { digest } = SubtleCrypto.prototype;
SubtleCrypto.prototype.digest = function (algorithm, data) {
  // Specified to work on a copy.
  count(data.byteLength);
  return digest.call(this, algorithm, data);
};

/** The bytes of a message that are copied: those whose memory is not transferred with it. */
export function cloned(message, transfer) {
  if (ArrayBuffer.isView(message)) return transfer.includes(message.buffer) ? 0 : message.byteLength;
  if (message instanceof Blob || typeof message !== 'object' || message === null) return 0;
  return Object.values(message).reduce((sum, item) => sum + cloned(item, transfer), 0);
}
