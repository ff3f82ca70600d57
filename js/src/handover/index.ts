/**
 * A computer goes on with photos that a phone took. They pass through the customer's own server, which cannot read them.
 *
 * ```ts
 * const handover = createHandover({ endpoint: '/api/handover' });
 * const offer = await handover.offer({ kind: 'id1', sides: ['front', 'back'], url: '/phone' });
 * const photos = await offer.photos;
 * ```
 */
import { acceptHandover } from './accept.js';
import { checkOptions } from './checks.js';
import { invalid } from './errors.js';
import { tabStorage } from './kept.js';
import type { EndParts } from './messages.js';
import { offerHandover } from './offer.js';
import type { Handover, HandoverOptions } from './types.js';

export { IdSnapError, isIdSnapError } from '../errors.js';
export type { HandoverErrorCode } from './errors.js';
export type {
  AcceptedHandover,
  AcceptOptions,
  Handover,
  HandoverOffer,
  HandoverOptions,
  HandoverPhoto,
  HandoverStep,
  HandoverStorage,
  OfferOptions,
  QrCode,
  SendOptions,
} from './types.js';

/**
 * Makes the two ends of a handover: `offer` is for the computer, `accept` for the phone. Nothing is requested yet.
 *
 * @throws `IdSnapError` `invalid_field` where `endpoint` is no text.
 */
export function createHandover(options: HandoverOptions): Handover {
  checkOptions('options', options);
  const { endpoint, headers, storage = tabStorage() } = options;
  if (typeof endpoint !== 'string' || endpoint === '')
    throw invalid('endpoint', 'no text', 'where the relay is mounted');
  const parts: EndParts = {
    endpoint: endpoint.replace(/\/$/, ''),
    headers,
    storage,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
  };
  return {
    offer: (offered) => offerHandover(parts, offered),
    accept: (href, accepting) => acceptHandover(parts, href, accepting),
  };
}
