import { en } from '../locales/en.js';

/** Every text of the element by its key. */
export type CaptureStrings = Readonly<Record<keyof typeof en, string>>;

/** The texts that are there before any other language is loaded. */
export const english: CaptureStrings = en;

/** Texts of a language, or what loads them when the language is first used. Keys left out stay English. */
export type LocaleSource = Partial<CaptureStrings> | (() => Promise<Partial<CaptureStrings>>);

const locales = new Map<string, LocaleSource>([
  ['en', en],
  ['kk', async () => (await import('../locales/kk.js')).kk],
  ['ky', async () => (await import('../locales/ky.js')).ky],
  ['ru', async () => (await import('../locales/ru.js')).ru],
  ['uz', async () => (await import('../locales/uz.js')).uz],
  ['vi', async () => (await import('../locales/vi.js')).vi],
]);

/**
 * Adds a language to every `<id-capture>`, or takes the place of a built-in one.
 *
 * @param tag A BCP 47 tag, such as `de` or `pt-BR`. A tag without a region serves every region.
 * @example
 * registerCaptureLocale('de', async () => (await import('./id-capture.de.js')).default);
 */
export function registerCaptureLocale(tag: string, source: LocaleSource): void {
  locales.set(tag.toLowerCase(), source);
}

/** The tag under which a language is known here: as asked, else without its last parts, else English. */
export function knownLocale(tag: string): string {
  const parts = tag.toLowerCase().split('-');
  while (parts.length > 0 && !locales.has(parts.join('-'))) parts.pop();
  return parts.join('-') || 'en';
}

/** Every text in a language; English where it has none, or where it cannot be loaded. */
export async function loadStrings(tag: string): Promise<CaptureStrings> {
  const source = locales.get(knownLocale(tag)) ?? en;
  try {
    return { ...en, ...(typeof source === 'function' ? await source() : source) };
  } catch {
    return en;
  }
}

/** Puts values in the place of names in braces. */
export function fill(text: string, values: Readonly<Record<string, number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
