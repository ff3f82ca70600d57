import { tampered } from './errors.js';
import { deriveKeys, drawSecret, nonceOf, readLink, sealJson, unsealJson, type Keys } from './keys.js';
import { Kept } from './kept.js';
import { Life } from './life.js';
import { HELLO, isSubject, OFFER, WELCOME, type EndParts, type Subject } from './messages.js';
import { fits, Phone, type KeptPhone } from './phone.js';
import { Relay, type RelayState } from './relay.js';
import type { AcceptedHandover, AcceptOptions } from './types.js';
import { watchStates } from './watch.js';

/** Claims the session of a link, or goes on with it after a reload, and waits until the computer responds. */
export async function acceptHandover(
  parts: EndParts,
  href: string,
  { signal }: AcceptOptions = {},
): Promise<AcceptedHandover> {
  const link = readLink(href);
  const keys = await deriveKeys(link);
  signal?.throwIfAborted();
  const kept = new Kept<KeptPhone>(parts.storage, `idsnap.handover.phone.${link.id}`);
  const secrets = kept.load() ?? { token: drawSecret(), nonce: drawSecret(), sent: [] };
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
    return new Phone({ relay, keys, life, kept, secrets, ...offered, expiresAt, states, ...welcome });
  } catch (error) {
    life.end(error);
    await states.return();
    throw error;
  }
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
  if (state.phone === 0) {
    const hello = await sealJson(keys, { id: keys.id, writer: 'phone', number: HELLO }, { nonce: secrets.nonce });
    await relay.append(HELLO, hello);
  }
  while (state.computer <= WELCOME) state = await nextState(states);
  const place = { id: keys.id, writer: 'computer', number: WELCOME } as const;
  const { nonce } = await unsealJson(keys, place, await relay.read(WELCOME));
  const fromComputer = nonceOf(nonce);
  if (!(await fits(fromComputer, commitment)))
    throw tampered('the nonce of the computer is not the one it committed to');
  return { code: await keys.codeOf(nonceOf(secrets.nonce), fromComputer), state };
}

async function nextState(states: AsyncGenerator<RelayState, void>): Promise<RelayState> {
  const { done, value } = await states.next();
  if (done === true) throw tampered('the states ended');
  return value;
}
