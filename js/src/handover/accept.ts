import { isIdSnapError } from '../errors.js';
import { checkOptions, checkSignal } from './checks.js';
import { handoverError, tampered } from './errors.js';
import { deriveKeys, drawSecret, nonceOf, readLink, sealJson, unsealJson, type Keys } from './keys.js';
import { Kept } from './kept.js';
import { Life } from './life.js';
import { HELLO, isSubject, OFFER, WELCOME, type EndParts, type Subject } from './messages.js';
import { fits, Phone, type KeptPhone } from './phone.js';
import { Relay, type RelayState } from './relay.js';
import { arrived, isOccupied } from './sent.js';
import type { AcceptedHandover, AcceptOptions } from './types.js';
import { watchStates } from './watch.js';

/** Claims the session of a link, or goes on with it after a reload, and waits until the computer responds. */
export async function acceptHandover(
  parts: EndParts,
  href: string,
  options: AcceptOptions = {},
): Promise<AcceptedHandover> {
  checkOptions('options', options);
  const { signal } = options;
  checkSignal(signal);
  const link = readLink(href);
  const keys = await deriveKeys(link);
  signal?.throwIfAborted();
  const kept = new Kept<KeptPhone>(parts.storage, `idsnap.handover.phone.${link.id}`);
  const known = kept.load();
  const secrets = known ?? { token: drawSecret(), nonce: drawSecret(), sent: [] };
  // Before the claim: whoever reloads while it is on its way is the same phone.
  kept.save(secrets);
  const life = new Life(signal);
  const relay = new Relay({ ...parts, token: secrets.token, id: link.id, signal: life.signal });
  const states = watchStates(relay, life.signal);
  try {
    const expiresInMs = await relay.claim(keys.join);
    life.expireIn(expiresInMs);
    const expiresAt = new Date(Date.now() + expiresInMs);
    const offered = await readOffer(relay, keys);
    const welcome = await greet({ relay, keys, secrets, states, commitment: offered.commitment });
    const sent = await arrived(
      { relay, keys, subject: offered.subject },
      confirmed(secrets, welcome.state),
      welcome.state,
    );
    const parts = { relay, keys, life, kept, secrets: { ...secrets, sent } };
    return new Phone({ ...parts, ...offered, expiresAt, states, ...welcome });
  } catch (error) {
    if (isRefused(error, known !== undefined)) kept.clear();
    life.end(error);
    await states.return();
    throw error;
  }
}

/** The photos that were known to have arrived, as far as the relay agrees. */
const confirmed = ({ sent }: KeptPhone, { phone }: RelayState): KeptPhone['sent'] =>
  sent.slice(0, Math.max(0, phone - 1));

/** Whether a phone has no place in the session: it keeps its secrets while its claim may have arrived. */
function isRefused(error: unknown, wasKnown: boolean): boolean {
  if (!isIdSnapError(error)) return false;
  const { category, status = 0 } = error;
  return category === 'handover' || (!wasKnown && status >= 400 && status < 500);
}

interface Offered {
  readonly subject: Subject;
  readonly language: string | undefined;
  readonly commitment: unknown;
}

async function readOffer(relay: Relay, keys: Keys): Promise<Offered> {
  const place = { id: keys.id, writer: 'computer', number: OFFER } as const;
  const { kind, sides, language, commitment } = await unsealJson(keys, place, await relay.read(OFFER));
  const subject = { kind, sides } as Subject;
  if (typeof kind !== 'string' || !Array.isArray(sides) || !isSubject(subject))
    throw tampered('the offer offers nothing');
  return { subject, language: typeof language === 'string' ? language : undefined, commitment };
}

interface Greeting {
  readonly relay: Relay;
  readonly keys: Keys;
  readonly secrets: KeptPhone;
  readonly states: AsyncGenerator<RelayState, void>;
  readonly commitment: unknown;
}

/** Sends this phone's nonce, waits for the computer's, and gives the code that both make. */
async function greet(greeting: Greeting): Promise<{ code: string; state: RelayState }> {
  const { relay, keys, secrets, states, commitment } = greeting;
  let state = await nextState(states);
  if (state.phone === 0 && !state.ended) {
    const hello = await sealJson(keys, { id: keys.id, writer: 'phone', number: HELLO }, { nonce: secrets.nonce });
    await relay.append(HELLO, hello).catch(unlessOccupied);
  }
  while (state.computer <= WELCOME) {
    if (state.ended) throw handoverError('handover_ended', 'the handover was ended');
    state = await nextState(states);
  }
  const place = { id: keys.id, writer: 'computer', number: WELCOME } as const;
  const { nonce } = await unsealJson(keys, place, await relay.read(WELCOME));
  const fromComputer = nonceOf(nonce);
  if (!(await fits(fromComputer, commitment)))
    throw tampered('the nonce of the computer is not the one it committed to');
  return { code: await keys.codeOf(nonceOf(secrets.nonce), fromComputer), state };
}

/** Another tab of this phone, which has the same nonce, was first. */
function unlessOccupied(error: unknown): void {
  if (!isOccupied(error)) throw error;
}

async function nextState(states: AsyncGenerator<RelayState, void>): Promise<RelayState> {
  const { done, value } = await states.next();
  if (done === true) throw tampered('the states ended');
  return value;
}
