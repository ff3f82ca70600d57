import type { HandoverStorage } from './types.js';

/** What outlives a reload, in the tab's own storage. Where that fails, as where it is switched off, nothing does. */
export class Kept<T extends object> {
  constructor(
    readonly storage: HandoverStorage | null,
    readonly slot: string,
  ) {}

  load(): T | undefined {
    try {
      const text = this.storage?.getItem(this.slot) ?? null;
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  }

  save(value: T): void {
    try {
      this.storage?.setItem(this.slot, JSON.stringify(value));
    } catch {
      // The handover works without; only a reload ends it.
    }
  }

  clear(): void {
    try {
      this.storage?.removeItem(this.slot);
    } catch {
      // It ends with the tab.
    }
  }
}

/** The storage of the tab, or `null` where there is none. */
export function tabStorage(): HandoverStorage | null {
  try {
    return (globalThis as { sessionStorage?: HandoverStorage }).sessionStorage ?? null;
  } catch {
    // A page in a frame without rights throws at the name alone.
    return null;
  }
}
