import { chooseScenarios, checkScenario, hasScenario, listScenarios } from './scenario.js';
import { json, type Bytes, type Call, type OpenSimulator, type SimulatorDefinition } from './simulator.js';
import type { SIMULATORS, SimulatorRegistry } from './simulators.js';
import { transportFailure, wait } from './transport.js';
import type { CredentialsOf, ScenarioOf, VendorOf } from './types.js';

/** A simulated vendor, by its name on the wire. */
export type SandboxVendor = VendorOf<typeof SIMULATORS>;

/** An outcome that can be asked for. Which vendor has which: `sandbox.scenarios`. */
export type SandboxScenario = ScenarioOf<typeof SIMULATORS>;

/** Accounts of the simulated vendors. They open nothing anywhere else. */
export type SandboxCredentials = CredentialsOf<typeof SIMULATORS>;

/** What the sandbox is set up with. */
export interface SandboxOptions<R extends SimulatorRegistry = typeof SIMULATORS> {
  /** The outcome of every request that asks for no other: for all vendors, or for each. Default: `success`. */
  scenario?: ScenarioOf<R> | Partial<Record<VendorOf<R>, ScenarioOf<R>>>;
  /** Where the sandbox is mounted; `credentials` points there. Default: `https://sandbox.invalid`, so nothing gets out. */
  baseUrl?: string;
  /** How often a result is "still processing", where a vendor has results that take time. Default: 2. */
  polls?: number;
  /** How long every response takes, in milliseconds. Default: 0. */
  latencyMs?: number;
  /** How long a response takes in the scenario `slow`, in milliseconds. Default: 3,000. */
  slowMs?: number;
  /** The clock. Default: the system's. */
  now?: () => Date;
}

/** The vendors, simulated. */
export interface Sandbox<R extends SimulatorRegistry = typeof SIMULATORS> {
  /** Responds in the vendors' place. The header `x-sandbox-scenario` asks for an outcome. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Generated accounts, in the form that `createProxy` takes. */
  readonly credentials: CredentialsOf<R>;
  /** The outcomes that each vendor has. */
  readonly scenarios: Readonly<Record<VendorOf<R>, readonly ScenarioOf<R>[]>>;
  /** Changes the outcome from now on. */
  readonly use: (vendor: VendorOf<R>, scenario: ScenarioOf<R>) => void;
  /** The requests so far, the newest last, at most 1,000. */
  readonly calls: readonly SandboxCall<VendorOf<R>>[];
}

/** One request that reached the sandbox. */
export interface SandboxCall<Vendor extends string = SandboxVendor> {
  readonly vendor: Vendor;
  readonly method: string;
  /** The vendor's path, without the query. */
  readonly path: string;
  readonly scenario: string;
  /** Absent where the response never came. */
  readonly status: number | undefined;
}

const MAX_CALLS = 1000;

type Seen = Omit<SandboxCall<string>, 'status'>;
type Definitions = Map<string, SimulatorDefinition>;

/** Makes the function that opens a sandbox of the vendors in `registry`. */
export function sandboxOf<R extends SimulatorRegistry>(registry: R) {
  return async (options: SandboxOptions<R> = {}): Promise<Sandbox<R>> => {
    // The types of `Sandbox<R>` follow from the registry, and so do the values.
    return (await openSandbox(registry, options as object)) as object as Sandbox<R>;
  };
}

async function openSandbox(
  registry: SimulatorRegistry,
  options: SandboxOptions<SimulatorRegistry>,
): Promise<Sandbox<SimulatorRegistry>> {
  const baseUrl = (options.baseUrl ?? 'https://sandbox.invalid').replace(/\/+$/, '');
  const definitions: Definitions = new Map(Object.values(registry).map((simulator) => [simulator.id, simulator]));
  const chosen = chooseScenarios(definitions, options.scenario);
  const opened = await openAll(registry, baseUrl, options);
  const calls: SandboxCall<string>[] = [];
  const respond = responder(definitions, opened.byVendor, options);
  return {
    credentials: opened.credentials,
    scenarios: Object.fromEntries(
      [...definitions.values()].map((simulator) => [simulator.id, listScenarios(simulator)]),
    ),
    calls,
    use(vendor, scenario) {
      checkScenario(definitions, vendor, scenario);
      chosen.set(vendor, scenario);
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const place = locate(definitions, new URL(request.url), new URL(baseUrl).pathname.replace(/\/+$/, ''));
      if (place === undefined) return json({ sandbox: 'no vendor at this address' }, 404);
      const scenario = request.headers.get('x-sandbox-scenario') ?? chosen.get(place.vendor) ?? 'success';
      const seen = { ...place, method: request.method, scenario };
      try {
        const response = await respond(request, seen);
        remember(calls, { ...seen, status: response.status });
        return response;
      } catch (error) {
        remember(calls, { ...seen, status: undefined });
        throw error;
      }
    },
  };
}

/** Opens an account at each vendor. */
async function openAll(
  registry: SimulatorRegistry,
  baseUrl: string,
  { polls = 2, now = () => new Date() }: SandboxOptions<SimulatorRegistry>,
): Promise<{ credentials: Record<string, object>; byVendor: Map<string, OpenSimulator> }> {
  const opened = await Promise.all(
    Object.entries(registry).map(async ([option, simulator]) => {
      const open = await simulator.open({ baseUrl: `${baseUrl}/${simulator.id}`, polls, now });
      return { option, id: simulator.id, open };
    }),
  );
  return {
    credentials: Object.fromEntries(opened.map(({ option, open }) => [option, open.credentials])),
    byVendor: new Map(opened.map(({ id, open }) => [id, open])),
  };
}

function responder(
  definitions: Definitions,
  opened: Map<string, OpenSimulator>,
  { latencyMs = 0, slowMs = 3000 }: SandboxOptions<SimulatorRegistry>,
): (request: Request, seen: Seen) => Promise<Response> {
  return async (request, seen) => {
    const { vendor, scenario } = seen;
    const simulator = definitions.get(vendor);
    const open = opened.get(vendor);
    if (simulator === undefined || open === undefined || !hasScenario(simulator, scenario)) {
      return json({ sandbox: 'this vendor has no such scenario' }, 400);
    }
    const call = await receive(request, seen);
    await wait(scenario === 'slow' ? slowMs : latencyMs, request.signal);
    return (await transportFailure(simulator, scenario, request.signal)) ?? open.simulate(call);
  };
}

type Place = Pick<Seen, 'vendor' | 'path'>;

/** The vendor by the first part of the path, or by its own host name. */
function locate(definitions: Definitions, { hostname, pathname }: URL, basePath: string): Place | undefined {
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
  for (const vendor of definitions.keys()) {
    if (path.startsWith(`/${vendor}/`)) return { vendor, path: path.slice(vendor.length + 1) };
  }
  for (const { id, hosts } of definitions.values()) {
    if (hosts.some((host) => (typeof host === 'string' ? host === hostname : host.test(hostname)))) {
      return { vendor: id, path: pathname };
    }
  }
  return undefined;
}

async function receive(request: Request, { path, method, scenario }: Seen): Promise<Call> {
  const body: Bytes = new Uint8Array(await request.arrayBuffer());
  return { method, path, query: new URL(request.url).searchParams, headers: request.headers, body, scenario };
}

function remember(calls: SandboxCall<string>[], call: SandboxCall<string>): void {
  calls.push(call);
  if (calls.length > MAX_CALLS) calls.shift();
}
