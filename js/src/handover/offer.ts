import { sha256, toBase64Url } from './bytes.js';
import { Computer, type KeptOffer } from './computer.js';
import { checkOptions, checkSignal, checkText } from './checks.js';
import { invalid } from './errors.js';
import { deriveKeys, drawLink, drawSecret, nonceOf, sealJson, type Keys } from './keys.js';
import { Kept } from './kept.js';
import { Life, LONGEST_LIFE_MS } from './life.js';
import { isSubject, OFFER, type EndParts, type Subject } from './messages.js';
import { Relay } from './relay.js';
import type { HandoverOffer, OfferOptions } from './types.js';

const LANGUAGE = /^[A-Za-z0-9-]{1,35}$/;

/** Opens a session, or goes on with one that is kept. */
export async function offerHandover(parts: EndParts, options: OfferOptions): Promise<HandoverOffer> {
  const page = checkOffer(options);
  const { kind, language, signal, keep } = options;
  signal?.throwIfAborted();
  const subject = { kind, sides: [...options.sides] };
  const about = JSON.stringify([subject, language, page, parts.endpoint]);
  const kept = new Kept<KeptOffer>(keep === undefined ? null : parts.storage, `idsnap.handover.offer.${keep ?? ''}`);
  const old = kept.load();
  const leftMs = (old?.expiresAt ?? 0) - Date.now();
  const isLive = old?.about === about && leftMs > 0 && leftMs <= LONGEST_LIFE_MS;
  const drawn = isLive ? old : { ...drawLink(), token: drawSecret(), nonce: drawSecret(), expiresAt: 0, about };
  const life = new Life(signal);
  const relay = new Relay({ ...parts, token: drawn.token, id: drawn.id, signal: life.signal });
  try {
    const keys = await deriveKeys(drawn);
    const expiresAt = isLive ? drawn.expiresAt : Date.now() + (await open({ relay, keys, subject, language, drawn }));
    const secrets = { ...drawn, expiresAt };
    kept.save(secrets);
    life.expireIn(expiresAt - Date.now());
    return new Computer({ relay, keys, secrets, kept, life, subject, page });
  } catch (error) {
    life.settle();
    throw error;
  }
}

interface Opening {
  readonly relay: Relay;
  readonly keys: Keys;
  readonly subject: Subject;
  readonly language: string | undefined;
  readonly drawn: KeptOffer;
}

/** Opens the session. Gives how long it lives, in milliseconds. */
async function open({ relay, keys, subject, language, drawn }: Opening): Promise<number> {
  // Drawn before the phone's nonce is known, and shown only afterwards: nobody can choose a nonce that gives a code.
  const commitment = toBase64Url(await sha256(nonceOf(drawn.nonce)));
  const offer = { ...subject, ...(language === undefined ? {} : { language }), commitment };
  const sealed = await sealJson(keys, { id: keys.id, writer: 'computer', number: OFFER }, offer);
  return relay.open(keys.join, toBase64Url(sealed));
}

/** Checks what is offered. Gives the whole address of the phone's page. */
function checkOffer(options: OfferOptions): string {
  checkOptions('options', options);
  const { kind, sides, language, url, signal, keep } = options;
  checkSignal(signal);
  checkText('language', language);
  checkText('keep', keep);
  const expected = 'a kind and 1 to 4 sides, each once, of small letters, digits, _ and -';
  if (!Array.isArray(sides) || !isSubject({ kind, sides })) throw invalid('sides', 'something else', expected);
  if (language !== undefined && !LANGUAGE.test(language)) throw invalid('language', 'another text', 'a BCP 47 tag');
  // An empty fragment is one too, although `hash` does not tell.
  if (/#/.test(url)) throw invalid('url', 'a fragment', 'a page for the phone');
  const page = addressOf(url);
  if (page === undefined) throw invalid('url', 'no address', 'a page for the phone');
  if (!/^https?:$/.test(page.protocol)) throw invalid('url', page.protocol, 'an address of http or https');
  return page.href;
}

function addressOf(url: string): URL | undefined {
  try {
    return new URL(url, (globalThis as { location?: { href: string } }).location?.href);
  } catch {
    return undefined;
  }
}
