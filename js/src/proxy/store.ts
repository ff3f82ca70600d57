/**
 * What the proxies of one service remember together: who submitted what, which requests were made already, how many
 * there were. Every method may fail; the proxy then refuses what it cannot be sure of.
 */
export interface Store {
  /** The value under `key`, or `undefined` when there is none or it has expired. */
  get(key: string): Promise<string | undefined>;
  /** Writes `value` under `key`, for `expiresMs` milliseconds. */
  set(key: string, value: string, expiresMs: number): Promise<void>;
  /** Writes `value` under `key` if there is none. Says whether it did; of two calls at once one does. */
  setIfAbsent(key: string, value: string, expiresMs: number): Promise<boolean>;
  /** Adds one to the number under `key` and gives it. It starts at 0 and expires `expiresMs` after its start. */
  increment(key: string, expiresMs: number): Promise<number>;
}

/** How much a store in memory holds. */
export interface MemoryStoreOptions {
  /** The most characters of keys and values; the oldest entries give way. Default: 64,000,000. */
  maxCharacters?: number;
  /** The clock, in milliseconds. Default: the system's. */
  now?: () => number;
}

interface Entry {
  readonly value: string;
  readonly expiresAt: number;
}

/** A store in the memory of one process: right for one proxy, and forgotten when it ends. */
export function memoryStore({ maxCharacters = 64_000_000, now = Date.now }: MemoryStoreOptions = {}): Store {
  const entries = new Entries(maxCharacters, now);
  return {
    get: (key) => Promise.resolve(entries.read(key)?.value),
    set(key, value, expiresMs) {
      entries.write(key, { value, expiresAt: now() + expiresMs });
      return Promise.resolve();
    },
    setIfAbsent(key, value, expiresMs) {
      if (entries.read(key) !== undefined) return Promise.resolve(false);
      entries.write(key, { value, expiresAt: now() + expiresMs });
      return Promise.resolve(true);
    },
    increment(key, expiresMs) {
      const entry = entries.read(key);
      const count = Number(entry?.value ?? 0) + 1;
      entries.write(key, { value: count.toString(), expiresAt: entry?.expiresAt ?? now() + expiresMs });
      return Promise.resolve(count);
    },
  };
}

/** Entries in the order of their writing, within a limit. */
class Entries {
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(
    readonly maxCharacters: number,
    readonly now: () => number,
  ) {}

  read(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.expiresAt <= this.now()) this.#drop(key, entry);
    return this.#entries.get(key);
  }

  write(key: string, entry: Entry): void {
    const old = this.#entries.get(key);
    if (old !== undefined) this.#drop(key, old);
    this.#entries.set(key, entry);
    this.#characters += key.length + entry.value.length;
    for (const [oldest, kept] of this.#entries) {
      if (kept.expiresAt > this.now() && this.#characters <= this.maxCharacters) break;
      this.#drop(oldest, kept);
    }
  }

  #drop(key: string, { value }: Entry): void {
    this.#entries.delete(key);
    this.#characters -= key.length + value.length;
  }
}
