/**
 * The vendors simulated from their documented contracts, for demos and tests: no account is needed.
 *
 * ```ts
 * const sandbox = await createSandbox();
 * const proxy = createProxy({ ...sandbox.credentials, fetch: sandbox.fetch, authorize: 'anyone' });
 * ```
 */
import { sandboxOf, type Sandbox, type SandboxOptions } from './sandbox.js';
import { SIMULATORS } from './simulators.js';

export type {
  Sandbox,
  SandboxCall,
  SandboxCredentials,
  SandboxOptions,
  SandboxScenario,
  SandboxVendor,
} from './sandbox.js';

const open = sandboxOf(SIMULATORS);

/** Simulates the vendors from their documented contracts. Nothing is random but the keys. */
export function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return open(options);
}
