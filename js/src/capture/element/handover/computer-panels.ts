import { isIdSnapError } from '../../../errors.js';
import type { HandoverOffer, QrCode } from '../../../handover/types.js';
import { button } from '../controls.js';
import { copyButton } from '../copy-link.js';
import { h, shape, svg } from '../dom.js';
import { icon } from '../icons.js';
import { sideText } from '../model.js';
import { badge, panel, text, title, withPhoto } from '../panels.js';
import { codeText } from './seen.js';
import type { Seen } from './seen.js';

/** The session is open: the code for a phone, and what the phone has done. */
export interface Shown {
  readonly at: 'shown';
  readonly offer: HandoverOffer;
  /** Nothing where its code could not be loaded: the link is left. */
  readonly qr: QrCode | undefined;
  /** The comparison code, once a phone is there. */
  readonly code: string | undefined;
  /** The sides that have come. */
  readonly done: readonly string[];
  /** Whether another phone was refused. */
  readonly isRefused: boolean;
}

/** How far a handover is on the computer. */
export type ComputerStatus = { readonly at: 'opening' } | Shown | { readonly at: 'over'; readonly error: unknown };

/** What can be done on these screens. */
export interface ComputerCommands {
  readonly begin: () => void;
  readonly cancel: () => void;
}

type Panel<At extends ComputerStatus['at']> = (
  seen: Seen,
  status: Extract<ComputerStatus, { at: At }>,
  commands: ComputerCommands,
) => HTMLElement;

/** The screens by how far it is. */
export const STATUS_PANELS: { readonly [At in ComputerStatus['at']]: Panel<At> } = {
  opening: ({ texts }, _, { cancel }) =>
    panel('', h('div', { class: 'waiting' }), title(texts.phone_opening), button(texts.phone_back, cancel, 'plain')),

  shown: (seen, status, commands) =>
    status.code === undefined ? scan(seen, status, commands) : connected(seen, status, status.code, commands),

  over({ texts }, { error }, { begin, cancel }) {
    const code = isIdSnapError(error) ? error.code : undefined;
    const isExpired = code === 'handover_expired';
    const why = code === 'handover_ended' ? texts.phone_ended_text : texts.phone_failed_text;
    return panel(
      '',
      badge('warning', 'warn'),
      title(isExpired ? texts.phone_expired : texts.phone_failed),
      text(isExpired ? texts.phone_expired_text : why),
      button(texts.phone_new_code, begin, 'primary'),
      button(texts.phone_back, cancel, 'plain'),
    );
  },
};

function scan({ context, texts }: Seen, { offer, qr, isRefused }: Shown, { cancel }: ComputerCommands): HTMLElement {
  const { url } = offer;
  return withPhoto(
    qr && svg('qr', shape('path', { d: qr.path }), `0 0 ${qr.size} ${qr.size}`),
    title(texts.phone_scan),
    text(texts.phone_scan_text),
    isRefused && refused(texts.phone_refused),
    h('p', { class: 'text time' }),
    copyButton(context, url, texts.phone_copied, ''),
    'share' in navigator && button(texts.phone_share, () => void share(url), ''),
    button(texts.phone_back, cancel, 'plain'),
  );
}

function connected(seen: Seen, { done, isRefused }: Shown, code: string, { cancel }: ComputerCommands): HTMLElement {
  const { context, texts, host } = seen;
  const { document, strings } = context;
  const items = host.sides.slice(host.results.length).map((side) => {
    const isDone = done.includes(side);
    const said = (isDone ? texts.phone_side_done : texts.phone_side_open).replace(
      '{side}',
      sideText(side, document, strings) ?? side,
    );
    return h('li', { class: isDone ? 'past' : 'open' }, isDone && icon('check'), said);
  });
  return panel(
    '',
    title(texts.phone_connected),
    h('p', { class: 'code', dir: 'ltr' }, codeText(code)),
    text(texts.phone_compare),
    isRefused && refused(texts.phone_refused),
    h('ul', { class: 'received' }, ...items),
    h('p', { class: 'text time' }),
    button(texts.phone_back, cancel, 'plain'),
  );
}

const refused = (said: string): HTMLElement => h('p', { class: 'error warn' }, icon('warning'), said);

/** Whoever closes the sheet has shared nothing, and nothing went wrong. */
async function share(url: string): Promise<void> {
  await navigator.share({ url }).catch(() => undefined);
}

/** Offers the phone beside the other ways: first where there is no good camera, never alone. */
export function phoneButton({ context, texts, content }: Seen, isFirst: boolean, begin: () => void): void {
  const { screen } = context;
  const room = content.querySelector(screen === 'live' ? '.controls' : '.choices');
  const before = room?.querySelector('.phone');
  if (!room || !['intro', 'choice', 'live'].includes(screen)) return;
  const node = before ?? button(texts.phone_use, begin, 'phone', 'phone');
  if (before) before.lastChild?.replaceWith(texts.phone_use);
  if (isFirst || screen !== 'intro') {
    if (room.firstElementChild !== node) room.prepend(node);
  } else if (room.lastElementChild !== node) room.append(node);
}
