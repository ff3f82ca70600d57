import { vendor } from '../../client/vendor.js';
import type { VendorClient } from '../../client/vendor.js';

/** What the client has for Acme beside a call of each operation. */
export const acme = vendor('acme', (poll) => ({
  /** Submits a card, then asks until it is read. */
  read: poll('submit', (submitted) => ({
    card: submitted.state === 'ready' ? submitted.data.card : submitted.id,
  })),
}));

/** The calls of Acme. */
export type AcmeClient = VendorClient<typeof acme>;
