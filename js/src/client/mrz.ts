import type { Mrz, MrzReading } from '../../pkg/idsnap.js';
import type { Engine } from '../engine/engine.js';
import { invalidField, localError } from '../errors.js';
import type { PreparedImage } from '../images/prepared.js';
import { legible, nameOf } from '../options.js';

/** What `readMrz` gave of the images of a request; `null` where nothing was read. */
export type GivenMrz = MrzReading | null | readonly (MrzReading | null)[];

/** What is proved by the readings that a caller gave. */
export const provedOf = (given: GivenMrz | undefined): Mrz[] =>
  legible('options.mrz', () =>
    [given ?? []].flat().flatMap((reading: Partial<MrzReading> | null) => {
      if (reading === null) return [];
      const { status, mrz } = reading;
      if (typeof status === 'string') return status === 'valid' && mrz ? [mrz] : [];
      throw invalidField('options.mrz', nameOf(reading), 'what readMrz gave');
    }),
  );

/**
 * Reads the MRZ of images as the vendor would get them, until one is proved.
 *
 * @throws {@link IdSnapError} `mrz_unreadable` where none is.
 */
export async function requiredMrz(
  engine: Engine,
  prepared: readonly PreparedImage[],
  signal: AbortSignal,
): Promise<Mrz> {
  for (const { blob } of prepared) {
    const { mrz } = await engine.call('readMrz', [{ field: 'request', blob }, '{}'], { signal });
    if (mrz !== null) return mrz;
  }
  throw localError('mrz_unreadable', `the MRZ of ${prepared.length} images could not be read, and one is required`);
}
