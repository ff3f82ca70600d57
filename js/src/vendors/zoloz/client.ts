import { vendor } from '../../client/vendor.js';

export const zoloz = vendor('zoloz', (poll) => ({
  /** The same in two steps, which the vendor advises for frequent calls: uploads, then asks until there is a result. */
  recognizeAsync: poll('asyncRecognize', 'asyncCheckResult', (submitted, { extraImageControlList }) => ({
    transactionId: submitted.state === 'ready' ? submitted.data.transactionId : submitted.id,
    extraImageControlList,
  })),
}));
