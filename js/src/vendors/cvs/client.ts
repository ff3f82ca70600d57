import { vendor } from '../../client/vendor.js';

export const cvs = vendor('cvs', () => ({}));
