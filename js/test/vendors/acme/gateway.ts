import { defineGateway } from '../../../src/proxy/gateway.js';
import { looseText, valuesUnder } from '../../../src/proxy/loose-json.js';

/** What Acme needs. */
export interface AcmeProxyOptions {
  /** The key of the account. */
  acmeKey: string;
  /** Default: `https://acme.example`. */
  baseUrl?: string;
}

const RESULT = /^\/v1\/cards\/([a-z0-9]{1,20})$/;

/** A vendor that does not exist: it shows that one more needs no change of shared code. */
export const acme = defineGateway<AcmeProxyOptions, 'acme'>({
  id: 'acme',
  name: 'Acme',
  secretNames: ['acme_key'],
  routes: [
    {
      operation: 'submit',
      path: '/v1/cards',
      methods: ['POST'],
      accepts: { json: {} },
      query: {},
      repeat: 'doubles',
      issuedId: ({ body }) => looseText(valuesUnder('card', body)[0]),
    },
    {
      operation: 'result',
      path: RESULT,
      methods: ['GET'],
      accepts: {},
      query: {},
      repeat: 'harmless',
      requestedId: ({ path }) => RESULT.exec(path)?.[1],
    },
  ],
  open(options) {
    options.only(['acmeKey', 'baseUrl']);
    const headers = { 'X-Acme': options.token('acmeKey') };
    return {
      baseUrl: options.baseUrl('https://acme.example'),
      secrets: [headers['X-Acme']],
      outgoing({ method, body }) {
        if (method === 'GET') return { query: {}, headers };
        return { query: {}, headers: { ...headers, 'Content-Type': 'application/json' }, body };
      },
    };
  },
});
