export type * from './beorg/types.js';
export type * from './biometric-kz/types.js';
export type * from './cvs-vn/types.js';
export type * from './zoloz/types.js';
