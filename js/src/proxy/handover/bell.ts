/** Wakes those in this process who wait for a change of a session. */
export class Bell {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Wakes everybody who waits for `name`. */
  ring(name: string): void {
    for (const wake of [...(this.#waiting.get(name) ?? [])]) wake();
  }

  /** How many wait for `name`. */
  count(name: string): number {
    return this.#waiting.get(name)?.size ?? 0;
  }

  /** Settles when the bell rings for `name`, after `limitMs`, or when `signal` aborts. It never rejects. */
  wait(name: string, limitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? new Set();
      this.#waiting.set(name, waiting);
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0) this.#waiting.delete(name);
        resolve();
      };
      const timer = setTimeout(wake, limitMs);
      waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }
}
