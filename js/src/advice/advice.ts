// Loaded on demand: it imports nothing at run time that the first bundle has.
import type { ErrorCode, Reason } from '../../pkg/idsnap.js';
import type { IdSnapError } from '../errors.js';
import type { Tools } from './speaking.js';
import type { AdviceKey } from './texts.js';

/** Texts by code. A page may be older than a code. */
type Texts = Readonly<Partial<Record<string, string>>>;

const LANGUAGES: Readonly<Record<string, () => Promise<Texts>>> = {
  en: async () => (await import('../../pkg/advice.js')).en,
  kk: async () => (await import('./kk.js')).kk,
  ky: async () => (await import('./ky.js')).ky,
  ru: async () => (await import('./ru.js')).ru,
  uz: async () => (await import('./uz.js')).uz,
  vi: async () => (await import('./vi.js')).vi,
};

/** The advice for a failure in a language. Where the texts do not come, it is the failure's own. */
export async function adviceFor(tools: Tools, given: unknown, tag: string): Promise<string> {
  if (typeof tag !== 'string') throw tools.invalidField('language', tools.nameOf(tag), 'a language tag');
  const parts = tools.legible('error', () => partsOf(given));
  const own = typeof parts.advice === 'string' ? parts.advice : undefined;
  const language = languageOf(tag);
  const text = textOf(await textsIn(language), parts, await engineTextIn(language, parts)) ?? own;
  if (text === undefined) throw tools.invalidField('error', tools.nameOf(given), 'an error, a reason or a code');
  return text;
}

/** What has a call's failure, and the reasons of its verdict, speak a language. */
export async function speech(tools: Tools, tag: string): Promise<<T>(working: Promise<T>) => Promise<T>> {
  const language = languageOf(tag);
  const texts = await textsIn(language).catch((): Texts => ({}));
  return async (working) => {
    try {
      const result = await working;
      for (const reason of reasonsOf(result)) reason.advice = textOf(texts, reason) ?? reason.advice;
      return result;
    } catch (error) {
      if (!tools.isIdSnapError(error)) throw error;
      const { info, cause } = error;
      const advice = textOf(texts, info, await engineTextIn(language, info)) ?? info.advice;
      throw new tools.IdSnapError({ ...info, advice }, cause === undefined ? undefined : { cause });
    }
  };
}

/**
 * The language for a BCP 47 tag by the lookup of RFC 4647, section 3.4: subtags are taken from the end until there is such
 * a language, so `uz-Cyrl-UZ` becomes `uz`. English where there is none.
 */
function languageOf(tag: string): string {
  const subtags = canonical(tag).toLowerCase().split('-');
  while (subtags.length > 0) {
    const name = subtags.join('-');
    if (Object.hasOwn(LANGUAGES, name)) return name;
    subtags.pop();
    // A single letter begins an extension, which goes with what it begins.
    if (subtags.at(-1)?.length === 1) subtags.pop();
  }
  return 'en';
}

/** A tag as the registry has it: `rus` is `ru`. One that has no form of a tag stays as it is. */
function canonical(tag: string): string {
  const text = tag.replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(text)[0] ?? text;
  } catch {
    return text;
  }
}

/** What does not come by then is not waited for. */
const SOON_MS = 2_000;

/** The texts in a language; those in English where they do not come. Rejects where these do not come either. */
async function textsIn(language: string): Promise<Texts> {
  return (await soon(LANGUAGES[language])) ?? (await soon(LANGUAGES['en'])) ?? Promise.reject(new Error('no texts'));
}

/** What is loaded, if it comes soon. */
async function soon<T>(load: (() => Promise<T>) | undefined): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, SOON_MS, undefined);
  });
  try {
    return await Promise.race([late, load?.().catch(() => undefined)]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the reason of an engine that is not available has in place of the text of its code. */
async function engineTextIn(language: string, { reason }: Parts): Promise<string | undefined> {
  if (reason === undefined) return undefined;
  const texts = await soon(() => import('./engine.js'));
  return texts?.engineAdvice(reason, language);
}

function textOf(texts: Texts, { code, format }: Parts, ofReason?: string): string | undefined {
  const key: AdviceKey =
    code === 'unsupported_format' && format === 'HEIC' ? 'unsupported_format_HEIC' : (code as ErrorCode);
  return ofReason ?? (Object.hasOwn(texts, key) ? texts[key] : undefined);
}

/** What the advice for a failure is found by. */
interface Parts {
  code: unknown;
  advice?: unknown;
  format?: unknown;
  reason?: unknown;
}

function partsOf(given: unknown): Parts {
  if (typeof given === 'string') return { code: given };
  const { name, code, advice, format, reason } = (given ?? {}) as Partial<IdSnapError>;
  return { code: name === 'AbortError' ? 'aborted' : code, advice, format, reason };
}

const reasonsOf = (result: unknown): Reason[] =>
  (result as { verdict?: { reasons?: Reason[] } } | undefined)?.verdict?.reasons ?? [];
