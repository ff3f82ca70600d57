import type { ViewContext } from './context.js';
import { button } from './controls.js';
import { h } from './dom.js';

/** Copies the page's address, for a browser that has a camera. Tells that it is copied, or shows it to be copied by hand. */
export function copyLinkButton({ strings, say }: ViewContext): HTMLElement {
  const told = h('p', { class: 'text' });
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(location.href);
    told.textContent = (isCopied && strings.copied) || location.href;
    say(told.textContent);
  };
  return h(
    'div',
    { class: 'link' },
    button(strings.copy_link, () => void copy(), 'primary'),
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
