/** Bytes whose memory is not shared. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Outcomes that every vendor has: success, and what fails on the way to the vendor. */
export const COMMON_SCENARIOS = [
  'success',
  'server_error',
  'gateway_html',
  'malformed_json',
  'empty_answer',
  'rate_limit',
  'redirect',
  'slow',
  'hang',
  'network_error',
] as const;

/** An outcome that every vendor has. */
export type CommonScenario = (typeof COMMON_SCENARIOS)[number];

/** A vendor as its documents describe it, declared once: the registry has one line for it. */
export interface SimulatorDefinition<
  Credentials extends object = object,
  Id extends string = string,
  Scenario extends string = string,
> {
  /** The vendor's name on the wire, the first part of the path. */
  readonly id: Id;
  /** The vendor's own host names, so that a request to one of them finds the simulator. */
  readonly hosts: readonly (string | RegExp)[];
  /** The outcomes that this vendor alone has. */
  readonly scenarios: readonly Scenario[];
  /** Common outcomes for which the vendor has a response of its own. */
  readonly overrides?: readonly CommonScenario[];
  /** Opens an account at the simulated vendor. */
  open(setup: SimulatorSetup): Promise<OpenSimulator<Credentials>>;
}

/** What a simulated vendor is made with. */
export interface SimulatorSetup {
  /** The vendor's address, without a trailing slash. */
  readonly baseUrl: string;
  /** How often a result is "still processing". */
  readonly polls: number;
  readonly now: () => Date;
}

/** A simulated vendor with one account. */
export interface OpenSimulator<Credentials extends object = object> {
  /** The account, in the form that the proxy's options take. It opens nothing anywhere else. */
  readonly credentials: Credentials;
  readonly simulate: Simulate;
}

/** From a request to the vendor's response. */
export type Simulate = (call: Call) => Promise<Response> | Response;

/** A request as a simulated vendor sees it. */
export interface Call {
  readonly method: string;
  /** The vendor's path. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Bytes;
  /** The outcome that is wanted; `success` if none was named. */
  readonly scenario: string;
}

/** Declares a simulator with its literal names. */
export function defineSimulator<Credentials extends object, const Id extends string, const Scenario extends string>(
  definition: SimulatorDefinition<Credentials, Id, Scenario>,
): SimulatorDefinition<Credentials, Id, Scenario> {
  return definition;
}

/** A JSON response. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(value), { status, headers: { ...headers, 'content-type': 'application/json' } });
}

/** The JSON object in the body, or `undefined`. */
export function readObject(body: Bytes): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `value` is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether `value` is a list of texts. */
export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The media type of a request, in lower case and without parameters. */
export function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
