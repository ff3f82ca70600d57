/** Code that is loaded ahead of its use; what did not come is asked for again when it is needed. */
export class Lazy<T> {
  readonly #load: () => Promise<T>;
  #coming: Promise<T | undefined> | undefined;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Begins to load, unless that was begun before. Nothing where it cannot be loaded. */
  prefetch(): Promise<T | undefined> {
    return (this.#coming ??= this.#load().catch(() => undefined));
  }

  /** The code; nothing where it cannot be loaded now either. */
  async get(): Promise<T | undefined> {
    const early = await this.prefetch();
    if (early === undefined) this.#coming = undefined;
    return early ?? this.prefetch();
  }
}
