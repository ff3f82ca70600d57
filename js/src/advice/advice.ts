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
  const { code, advice, format } = partsOf(given);
  const own = typeof advice === 'string' ? advice : undefined;
  const text = textOf(await textsIn(tag), code, format) ?? own;
  if (text === undefined) throw tools.invalidField('error', tools.nameOf(given), 'an error, a reason or a code');
  return text;
}

/** What has a call's failure, and the reasons of its verdict, speak a language. */
export async function speech(tools: Tools, tag: string): Promise<<T>(working: Promise<T>) => Promise<T>> {
  const texts = await textsIn(tag);
  return async (working) => {
    try {
      const result = await working;
      for (const reason of reasonsOf(result)) reason.advice = textOf(texts, reason.code) ?? reason.advice;
      return result;
    } catch (error) {
      if (!tools.isIdSnapError(error)) throw error;
      const { info, cause } = error;
      const advice = textOf(texts, info.code, info.format) ?? info.advice;
      throw new tools.IdSnapError({ ...info, advice }, cause === undefined ? undefined : { cause });
    }
  };
}

/** The texts in the language of a BCP 47 tag; in English where there is no such language, none where they do not come. */
async function textsIn(tag: string): Promise<Texts> {
  const [name = ''] = tag.toLowerCase().split(/[-_]/);
  const load = Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : LANGUAGES['en'];
  return (await load?.().catch(() => undefined)) ?? {};
}

function textOf(texts: Texts, code: unknown, format?: unknown): string | undefined {
  const key: AdviceKey =
    code === 'unsupported_format' && format === 'HEIC' ? 'unsupported_format_HEIC' : (code as ErrorCode);
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}

function partsOf(given: unknown): { code: unknown; advice?: unknown; format?: unknown } {
  if (typeof given === 'string') return { code: given };
  const { name, code, advice, format } = (given ?? {}) as Partial<IdSnapError>;
  return { code: name === 'AbortError' ? 'aborted' : code, advice, format };
}

const reasonsOf = (result: unknown): Reason[] =>
  (result as { verdict?: { reasons?: Reason[] } } | undefined)?.verdict?.reasons ?? [];
