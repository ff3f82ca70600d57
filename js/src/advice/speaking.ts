import type { ErrorCode, Reason } from '../../pkg/idsnap.js';
import { IdSnapError, invalidField, isIdSnapError, localError } from '../errors.js';
import { nameOf } from '../options.js';

/** What is not there when a call has ended is waited for so long. */
const PATIENCE_MS = 1_000;

/** What speaking needs of the first bundle. It is given, because the bundle is divided by what is loaded on demand. */
export type Tools = Readonly<typeof TOOLS>;

const TOOLS = { IdSnapError, invalidField, isIdSnapError, nameOf };

/** What there is advice for: an error, a reason of a verdict, or the code of either. An abort is one, too. */
export type Advised = ErrorCode | Pick<Reason, 'code' | 'advice'> | IdSnapError | DOMException;

/**
 * The advice for a failure in a language: a sentence for the person in front of the page.
 *
 * @param language A BCP 47 tag: English, Kazakh, Kyrgyz, Russian, Uzbek or Vietnamese. Others become English.
 * @example
 * show(await adviceFor('document_expired', document.documentElement.lang));
 * @throws {@link IdSnapError} `invalid_field` for what is no failure; `engine_unavailable` where only a code was given and the
 * texts cannot be loaded.
 */
export async function adviceFor(given: Advised, language: string): Promise<string> {
  const loading = import('./advice.js').catch((cause: unknown) => {
    throw localError('engine_unavailable', 'the advice could not be loaded', cause, 'unreachable');
  });
  return (await loading).adviceFor(TOOLS, given, language);
}

/**
 * Does work whose failures and verdicts speak a language. The texts are loaded beside it; where they do not come, they stay
 * English. In English only the reasons of `engine_unavailable` have texts that are loaded.
 */
export async function speaking<T>(language: string | undefined, work: () => Promise<T>): Promise<T> {
  const working = work();
  const spoken = language ?? (await working.then(() => undefined, unsaid));
  if (spoken === undefined) return working;
  const loading = import('./advice.js').then(
    ({ speech }) => speech(TOOLS, spoken),
    () => undefined,
  );
  await working.catch(() => undefined);
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  const speak = await Promise.race([loading, late]);
  return speak === undefined ? working : speak(working);
}

/** The language of a failure whose advice in English has to be loaded. */
const unsaid = (error: unknown): string | undefined =>
  isIdSnapError(error) && error.reason !== undefined ? 'en' : undefined;
