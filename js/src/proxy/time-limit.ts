import type { Store } from './store.js';

/** Something did not settle in its time. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/**
 * What `call` gives, if it settles within `limitMs`. What it does afterwards is not waited for.
 *
 * @throws `TookTooLong`, or what `call` throws.
 */
export async function within<T>(limitMs: number, call: () => T | Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TookTooLong());
    }, limitMs);
  });
  try {
    return await Promise.race([call(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A store whose methods fail when they take longer than `limitMs`. */
export function promptStore(store: Store, limitMs: number): Store {
  return {
    get: (key) => within(limitMs, () => store.get(key)),
    set: (key, value, expiresMs) => within(limitMs, () => store.set(key, value, expiresMs)),
    setIfAbsent: (key, value, expiresMs) => within(limitMs, () => store.setIfAbsent(key, value, expiresMs)),
    increment: (key, expiresMs) => within(limitMs, () => store.increment(key, expiresMs)),
  };
}
