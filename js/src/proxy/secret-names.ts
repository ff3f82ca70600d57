import { secretInRequest } from './errors.js';
import type { GatewayDefinition } from './gateway.js';

/** Refuses a request that carries `name`, if only the proxy may add what has that name. */
export type RefuseSecret = (name: string) => void;

/** Makes the check against the one list of secret names: those of every vendor, set up or not. */
export function secretNamesOf(definitions: readonly GatewayDefinition[]): RefuseSecret {
  const names = new Map(definitions.flatMap(({ secretNames }) => secretNames.map((name) => [foldName(name), name])));
  return (name) => {
    const secret = names.get(foldName(name));
    if (secret !== undefined) throw secretInRequest(secret);
  };
}

/**
 * What is the same for names that a tolerant reader takes for one: whatever their case, with and without separators,
 * in compatible forms of Unicode.
 */
export function foldName(name: string): string {
  const letters = name.normalize('NFKC').toUpperCase().toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]/gu, '');
}
