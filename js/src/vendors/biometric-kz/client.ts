import { vendor } from '../../client/vendor.js';

export const biometricKz = vendor('biometricKz', () => ({}));
