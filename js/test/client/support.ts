// What the tests of the network have in common.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createClient } from 'idsnap';
import type { Client, ClientOptions } from 'idsnap';
import { plainPng } from '../fixtures.js';
import { serve } from '../proxy/servers.js';

const picture = plainPng(40, 30);
/** What ZOLOZ responds with. */
export const accepted = {
  result: { resultStatus: 'S', resultCode: 'SUCCESS' },
  recognitionResult: 'Y',
  ocrResult: { LAST_NAME: 'ERIKSSON' },
};
/** What ZOLOZ is asked for. */
export const passport = { front: picture, docType: '00000001003' };
/** What Beorg is asked for. */
export const documents = [{ image: picture, type: 'PASSPORT', key: 'a' }];
/** What Beorg responds with. */
export const result = {
  document_id: 's-7',
  documents: [{ key: 'a', type: 'PASSPORT', data: { LastName: 'ERIKSSON' }, metadata: {} }],
};

/** The headers by which a proxy tells its own responses from a vendor's. */
export const PROXYS = { 'x-idsnap-proxy': 'error' };

/** A request that reached the server, whole. */
export interface Seen {
  url: string;
  method: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Responds to a whole request. */
export type Responder = (seen: Seen, response: ServerResponse) => void;

/** A server in the proxy's place, and what reached it. */
export async function server(respond: Responder): Promise<{ endpoint: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('end', () => {
      const { url = '', method = '', headers } = request;
      const one = { url, method, headers, body: Buffer.concat(parts) };
      seen.push(one);
      respond(one, response);
    });
  };
  return { endpoint: await serve(listener), seen };
}

export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Both ways to post: the engine's own, and a `fetch` of the caller's. */
export const TRANSPORTS: Record<string, Partial<ClientOptions>> = {
  'the engine': {},
  'a fetch of the caller’s': { fetch: (url, init) => fetch(url, init) },
};

/** A client that waits little. */
export const clientOf = (endpoint: string, options: Partial<ClientOptions> = {}): Client =>
  createClient({ endpoint, retry: { firstMs: 1 }, ...options });

/** How long a promise takes to settle, in milliseconds, and what it rejects with. */
export async function settling(promise: Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const start = performance.now();
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { ms: performance.now() - start, error };
}

/** An address where nothing listens. */
export async function nowhere(): Promise<string> {
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  await new Promise((resolve) => listening.close(resolve));
  return `http://127.0.0.1:${port}`;
}
