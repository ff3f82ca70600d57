import type { CommonScenario, SimulatorDefinition } from './simulator.js';
import type { SimulatorRegistry } from './simulators.js';

/** The names on the wire of the vendors in a registry. */
export type VendorOf<R extends SimulatorRegistry> = R[keyof R]['id'];

/** The outcomes that the vendors of a registry have, all together. */
export type ScenarioOf<R extends SimulatorRegistry> = CommonScenario | R[keyof R]['scenarios'][number];

/** The accounts at the vendors of a registry. The mapping keeps the documentation of the registry's lines. */
export type CredentialsOf<R extends SimulatorRegistry> = {
  readonly [K in keyof R]: R[K] extends SimulatorDefinition<infer Credentials> ? Credentials : never;
};
