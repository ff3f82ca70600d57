import { DRAFT_MS } from './draft.js';
import type { DraftVault } from '../platform/platform.js';

/** What stands in the database: bytes that mean nothing without the key. */
export interface Kept {
  /** In milliseconds since 1970. */
  readonly expires: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** A database of drafts by name. */
export interface Shelf {
  readonly get: (name: string) => Promise<Kept | undefined>;
  readonly put: (name: string, kept: Kept) => Promise<unknown>;
  readonly remove: (name: string) => Promise<unknown>;
  readonly names: () => Promise<string[]>;
}

/** What the vault keeps things in. */
export interface VaultParts {
  readonly shelf: Shelf;
  /** The tab's own memory, which survives a killed page and ends with the tab. */
  readonly session: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly wallClock: () => number;
}

const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;
/** NIST SP 800-38D. */
const IV_BYTES = 12;

/**
 * Keeps drafts encrypted in a database, and the key of each in the tab's session. A key in the database itself could be
 * marked as not to be extracted, but whoever reads the database could use it, in any tab and after any time. Kept
 * apart, the draft is readable in this tab alone, and is lost with it even if no page ever comes to delete it.
 */
export function createVault({ shelf, session, wallClock }: VaultParts): DraftVault {
  const slot = (name: string): string => `idsnap.draft.${name}`;
  const vault: DraftVault = {
    async load(name) {
      for (const other of await shelf.names()) {
        if (((await shelf.get(other))?.expires ?? 0) <= wallClock()) await vault.clear(other);
      }
      const kept = await shelf.get(name);
      const secret = session().getItem(slot(name));
      if (kept === undefined || secret === null) return undefined;
      const data = await crypto.subtle.decrypt(cipher(name, kept), await keyOf(secret), kept.data);
      return new Uint8Array(data);
    },
    async save(name, bytes) {
      const secret = session().getItem(slot(name)) ?? textOf(random(KEY_BYTES));
      const head = { expires: wallClock() + DRAFT_MS, iv: random(IV_BYTES) };
      const data = await crypto.subtle.encrypt(cipher(name, head), await keyOf(secret), bytes);
      session().setItem(slot(name), secret);
      await shelf.put(name, { ...head, data });
    },
    async clear(name) {
      session().removeItem(slot(name));
      await shelf.remove(name);
    },
  };
  return vault;
}

/** The name and the time are sealed too: neither can be changed without the key. */
const cipher = (name: string, { expires, iv }: Pick<Kept, 'expires' | 'iv'>): AesGcmParams => ({
  name: ALGORITHM,
  iv,
  additionalData: new TextEncoder().encode(`${name} ${expires}`),
});

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const keyOf = (secret: string): Promise<CryptoKey> => {
  const bytes = Uint8Array.from(atob(secret), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']);
};

/** The database of the browser; it is made when it is first used. */
export const indexedShelf: Shelf = {
  get: (name) => inStore('readonly', (store) => store.get(name) as IDBRequest<Kept | undefined>),
  put: (name, kept) => inStore('readwrite', (store) => store.put(kept, name)),
  remove: (name) => inStore('readwrite', (store) => store.delete(name)),
  names: () => inStore('readonly', (store) => store.getAllKeys() as IDBRequest<string[]>),
};

const STORE = 'drafts';

async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open('idsnap', 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE);
  };
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the database failed'));
    };
  });
