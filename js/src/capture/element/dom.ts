type Prop = string | boolean | undefined | ((event: Event) => void);
type Child = Node | string | false | undefined;

/**
 * Makes an element: functions become listeners, `true` an attribute without a value, `false` leaves it out. Every
 * class is a part too, so that a page can style it.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Readonly<Record<string, Prop>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.setAttribute('part', node.className);
  node.append(...children.filter((child) => child !== undefined && child !== false));
  return node;
}

/** Makes an SVG element, which is decoration: a text beside it carries the meaning. */
export function svg(className: string, child: SVGElement, viewBox?: string): SVGSVGElement {
  const box = viewBox === undefined ? {} : { viewBox };
  const node = shape('svg', { class: className, part: className, 'aria-hidden': 'true', ...box });
  node.append(child);
  return node;
}

/** Makes an element inside an SVG element. */
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  return node;
}

/** Writes a text where it has changed: an unchanged one would be read out again, and laid out again. */
export function setText(node: Element, text = ''): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Adds a style sheet; a constructed one keeps to any content policy. Where pages are only simulated there is none. */
export function adopt(root: ShadowRoot, css: string): void {
  const sheets = (root as Partial<ShadowRoot>).adoptedStyleSheets;
  if (!sheets) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...sheets, sheet];
}
