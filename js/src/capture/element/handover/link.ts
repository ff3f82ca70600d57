import { Kept, tabStorage } from '../../../handover/kept.js';

const PREFIX = '#idsnap=';

/** Keeps the link for a reload, for the address has it no longer. It ends with the tab. */
const kept = (): Kept<{ readonly href: string }> => new Kept(tabStorage(), 'idsnap.handover.link');

/**
 * The link that this page was opened with, if it is the page of a phone. It is taken out of the address at once: a key is
 * not to be seen there, nor copied with it.
 */
export function takeLink(): string | undefined {
  const { href, hash, pathname, search } = location;
  if (!hash.startsWith(PREFIX)) return kept().load()?.href;
  history.replaceState(history.state, '', pathname + search);
  kept().save({ href });
  return href;
}

/** Forgets the link: it leads nowhere any more. */
export const forgetLink = (): void => {
  kept().clear();
};
