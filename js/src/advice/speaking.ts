import type { ErrorCode, Reason } from '../../pkg/idsnap.js';
import { onDemand } from '../engine/on-demand.js';
import { IdSnapError, infoOf, invalidField, isIdSnapError } from '../errors.js';
import { legible, nameOf } from '../options.js';

/** What is not there when a call has ended is waited for so long. */
const PATIENCE_MS = 1_000;

/** What speaking needs of the first bundle. It is given, because the bundle is divided by what is loaded on demand. */
export type Tools = Readonly<typeof TOOLS>;

const TOOLS = { IdSnapError, invalidField, isIdSnapError, legible, nameOf };

/** Texts that do not come by then are not waited for. */
const TEXTS_MS = 5_000;

/** What there is advice for: an error, a reason of a verdict, or the code of either. An abort is one, too. */
export type Advised = ErrorCode | Pick<Reason, 'code' | 'advice'> | IdSnapError | DOMException;

/**
 * The advice for a failure in a language: a sentence for the person in front of the page.
 *
 * @param language A BCP 47 tag: English, Kazakh, Kyrgyz, Russian, Uzbek or Vietnamese. Others become English.
 * @example
 * show(await adviceFor('document_expired', document.documentElement.lang));
 * @throws {@link IdSnapError} `invalid_field` for what is no failure.
 */
export async function adviceFor(given: Advised, language: string): Promise<string> {
  const load = async (): Promise<string> => (await import('./advice.js')).adviceFor(TOOLS, given, language);
  try {
    return await onDemand(load, TEXTS_MS);
  } catch (error) {
    if (isIdSnapError(error) && error.code !== 'engine_unavailable') throw error;
    return legible('error', () => unloaded(given));
  }
}

/** What there is without the texts: the failure's own advice, or what fits every code. */
const unloaded = (given: Advised): string =>
  typeof given !== 'string' && 'advice' in given ? given.advice : infoOf('engine_failed', '').advice;

/**
 * Does work whose failures and verdicts speak a language. The texts are loaded beside it; where they do not come, they stay
 * English. In English only the reasons of `engine_unavailable` have texts that are loaded.
 */
export async function speaking<T>(language: string | undefined, work: () => Promise<T>): Promise<T> {
  const working = work();
  const spoken = language ?? (await working.then(() => undefined, unsaid));
  if (spoken === undefined) return working;
  const loading = import('./advice.js').then(
    async ({ speech }) => (await speech(TOOLS, spoken))(working),
    () => working,
  );
  await working.catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => working);
  return Promise.race([loading, late]);
}

/** The language of a failure whose advice in English has to be loaded. */
const unsaid = (error: unknown): string | undefined =>
  isIdSnapError(error) && error.reason !== undefined ? 'en' : undefined;
