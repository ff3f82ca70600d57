import { beorg } from './beorg/client.js';
import { biometricKz } from './biometric-kz/client.js';
import { cvs } from './cvs-vn/client.js';
import { zoloz } from './zoloz/client.js';

/** What only TypeScript knows of each vendor's calls; by their own types, which keep the members' documentation. */
export const CLIENTS: {
  beorg: typeof beorg;
  biometricKz: typeof biometricKz;
  cvs: typeof cvs;
  zoloz: typeof zoloz;
} = { beorg, biometricKz, cvs, zoloz };
