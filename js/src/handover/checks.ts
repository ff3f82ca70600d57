import { invalid } from './errors.js';

/** Refuses what is no object of options. @throws `IdSnapError` `invalid_field`. */
export function checkOptions(field: string, options: unknown): asserts options is object {
  if (typeof options !== 'object' || options === null) throw invalid(field, 'something else', 'an object of options');
}

/** Refuses what is given as a signal and is none. @throws `IdSnapError` `invalid_field`. */
export function checkSignal(signal: unknown): void {
  if (signal === undefined) return;
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal && 'addEventListener' in signal;
  if (!isSignal) throw invalid('signal', 'something else', 'an AbortSignal');
}

/** Refuses what is no text, where a text may be given. @throws `IdSnapError` `invalid_field`. */
export function checkText(field: string, text: unknown): void {
  if (text !== undefined && typeof text !== 'string') throw invalid(field, 'something else', 'a text');
}
