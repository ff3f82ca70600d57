import { misconfigured } from './errors.js';

/**
 * The name that a function of the customer's gave to a visitor, or `undefined`.
 *
 * @throws `Refusal` for anything else: visitors whose names are empty or no texts would be taken for one.
 */
export function visitorName(given: unknown, option: string): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && given !== '') return given;
  throw misconfigured(`the option ${option} gave something that names nobody`);
}
