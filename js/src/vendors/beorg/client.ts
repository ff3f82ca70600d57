import { vendor } from '../../client/vendor.js';

export const beorg = vendor('beorg', (poll) => ({
  /** Uploads documents, then asks until there is a result. */
  recognize: poll('addDocument', 'getResult', (submitted) => ({
    documentId: submitted.state === 'ready' ? submitted.data.documentId : submitted.id,
  })),
}));
