import type { VendorOperations } from '../../pkg/idsnap.js';
import { beorg } from '../vendors/beorg/client.js';
import { biometricKz } from '../vendors/biometric-kz/client.js';
import { cvs } from '../vendors/cvs/client.js';
import { zoloz } from '../vendors/zoloz/client.js';
import type { Calls, VendorName, Wire } from './types.js';
import type { PolledCalls, Vendor } from './vendor.js';

/** What only TypeScript knows of each vendor. One line a vendor. */
export const CLIENTS = { zoloz, beorg, biometricKz, cvs } satisfies { [V in VendorName]: Vendor<V, object> };

/** The calls of one vendor. */
type ClientOf<V extends VendorName> = Calls<VendorOperations[V]> & PolledCalls<(typeof CLIENTS)[V]['polled']> & Wire<V>;

/** A client of every vendor, through one proxy. */
export type Client = { readonly [V in keyof VendorOperations]: ClientOf<V> };
/** The calls of ZOLOZ. */
export type ZolozClient = Client['zoloz'];
/** The calls of Beorg. */
export type BeorgClient = Client['beorg'];
/** The calls of Biometric.kz. */
export type BiometricKzClient = Client['biometricKz'];
/** The calls of CVS. */
export type CvsClient = Client['cvs'];
