import type { IncomingHttpHeaders } from 'node:http';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { toNodeHandler } from 'idsnap/proxy/node';
import { serve } from './servers.js';
import { ACCOUNTS } from './support.js';

/** What a vendor on loopback got of one request. */
export interface Arrived {
  headers: IncomingHttpHeaders;
  bytes: number;
  body: string;
  isWhole: boolean;
}

/** A vendor that writes down what arrives, and a proxy in front of it. */
export async function service(options: Partial<ProxyOptions> = {}) {
  const arrived: Arrived[] = [];
  const vendor = await serve((req, res) => {
    const seen: Arrived = { headers: req.headers, bytes: 0, body: '', isWhole: false };
    arrived.push(seen);
    req.setEncoding('latin1').on('data', (text: string) => {
      seen.bytes += text.length;
      seen.body += text;
    });
    req
      .on('error', () => undefined)
      .on('end', () => {
        seen.isWhole = req.complete;
        if (seen.isWhole) res.setHeader('content-type', 'application/json').end('{"document_id":"s-1"}');
      });
  });
  const at = <T extends object>(account: T) => ({ ...account, baseUrl: vendor });
  const accounts = {
    zoloz: at(ACCOUNTS.zoloz),
    beorg: at(ACCOUNTS.beorg),
    biometricKz: at(ACCOUNTS.biometricKz),
    cvs: at(ACCOUNTS.cvs),
  };
  const proxies = () => serve(toNodeHandler(createProxy({ ...ACCOUNTS, ...accounts, ...options })));
  return { proxy: await proxies(), proxies, arrived };
}
