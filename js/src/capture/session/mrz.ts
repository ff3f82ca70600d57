import type { MrzReading } from '../analysis.js';
import type { CaptureState, MrzDemand, Warning } from '../types.js';
import type { Settings } from './settings.js';

/** The sides of the documents of ISO/IEC 7810 that carry an MRZ by ICAO Doc 9303. */
const CARRIER = { id1: 'back', id2: 'front', id3: 'front' } as const;

/** Whether a reading is proved by its check digits. */
export const isProved = (reading: MrzReading | null | undefined): reading is MrzReading => reading?.status === 'valid';

/** What is asked of the MRZ on the side that is photographed now. */
export function demandOf(
  { mrz, document }: Settings,
  { side, step, steps, results }: Pick<CaptureState, 'side' | 'step' | 'steps' | 'results'>,
): MrzDemand {
  if (mrz === 'off') return 'off';
  if (document !== 'any') return side === CARRIER[document] ? mrz : 'off';
  // Nobody knows which side of it has the MRZ.
  if (results.some((result) => isProved(result.mrz))) return 'off';
  return step + 1 < steps ? 'prefer' : mrz;
}

/** Whether a photo is refused because its MRZ cannot be read. */
export const lacksMrz = (demand: MrzDemand, warnings: readonly Warning[]): boolean =>
  demand === 'require' && warnings.includes('MRZ_UNREADABLE');
