import { vendor } from '../../client/vendor.js';

export const acme = vendor('acme', (poll) => ({
  /** Submits a card, then asks until it is read. */
  read: poll('submit', 'result', (submitted) => ({
    card: submitted.state === 'ready' ? submitted.data.card : submitted.id,
  })),
}));
