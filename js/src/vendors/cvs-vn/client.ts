import { vendor } from '../../client/vendor.js';
import type { VendorClient } from '../../client/vendor.js';

/** What the client has for CVS beside a call of each operation. */
export const cvs = vendor('cvs', () => ({}));

/** The calls of CVS. */
export type CvsClient = VendorClient<typeof cvs>;
