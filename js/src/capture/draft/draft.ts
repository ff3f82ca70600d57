import type { DraftTools } from './draft-tools.js';
import type { Cancel, DraftVault } from '../platform/platform.js';
import type { Print } from '../sides/same-side.js';
import type { Rung, Side, SideResult } from '../types.js';

/** What a capture has so far. */
export interface DraftContent {
  readonly results: readonly SideResult[];
  /** The prints of the sides in `results`, where there are any. */
  readonly prints: readonly (Print | undefined)[];
  /** The picture that is being reviewed. */
  readonly review?: { readonly file: Blob; readonly rung: Rung } | undefined;
}

interface Header {
  version: string;
  results: (Omit<SideResult, 'image'> & { image: object })[];
  prints: readonly (Print | null)[];
  review?: { rung: Rung; type: string };
  /** Lengths of the files that follow. */
  lengths: number[];
}

/** How long a draft is kept: the person is in the camera app, not at lunch. */
export const DRAFT_MS = 600_000;
/** The length of the header in bytes stands before it. */
const LENGTH_BYTES = 4;

/** What a draft is kept in, and what ends it. */
export interface DraftParts {
  readonly vault: DraftVault;
  readonly tools: DraftTools;
  readonly after: (ms: number, work: () => void) => Cancel;
}

/** One capture's draft. Steps are done in order; what fails is left alone, because a draft is a kindness. */
export class Draft {
  readonly #parts: DraftParts;
  readonly #name: string;
  #last: Promise<unknown> = Promise.resolve();
  #expiry: Cancel | undefined;

  constructor(parts: DraftParts, name: string) {
    this.#parts = parts;
    this.#name = name;
  }

  /** What was kept of a capture of these sides. */
  load(sides: readonly Side[]): Promise<DraftContent | undefined> {
    return this.#inOrder(async (vault) => {
      const bytes = await vault.load(this.#name);
      const content = bytes && unpack(this.#parts.tools, bytes);
      return content && isOf(sides, content) ? content : undefined;
    });
  }

  save(content: DraftContent): Promise<void> {
    this.dispose();
    this.#expiry = this.#parts.after(DRAFT_MS, () => void this.clear());
    return this.#inOrder(async (vault) => {
      await vault.save(this.#name, await pack(this.#parts.tools, content));
    });
  }

  clear(): Promise<void> {
    this.dispose();
    return this.#inOrder((vault) => vault.clear(this.#name));
  }

  /** Leaves what is kept to the next page. */
  dispose(): void {
    this.#expiry?.();
  }

  #inOrder<T>(work: (vault: DraftVault) => Promise<T>): Promise<T | undefined> {
    const done = this.#last.then(() => work(this.#parts.vault)).catch(() => undefined);
    this.#last = done;
    return done;
  }
}

/** Whether it is the beginning of a capture of these sides. */
const isOf = (sides: readonly Side[], { results }: DraftContent): boolean =>
  results.length < sides.length && results.every(({ side }, index) => side === sides[index]);

/** One array of bytes: the header as JSON, then the files. */
export async function pack(
  { VERSION }: DraftTools,
  { results, prints, review }: DraftContent,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = results.map(({ image }) => image.bytes());
  if (review) files.push(new Uint8Array(await review.file.arrayBuffer()));
  const header: Header = {
    version: VERSION,
    results: results.map(({ image, ...rest }) => ({ ...rest, image: factsOf(image) })),
    prints: prints.map((print) => print ?? null),
    ...(review && { review: { rung: review.rung, type: review.file.type } }),
    lengths: files.map(({ length }) => length),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(new Uint32Array([json.length]).buffer);
  return new Uint8Array(await new Blob([length, json, ...files]).arrayBuffer());
}

/** Nothing for bytes of another version of the package. */
export function unpack(
  { VERSION, preparedImage }: DraftTools,
  bytes: Uint8Array<ArrayBuffer>,
): DraftContent | undefined {
  const start = LENGTH_BYTES + (new Uint32Array(bytes.slice(0, LENGTH_BYTES).buffer)[0] ?? 0);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, start))) as Header;
  if (header.version !== VERSION) return undefined;
  let at = start;
  const files = header.lengths.map((length) => bytes.slice(at, (at += length)));
  const results = header.results.map(({ image, ...rest }, index) => ({
    ...rest,
    image: preparedImage({ ...image, bytes: files[index] } as Parameters<typeof preparedImage>[0]),
  }));
  const last = files.at(-1);
  const review = header.review &&
    last && { file: new Blob([last], { type: header.review.type }), rung: header.review.rung };
  return { results, prints: header.prints.map((print) => print ?? undefined), review };
}

/** The picture's facts; its blob would be made by reading it. JSON leaves its methods out. */
const factsOf = (image: SideResult['image']): object =>
  Object.fromEntries(
    Object.keys(image)
      .filter((key) => key !== 'blob')
      .map((key) => [key, Reflect.get(image, key) as unknown]),
  );
