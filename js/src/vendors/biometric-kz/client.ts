import { vendor } from '../../client/vendor.js';
import type { VendorClient } from '../../client/vendor.js';

/** What the client has for Biometric.kz beside a call of each operation. */
export const biometricKz = vendor('biometricKz', () => ({}));

/** The calls of Biometric.kz. */
export type BiometricKzClient = VendorClient<typeof biometricKz>;
