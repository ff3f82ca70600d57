/** The language of an element: its own, that of whatever it stands in (shadow trees too), else the browser's. */
export function languageOf(element: Element): string {
  let node: Element | undefined = element;
  while (node) {
    const lang = node.closest('[lang]')?.getAttribute('lang');
    if (lang) return lang;
    const root = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : undefined;
  }
  return navigator.language;
}
