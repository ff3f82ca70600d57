import type { Check, Mrz, MrzFields, ParseOptions, PrintedFields, ZoneReading } from '../../pkg/idsnap.js';
import type { Encoded } from '../options.js';

/** What reads, compares and writes machine readable zones; `index.ts` says what each does. */
export interface MrzFunctions {
  readonly parseMrz: (zone: string | readonly string[], options?: ParseOptions) => Mrz | null;
  readonly readZone: (zone: string | readonly string[], options?: ParseOptions) => ZoneReading;
  readonly crossCheckMrz: (mrz: Mrz, fields: PrintedFields) => Check[];
  readonly formatMrz: (fields: MrzFields) => string[];
}

/** The functions where they are loaded. */
export interface LoadedMrz extends MrzFunctions {
  /** Gives the memory back; the next call takes fresh one. */
  readonly restart: () => void;
}

/** What the first bundle has and code that is loaded later needs: imported there, it would divide the bundle. */
export interface Describing {
  readonly encode: (root: string, value: unknown) => Encoded;
  readonly legible: <T>(field: string, read: () => T) => T;
  readonly nameOf: (value: unknown) => string;
}
