/** An id that nobody has used: 32 hexadecimal digits. */
export const randomId = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));

/** Bytes as lower-case hexadecimal digits. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
