import type { PreparedImage } from 'idsnap';

export type {
  Check,
  CvsItem,
  ErrorCode,
  IdentityDocument,
  Limits,
  Mrz,
  MrzCandidate,
  MrzFields,
  MrzStatus,
  PreparedImage,
  PrintedFields,
  UnreadableZone,
  ZoneReading,
} from 'idsnap';
/** Null for a picture that was not encoded. */
export type Quality = PreparedImage['quality'];
