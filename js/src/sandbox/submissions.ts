/** Older submissions are forgotten, so that a sandbox that runs for weeks does not grow. */
const MAX_KEPT = 1000;

/** What the vendor says when a result is asked for. */
export type SubmissionState<T> = 'unknown' | 'pending' | { readonly result: T };

/** Submissions whose result takes a few polls. */
export class Submissions<T> {
  readonly #kept = new Map<string, { pollsLeft: number; readonly result: T }>();
  readonly #polls: number;
  #count = 0;

  constructor(polls: number) {
    this.#polls = polls;
  }

  /** The number of the next submission, from 1 up. */
  nextNumber(): number {
    this.#count += 1;
    return this.#count;
  }

  /** Keeps a result until it is asked for often enough, or for ever if `never`. */
  add(id: string, result: T, never: boolean): void {
    this.#kept.set(id, { pollsLeft: never ? Number.POSITIVE_INFINITY : this.#polls, result });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Asks once. */
  ask(id: string): SubmissionState<T> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return 'unknown';
    if (kept.pollsLeft === 0) return { result: kept.result };
    kept.pollsLeft -= 1;
    return 'pending';
  }
}
