/**
 * The four vendors simulated from their documented contracts, for demos and tests: no account is needed.
 *
 * ```ts
 * const sandbox = await createSandbox();
 * const proxy = createProxy({ ...sandbox.credentials, fetch: sandbox.fetch });
 * ```
 */
export { createSandbox, type Sandbox, type SandboxCall, type SandboxOptions } from './sandbox.js';
export type { SandboxVendor } from './call.js';
export type { SandboxCredentials } from './credentials.js';
export type { SandboxScenario } from './scenario.js';
