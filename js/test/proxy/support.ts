import { generateKeyPairSync } from 'node:crypto';
import assert from 'node:assert/strict';
import { createProxy, type ProxyHandler, type ProxyOptions } from 'idsnap/proxy';

/** A key pair of the customer and one of the vendor, made anew for each run. */
export const customerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const vendorKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const privatePem = customerKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const vendorPublicPem = vendorKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

export const CLIENT_ID = '2188000000000017';
export const TOKEN = 'token-for-tests-0001';
export const API_KEY = 'key-for-tests-of-47-or-more-characters-00000000';
export const SECRET = 'secret-for-tests-0001';

/** Options with all four vendors, for anyone. */
export const ACCOUNTS = {
  zoloz: { baseUrl: 'https://zoloz.example', clientId: CLIENT_ID, privateKey: privatePem },
  beorg: { token: TOKEN, machineUid: 'machine-for-tests', projectId: 'PROJECT_1' },
  biometricKz: { apiKey: API_KEY },
  cvs: { apiKey: 'user-for-tests', apiSecret: SECRET, allowImageUrls: true },
  authorize: 'anyone',
} satisfies ProxyOptions;

/** A request that reached the vendor. */
export interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly redirect: string | undefined;
}

/** A proxy whose vendor answers with `reply`, and the requests that reached that vendor. */
export function proxyWith(
  reply: (sent: Sent) => Response | Promise<Response>,
  options: Partial<ProxyOptions> = {},
): { proxy: ProxyHandler; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
    const { method, redirect } = init;
    const seen = { url, method, redirect, headers: new Headers(init.headers), body };
    sent.push(seen);
    return reply(seen);
  };
  return { proxy: createProxy({ ...ACCOUNTS, fetch, ...options }), sent };
}

export const ok = () => Response.json({ ok: true });

/** The one request that reached the vendor. */
export function only(sent: readonly Sent[]): Sent {
  assert.equal(sent.length, 1);
  const [first] = sent;
  assert(first);
  return first;
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function request(path: string, init: RequestInit = {}): Request {
  return new Request(`https://shop.example${path}`, init);
}

export function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Request {
  return request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

export const RECOGNIZE = '/zoloz/api/v1/zoloz/idrecognition/recognize';
export const ADD_DOCUMENT = '/beorg/api/bescan/add_document';
export const PARSE = '/biometric_kz/api/v1/backend/document/parse/';
export const CARDS = '/cvs/api/v2/ekyc/cards';

/** Asserts that the proxy itself answered, and returns its message. */
export async function assertRefused(response: Response, status: number, code: string): Promise<string> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get('x-idsnap-proxy'), 'error');
  assert.equal(response.headers.get('content-type'), 'application/json');
  const body = JSON.parse(text) as { proxy: { code: string; message: string } };
  assert.deepEqual(Object.keys(body), ['proxy']);
  assert.equal(body.proxy.code, code, body.proxy.message);
  assert.notEqual(body.proxy.message, '');
  return body.proxy.message;
}
