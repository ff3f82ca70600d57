import type { Place } from './keys.js';
import type { RelayParts } from './relay.js';
import type { HandoverStorage } from './types.js';

/** What both ends of a handover are made with. */
export interface EndParts extends Omit<RelayParts, 'token' | 'id' | 'signal'> {
  readonly storage: HandoverStorage | null;
}

/** The computer's messages. */
export const OFFER = 0;
export const WELCOME = 1;
export const DONE = 2;
/** The phone's messages: hello, a photo for each side, and the manifest. */
export const HELLO = 0;
const FIRST_PHOTO = 1;

/** What is photographed. */
export interface Subject {
  readonly kind: string;
  readonly sides: readonly string[];
}

const MOST_SIDES = 4;
const NAME = /^[a-z0-9_-]{1,32}$/;

/** Whether these may be the kind and sides of an offer. */
export const isSubject = ({ kind, sides }: Subject): boolean =>
  NAME.test(kind) &&
  sides.length >= 1 &&
  sides.length <= MOST_SIDES &&
  new Set(sides).size === sides.length &&
  sides.every((side) => NAME.test(side));

/** The number of the manifest, which is the phone's last message. */
export const manifestNumber = ({ sides }: Subject): number => FIRST_PHOTO + sides.length;

/** Where the photo of the side with this order stands. */
export function photoPlace(id: string, { kind, sides }: Subject, order: number): Place {
  const photo = { side: sides[order] ?? '', order, count: sides.length, kind };
  return { id, writer: 'phone', number: FIRST_PHOTO + order, photo };
}
