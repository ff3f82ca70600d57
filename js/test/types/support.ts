import type { PreparedImage } from 'idsnap';

export type { CvsItem, ErrorCode, IdentityDocument, Limits, PreparedImage } from 'idsnap';
/** Null for a picture that was not encoded. */
export type Quality = PreparedImage['quality'];
