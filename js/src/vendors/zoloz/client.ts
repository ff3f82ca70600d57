import { vendor } from '../../client/vendor.js';
import type { VendorClient } from '../../client/vendor.js';

/** What the client has for ZOLOZ beside a call of each operation. */
export const zoloz = vendor('zoloz', (poll) => ({
  /** The same in two steps, which the vendor advises for frequent calls: uploads, then asks until there is a result. */
  recognizeAsync: poll('asyncRecognize', (submitted, { extraImageControlList }) => ({
    transactionId: submitted.state === 'ready' ? submitted.data.transactionId : submitted.id,
    extraImageControlList,
  })),
}));

/** The calls of ZOLOZ. */
export type ZolozClient = VendorClient<typeof zoloz>;
