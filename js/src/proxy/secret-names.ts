import { secretInRequest } from './errors.js';
import type { GatewayDefinition } from './gateway.js';

/** Refuses a request that carries `name`, if only the proxy may add what has that name. */
export type RefuseSecret = (name: string) => void;

/** Makes the check against the one list of secret names: those of every vendor, set up or not. */
export function secretNamesOf(definitions: readonly GatewayDefinition[]): RefuseSecret {
  const names = new Set(definitions.flatMap(({ secretNames }) => secretNames));
  return (name) => {
    if (names.has(name.toLowerCase())) throw secretInRequest(name.toLowerCase());
  };
}
