import { isIdSnapError } from '../errors.js';
import { handoverError } from './errors.js';
import { unseal, unsealJson, type Keys } from './keys.js';
import { DONE, photoPlace, type Subject } from './messages.js';
import { entryOf, type ManifestEntry } from './photo.js';
import type { Relay, RelayState } from './relay.js';

/** Where the photos of a phone are. */
export interface SentParts {
  readonly relay: Relay;
  readonly keys: Keys;
  readonly subject: Subject;
}

/**
 * What the manifest says of the photos that the relay has. Those that this page does not know, because an earlier page or
 * another tab of the phone has sent them, are read back and decrypted: what arrived counts.
 *
 * @throws `handover_tampered` when what is there is none of this phone's photos.
 */
export async function arrived(
  parts: SentParts,
  known: readonly ManifestEntry[],
  state: RelayState,
  signal?: AbortSignal,
): Promise<ManifestEntry[]> {
  const { relay, keys, subject } = parts;
  if (state.computer > DONE) return whole(parts);
  const entries = [...known];
  // Of a session that has ended nothing can be read any more.
  const count = state.ended ? 0 : Math.min(state.phone - 1, subject.sides.length);
  while (entries.length < count) {
    const place = photoPlace(keys.id, subject, entries.length);
    const plain = await unseal(keys, place, await relay.readOwn(place.number, signal));
    entries.push(await entryOf(place.photo?.side ?? '', plain));
  }
  return entries;
}

/** The computer has checked the manifest: all sides are there, and no more is known of them, nor needed. */
async function whole({ relay, keys, subject }: SentParts): Promise<ManifestEntry[]> {
  await unsealJson(keys, { id: keys.id, writer: 'computer', number: DONE }, await relay.read(DONE));
  return subject.sides.map((side) => ({ side, length: 0, sha256: '' }));
}

/** Whether the relay refused a message because another one of this phone stands, or is being written, at its place. */
export const isOccupied = (error: unknown): boolean => isIdSnapError(error) && error.status === 409;

/** The person has another photo of a side than the one that arrived, and has to know. */
export const arrivedBefore = (side: string) =>
  handoverError('invalid_field', `side: another photo of ${side} arrived before, and counts`, {
    field: 'side',
    advice:
      'An earlier photo of this side has arrived already. To use another one, please start again on the computer.',
  });
