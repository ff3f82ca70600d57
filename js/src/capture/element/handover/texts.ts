import type { ViewContext } from '../context.js';
import type { End, HandoverScreens, Host } from './seen.js';
import { en } from '../../locales/handover/en.js';
import { HANDOVER_KEYS } from '../../locales/handover/keys.js';
import type { HandoverStrings } from '../../locales/handover/keys.js';

/** Texts as their source has them, or as the build makes them: alone and in the order of the keys. */
type BuiltIn = HandoverStrings | readonly string[];

const OTHERS: Readonly<Record<string, () => Promise<Record<string, BuiltIn>>>> = {
  kk: () => import('../../locales/handover/kk.js'),
  ky: () => import('../../locales/handover/ky.js'),
  ru: () => import('../../locales/handover/ru.js'),
  uz: () => import('../../locales/handover/uz.js'),
  vi: () => import('../../locales/handover/vi.js'),
};

/** The texts of a handover in a language of the package; English for others, and where a language cannot be loaded. */
export async function loadTexts(language: string): Promise<HandoverStrings> {
  const loaded = await OTHERS[language]?.().catch(() => undefined);
  return byKey(loaded?.[language] ?? en);
}

function byKey(texts: BuiltIn): HandoverStrings {
  if (!isList(texts)) return texts;
  return Object.fromEntries(HANDOVER_KEYS.map((key, index) => [key, texts[index]])) as unknown as HandoverStrings;
}

const isList = (texts: BuiltIn): texts is readonly string[] => Array.isArray(texts);

/** An end of a handover that looks once its texts are there, in the language that the element has written on its root. */
export class Told implements HandoverScreens {
  readonly #end: End;
  #context: ViewContext | undefined;
  #texts: HandoverStrings | undefined;
  #language: string | undefined;

  constructor(end: End) {
    this.#end = end;
  }

  see(context: ViewContext, content: HTMLElement): void {
    this.#context = context;
    void this.#load(content);
    this.#look(content);
  }

  disconnect(): void {
    this.#end.disconnect();
  }

  async #load(content: HTMLElement): Promise<void> {
    const language = content.parentElement?.lang ?? '';
    if (language === this.#language) return;
    this.#language = language;
    const texts = await loadTexts(language);
    if (language !== this.#language) return;
    this.#texts = texts;
    this.#look(content);
  }

  #look(content: HTMLElement): void {
    const root = content.getRootNode();
    if (!this.#context || !this.#texts || !(root instanceof ShadowRoot)) return;
    // The page's own texts, where it has some, are among those of the element.
    const texts = { ...this.#texts, ...this.#context.strings };
    this.#end.see({ context: this.#context, texts, content, host: root.host as Host });
  }
}
