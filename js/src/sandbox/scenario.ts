import { COMMON_SCENARIOS, type SimulatorDefinition } from './simulator.js';

type Definitions = ReadonlyMap<string, SimulatorDefinition>;

/** The outcomes that a vendor has. */
export function listScenarios(simulator: SimulatorDefinition): string[] {
  return [...COMMON_SCENARIOS, ...simulator.scenarios];
}

/** Whether a vendor has the outcome of that name. */
export function hasScenario(simulator: SimulatorDefinition, name: string): boolean {
  return listScenarios(simulator).includes(name);
}

/** The outcome of each vendor, from the one for all or those of some. */
export function chooseScenarios(
  definitions: Definitions,
  chosen: string | Readonly<Partial<Record<string, string>>> = {},
): Map<string, string> {
  const named = typeof chosen === 'string' ? {} : chosen;
  const otherwise = typeof chosen === 'string' ? chosen : 'success';
  for (const [vendor, scenario] of Object.entries(named)) checkScenario(definitions, vendor, scenario ?? '');
  return new Map(
    [...definitions.keys()].map((vendor) => {
      const scenario = named[vendor] ?? otherwise;
      checkScenario(definitions, vendor, scenario);
      return [vendor, scenario];
    }),
  );
}

/** @throws `TypeError` that lists the outcomes of the vendor, if this is none of them. */
export function checkScenario(definitions: Definitions, vendor: string, scenario: string): void {
  const simulator = definitions.get(vendor);
  if (simulator === undefined) {
    throw new TypeError(
      `createSandbox: there is no vendor "${vendor}"; there is ${[...definitions.keys()].join(', ')}.`,
    );
  }
  if (hasScenario(simulator, scenario)) return;
  const known = listScenarios(simulator).join(', ');
  throw new TypeError(`createSandbox: ${vendor} has no scenario "${scenario}"; it has ${known}.`);
}
