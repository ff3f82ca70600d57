import { simulateBeorg } from './beorg.js';
import { simulateBiometricKz } from './biometric-kz.js';
import { json, type Bytes, type Call, type SandboxVendor, type VendorSimulator } from './call.js';
import { simulateCvs } from './cvs.js';
import { findScenario, SCENARIOS, type SandboxScenario } from './scenario.js';
import { makeCredentials, type SandboxCredentials } from './credentials.js';
import { simulateZoloz } from './zoloz.js';
import type { ZolozKeys } from './zoloz-gateway.js';

/** What the sandbox is set up with. */
export interface SandboxOptions {
  /** The outcome of every request that asks for no other: for all vendors, or for each. Default: `success`. */
  scenario?: SandboxScenario | Partial<Record<SandboxVendor, SandboxScenario>>;
  /** Where the sandbox is mounted; `credentials` points there. Default: `https://sandbox.invalid`, so nothing gets out. */
  baseUrl?: string;
  /** How often a result is "still processing" (ZOLOZ asynchronous, Beorg). Default: 2. */
  polls?: number;
  /** How long every answer takes. Default: 0. */
  latencyMs?: number;
  /** How long an answer takes in the scenario `slow`. Default: 3,000. */
  slowMs?: number;
  /** The clock. Default: the system's. */
  now?: () => Date;
}

/** The four vendors, simulated. */
export interface Sandbox {
  /** Answers in the vendors' place. The header `x-sandbox-scenario` asks for an outcome. */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Generated accounts, in the form that `createProxy` takes. */
  readonly credentials: SandboxCredentials;
  /** The outcomes that each vendor has. */
  readonly scenarios: Readonly<Record<SandboxVendor, readonly SandboxScenario[]>>;
  /** Changes the outcome from now on. */
  readonly use: (vendor: SandboxVendor, scenario: SandboxScenario) => void;
  /** The requests answered so far, the newest last, at most 1,000. */
  readonly calls: readonly SandboxCall[];
}

/** One request that the sandbox answered. */
export interface SandboxCall {
  readonly vendor: SandboxVendor;
  readonly method: string;
  /** The vendor's path, without the query. */
  readonly path: string;
  readonly scenario: string;
  /** Absent where the answer never came. */
  readonly status: number | undefined;
}

const MAX_CALLS = 1000;
const VENDORS: readonly SandboxVendor[] = ['zoloz', 'beorg', 'biometric_kz', 'cvs'];
const HOSTS: Readonly<Record<string, SandboxVendor>> = {
  'api.beorg.ru': 'beorg',
  'kyc.biometric.kz': 'biometric_kz',
  'cloud.computervision.com.vn': 'cvs',
};

/** Simulates the four vendors from their documented contracts. Nothing is random but the keys. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const baseUrl = (options.baseUrl ?? 'https://sandbox.invalid').replace(/\/+$/, '');
  const { credentials, zolozKeys } = await makeCredentials(baseUrl);
  const simulators = makeSimulators(credentials, zolozKeys, options);
  const chosen = chooseScenarios(options.scenario);
  const calls: SandboxCall[] = [];
  const basePath = new URL(credentials.zoloz.baseUrl).pathname.replace(/\/zoloz$/, '');
  const answer = async (request: Request, seen: Omit<SandboxCall, 'status'>): Promise<Response> => {
    const { vendor, scenario } = seen;
    if (findScenario(vendor, scenario) === undefined) return json({ sandbox: 'this vendor has no such scenario' }, 400);
    const call = await receive(request, seen);
    await wait(scenario === 'slow' ? (options.slowMs ?? 3000) : (options.latencyMs ?? 0), request.signal);
    return (await transportFailure(vendor, scenario, request.signal)) ?? simulators[vendor](call);
  };
  return {
    credentials,
    scenarios: SCENARIOS,
    calls,
    use(vendor, scenario) {
      chosen[vendor] = checkScenario(vendor, scenario);
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const place = locate(new URL(request.url), basePath);
      if (place === undefined) return json({ sandbox: 'no vendor at this address' }, 404);
      const scenario = request.headers.get('x-sandbox-scenario') ?? chosen[place.vendor];
      const seen = { ...place, method: request.method, scenario };
      try {
        const response = await answer(request, seen);
        remember(calls, { ...seen, status: response.status });
        return response;
      } catch (error) {
        remember(calls, { ...seen, status: undefined });
        throw error;
      }
    },
  };
}

function makeSimulators(
  credentials: SandboxCredentials,
  keys: ZolozKeys,
  { polls = 2, now = () => new Date() }: SandboxOptions,
): Record<SandboxVendor, VendorSimulator> {
  return {
    zoloz: simulateZoloz({ keys, polls, now }),
    beorg: simulateBeorg({ ...credentials.beorg, polls }),
    biometric_kz: simulateBiometricKz(credentials.biometricKz.apiKey),
    cvs: simulateCvs(credentials.cvs.apiKey, credentials.cvs.apiSecret),
  };
}

type Place = Pick<SandboxCall, 'vendor' | 'path'>;

/** The vendor by the first part of the path, or by its own host name. */
function locate({ hostname, pathname }: URL, basePath: string): Place | undefined {
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
  const named = VENDORS.find((vendor) => path.startsWith(`/${vendor}/`));
  if (named !== undefined) return { vendor: named, path: path.slice(named.length + 1) };
  const vendor = HOSTS[hostname] ?? (/\.zoloz\.(?:com|net)$/.test(hostname) ? 'zoloz' : undefined);
  return vendor && { vendor, path: pathname };
}

async function receive(request: Request, { path, method, scenario }: Omit<SandboxCall, 'status'>): Promise<Call> {
  const body: Bytes = new Uint8Array(await request.arrayBuffer());
  return { method, path, query: new URL(request.url).searchParams, headers: request.headers, body, scenario };
}

/** What goes wrong on the way, before the vendor looks at the request. */
async function transportFailure(
  vendor: SandboxVendor,
  scenario: string,
  signal: AbortSignal,
): Promise<Response | undefined> {
  switch (scenario) {
    case 'server_error':
      return json({ message: 'Internal Server Error' }, 500);
    case 'gateway_html':
      return new Response('<html><head><title>502 Bad Gateway</title></head></html>', {
        status: 502,
        headers: { 'content-type': 'text/html' },
      });
    case 'malformed_json':
      return new Response('{"result": {"resultCode": "SUC', { headers: { 'content-type': 'application/json' } });
    case 'empty_answer':
      return new Response('', { headers: { 'content-type': 'application/json' } });
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: 'https://elsewhere.invalid/' } });
    case 'rate_limit':
      // ZOLOZ has a code for it in its envelope.
      return vendor === 'zoloz' ? undefined : json({ message: 'Too Many Requests' }, 429, { 'retry-after': '1' });
    case 'network_error':
      throw new TypeError('fetch failed');
    case 'hang':
      await wait(Number.POSITIVE_INFINITY, signal);
      return undefined;
    default:
      return undefined;
  }
}

/** Waits, and rejects as `fetch` does when the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('The operation was aborted.', 'AbortError'));
    };
    const timer = Number.isFinite(ms) && ms > 0 ? setTimeout(done, ms) : undefined;
    function done() {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    else if (ms <= 0) done();
  });
}

function chooseScenarios(scenario: SandboxOptions['scenario'] = 'success'): Record<SandboxVendor, SandboxScenario> {
  const chosen =
    typeof scenario === 'string' ? Object.fromEntries(VENDORS.map((vendor) => [vendor, scenario])) : scenario;
  const all = { zoloz: 'success', beorg: 'success', biometric_kz: 'success', cvs: 'success', ...chosen } as const;
  for (const vendor of VENDORS) checkScenario(vendor, all[vendor]);
  return { ...all };
}

function checkScenario(vendor: SandboxVendor, scenario: SandboxScenario): SandboxScenario {
  if (findScenario(vendor, scenario) !== undefined) return scenario;
  throw new TypeError(
    `createSandbox: ${vendor} has no scenario "${scenario}"; it has ${SCENARIOS[vendor].join(', ')}.`,
  );
}

function remember(calls: SandboxCall[], call: SandboxCall): void {
  calls.push(call);
  if (calls.length > MAX_CALLS) calls.shift();
}
