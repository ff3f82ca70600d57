// A client whose requests end in a function.
import { createClient } from 'idsnap';
import type { Client, ClientOptions } from 'idsnap';

/** A request that was sent. */
export interface Sent {
  url: string;
  method: string;
  headers: Headers;
  body: string;
}

/** Responds in the place of the proxy. */
export type Handler = (sent: Sent, init: RequestInit) => Response | Promise<Response>;

/** A client whose requests end in `handler`, and what was sent. */
export function clientOn(handler: Handler, options: Partial<ClientOptions> = {}): { client: Client; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(url, init);
    const body = await request.clone().text();
    const one = { url: request.url, method: request.method, headers: request.headers, body };
    sent.push(one);
    return handler(one, init);
  };
  const client = createClient({ endpoint: 'https://app.example/id/', fetch, retry: { firstMs: 1 }, ...options });
  return { client, sent };
}

/** A response of JSON. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });
