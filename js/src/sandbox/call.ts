/** Bytes whose memory is not shared. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A simulated vendor. */
export type SandboxVendor = 'zoloz' | 'beorg' | 'biometric_kz' | 'cvs';

/** A request as a simulated vendor sees it. */
export interface Call {
  readonly method: string;
  /** The vendor's path. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Bytes;
  /** The outcome that the test asks for; `success` if none. */
  readonly scenario: string;
}

/** A simulated vendor: from a request to an answer. */
export type VendorSimulator = (call: Call) => Promise<Response> | Response;

/** A JSON answer. */
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
