import type { PreparedImage } from 'idsnap';

/** Null for a picture that was not encoded. */
export type Quality = PreparedImage['quality'];
