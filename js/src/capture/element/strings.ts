import type { CaptureStrings } from '../locales/keys.js';
import { labels } from '../locales/labels.js';
import { inTurn } from '../parts/turns.js';

export type { CaptureStrings } from '../locales/keys.js';

/** What there is to show: the labels of all controls, and every other text once its language was loaded. */
export type Texts = Partial<CaptureStrings> & Readonly<typeof labels>;

/** Texts of a language, or what loads them when the language is first used. Keys left out stay English. */
export type LocaleSource = Partial<CaptureStrings> | (() => Promise<Partial<CaptureStrings>>);

/** Texts of the package: as their source has them, or as the build makes them, alone and in the order of the keys. */
type BuiltIn = Partial<CaptureStrings> | readonly string[];

const builtIn: Readonly<
  Record<string, readonly [() => Promise<{ hints: BuiltIn }>, () => Promise<Record<string, BuiltIn>>]>
> = {
  en: [() => import('../locales/hints/en.js'), () => import('../locales/en.js')],
  kk: [() => import('../locales/hints/kk.js'), () => import('../locales/kk.js')],
  ky: [() => import('../locales/hints/ky.js'), () => import('../locales/ky.js')],
  ru: [() => import('../locales/hints/ru.js'), () => import('../locales/ru.js')],
  uz: [() => import('../locales/hints/uz.js'), () => import('../locales/uz.js')],
  vi: [() => import('../locales/hints/vi.js'), () => import('../locales/vi.js')],
};
const added = new Map<string, LocaleSource>();

/**
 * Adds a language to every `<id-capture>`, or takes the place of a built-in one.
 *
 * @param tag A BCP 47 tag, such as `de` or `pt-BR`. A tag without a region serves every region.
 * @example
 * registerCaptureLocale('de', async () => (await import('./id-capture.de.js')).strings);
 */
export function registerCaptureLocale(tag: string, source: LocaleSource): void {
  added.set(tag.toLowerCase(), source);
}

/** The tag under which a language is known here: as asked, else without its last parts, else English. */
export function knownLocale(tag: string): string {
  const parts = tag.toLowerCase().split('-');
  const isKnown = (name: string): boolean => added.has(name) || Object.hasOwn(builtIn, name);
  while (parts.length > 0 && !isKnown(parts.join('-'))) parts.pop();
  return parts.join('-') || 'en';
}

/** The texts that can be loaded in a language: one of the page's own may leave some English. */
export async function loadStrings(tag: string): Promise<Texts> {
  const name = knownLocale(tag);
  const own = added.get(name);
  const [base, texts] = await Promise.all([loadBuiltIn(own ? 'en' : name), loadAdded(own)]);
  return { ...labels, ...base, ...texts };
}

async function loadBuiltIn(name: string): Promise<Partial<CaptureStrings>> {
  try {
    const [hintsOf, screensOf] = builtIn[name] ?? [];
    const [{ KEYS, HINT_KEYS }, hints, screens] = await Promise.all([
      inTurn(() => import('../locales/keys.js')),
      hintsOf && inTurn(hintsOf),
      screensOf && inTurn(screensOf),
    ]);
    return { ...byKey(KEYS, screens?.[name]), ...byKey(HINT_KEYS, hints?.hints) };
  } catch {
    return name === 'en' ? {} : loadBuiltIn('en');
  }
}

const byKey = (keys: readonly string[], texts: BuiltIn | undefined): Partial<CaptureStrings> =>
  isList(texts) ? Object.fromEntries(keys.map((key, index) => [key, texts[index]])) : { ...texts };

const isList = (texts: BuiltIn | undefined): texts is readonly string[] => Array.isArray(texts);

async function loadAdded(source: LocaleSource = {}): Promise<Partial<CaptureStrings>> {
  return typeof source === 'function' ? source().catch(() => ({})) : source;
}
