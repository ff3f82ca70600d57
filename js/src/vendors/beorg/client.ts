import { vendor } from '../../client/vendor.js';
import type { VendorClient } from '../../client/vendor.js';

/** What the client has for Beorg beside a call of each operation. */
export const beorg = vendor('beorg', (poll) => ({
  /** Uploads documents, then asks until there is a result. */
  recognize: poll('addDocument', (submitted) => ({
    documentId: submitted.state === 'ready' ? submitted.data.documentId : submitted.id,
  })),
}));

/** The calls of Beorg. */
export type BeorgClient = VendorClient<typeof beorg>;
