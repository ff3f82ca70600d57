import type { ViewContext } from './context.js';
import { button } from './controls.js';
import { h } from './dom.js';

/** Copies the page's address, for a browser that has a camera. */
export const copyLinkButton = (context: ViewContext): HTMLElement =>
  copyButton(context, location.href, context.strings.copied, 'primary');

/** Copies an address. Tells that it is copied, or shows it to be copied by hand. */
export function copyButton(
  { strings, say }: ViewContext,
  address: string,
  copied: string | undefined,
  className: string,
): HTMLElement {
  const told = h('p', { class: 'text' });
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(address);
    told.textContent = (isCopied && copied) || address;
    say(told.textContent);
  };
  return h(
    'div',
    { class: 'link' },
    button(strings.copy_link, () => void copy(), className),
    told,
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** Browsers inside apps often refuse the way of today, and still have this one. */
function copySelected(text: string): boolean {
  const field = h('textarea', { readonly: true });
  field.value = text;
  document.body.append(field);
  field.select();
  const page: { execCommand?: (name: string) => boolean } = document;
  const isCopied = page.execCommand?.('copy') === true;
  field.remove();
  return isCopied;
}
