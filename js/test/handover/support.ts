import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createHandover, type HandoverOffer, type HandoverStep, type OfferOptions } from 'idsnap/handover';
import {
  createHandover as createRelay,
  memoryStore,
  type HandoverHandler,
  type HandoverOptions,
  type Store,
} from 'idsnap/proxy';
import { preparedImage, type PreparedImage } from '../../src/images/prepared.js';

export const ENDPOINT = 'https://shop.example/api/handover';
export const OFFERED: OfferOptions = { kind: 'id1', sides: ['front', 'back'], url: 'https://shop.example/phone' };

/** A request as it passed, with everything that a log or a server on the way could see. */
export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Comes between a page and the relay. */
export type Between = (request: Request, pass: () => Promise<Response>) => Promise<Response>;

/** A store whose entries can be looked at. */
export function openStore(): { store: Store; entries: Map<string, string> } {
  const entries = new Map<string, string>();
  const inner = memoryStore();
  const store: Store = {
    ...inner,
    set(key, value, expiresMs) {
      entries.set(key, value);
      return inner.set(key, value, expiresMs);
    },
    setIfAbsent(key, value, expiresMs) {
      if (!entries.has(key)) entries.set(key, value);
      return inner.setIfAbsent(key, value, expiresMs);
    },
  };
  return { store, entries };
}

/** A relay for anyone. */
export const relayWith = (options: Partial<HandoverOptions> = {}): HandoverHandler =>
  createRelay({
    basePath: '/api/handover',
    authorize: 'anyone',
    expiresMs: 20_000,
    pollMs: 20,
    waitMs: 500,
    ...options,
  });

/** A `fetch` that ends at a relay in this process, and everything that passed. */
export function fetchTo(relay: HandoverHandler, between: Between = (_, pass) => pass()) {
  const seen: Seen[] = [];
  const fetchIt = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(input, init);
    const body = Buffer.from(await request.clone().arrayBuffer());
    seen.push({ url: request.url, method: request.method, headers: Object.fromEntries(request.headers), body });
    const gone = new Promise<never>((_, reject) => {
      const leave = () => {
        reject(request.signal.reason as Error);
      };
      if (request.signal.aborted) leave();
      request.signal.addEventListener('abort', leave, { once: true });
    });
    return Promise.race([between(request, () => relay(request)), gone]);
  };
  return { fetch: fetchIt, seen };
}

/** The storage of a tab. */
export function tab(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** Both ends at one relay; `between` stands between each of them and the relay. */
export function ends(relay: HandoverHandler, between?: { computer?: Between; phone?: Between }) {
  const computerWay = fetchTo(relay, between?.computer);
  const phoneWay = fetchTo(relay, between?.phone);
  const tabs = { computer: tab(), phone: tab() };
  return {
    computer: createHandover({ endpoint: ENDPOINT, fetch: computerWay.fetch, storage: tabs.computer }),
    phone: createHandover({ endpoint: ENDPOINT, fetch: phoneWay.fetch, storage: tabs.phone }),
    tabs,
    seen: { computer: computerWay.seen, phone: phoneWay.seen },
  };
}

/** How a JPEG file begins. */
export const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);

/** A file that begins as a JPEG, and whose bytes are found wherever they are not encrypted. */
export function fileOf(side: string, length = 3000): Blob {
  const text = `plaintext of the ${side} `.repeat(Math.ceil(length / 20)).slice(0, length - JPEG.length);
  return new Blob([JPEG, text], { type: 'image/jpeg' });
}

/** What `prepareImage` gives for such a file. */
export async function preparedOf(side: string): Promise<PreparedImage> {
  const bytes = new Uint8Array(await fileOf(side).arrayBuffer());
  return preparedImage({
    bytes,
    mimeType: 'image/jpeg',
    width: 640,
    height: 400,
    byteLength: bytes.length,
    base64Length: Math.ceil(bytes.length / 3) * 4,
    path: 'original',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    source: { width: 640, height: 400, mimeType: 'image/jpeg', byteLength: bytes.length, orientation: 1 },
    notes: [],
  });
}

/** All steps of an offer, once it has ended. */
export async function stepsOf(offer: HandoverOffer): Promise<HandoverStep[]> {
  const steps: HandoverStep[] = [];
  for await (const step of offer) steps.push(step);
  return steps;
}

/** Waits until an offer has come to a step. */
export async function until(offer: HandoverOffer, wanted: HandoverStep['step']): Promise<void> {
  for await (const { step } of offer) if (step === wanted) return;
  throw new Error(`the offer ended before ${wanted}`);
}

/** Waits until something holds. */
export async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error('it never came true');
}

/** The session and key of an offer's link. */
export function secretsOf({ url }: HandoverOffer): { id: string; key: string } {
  const [, id = '', key = ''] = /#idsnap=1\.([\w-]+)\.([\w-]+)$/.exec(url) ?? [];
  return { id, key };
}

/** Nothing was accepted: the photos reject with this code, and no step says that it is done. */
export async function assertRejected(offer: HandoverOffer, code: string): Promise<void> {
  await assert.rejects(offer.photos, { code, category: 'handover' });
  const steps = await stepsOf(offer);
  assert.ok(!steps.some(({ step }) => step === 'done'));
  assert.equal(steps.at(-1)?.step, code === 'handover_expired' ? 'expired' : 'failed');
}
