import { isIdSnapError } from '../../../errors.js';
import type { HandoverStrings } from '../../locales/handover/keys.js';
import { button } from '../controls.js';
import { h } from '../dom.js';
import { badge, panel, text, title } from '../panels.js';
import { codeText } from './seen.js';
import type { Seen } from './seen.js';

/** How far a handover is on the phone. */
export type PhoneStatus =
  | { readonly at: 'connecting'; readonly isOffline?: boolean }
  | { readonly at: 'compare'; readonly code: string }
  | { readonly at: 'capturing' }
  | { readonly at: 'sending'; readonly done: number; readonly count: number; readonly isOffline?: boolean }
  | { readonly at: 'done' }
  /** Without an error the person ended it. */
  | { readonly at: 'over'; readonly error: unknown };

/** What can be done on these screens. */
export interface PhoneCommands {
  readonly confirm: () => void;
  readonly cancel: () => void;
}

type At = Exclude<PhoneStatus['at'], 'capturing'>;
type Panel<A extends At> = (
  seen: Seen,
  status: Extract<PhoneStatus, { at: A }>,
  commands: PhoneCommands,
) => HTMLElement;

/** The screens by how far it is; while the person photographs, the element has its own. */
export const PHONE_PANELS: { readonly [A in At]: Panel<A> } = {
  connecting: ({ texts }, { isOffline }) =>
    panel(
      '',
      h('div', { class: 'waiting' }),
      title(texts.computer_connecting),
      isOffline === true && text(texts.computer_offline),
    ),

  compare: ({ texts }, { code }, { confirm, cancel }) =>
    panel(
      '',
      title(texts.computer_same),
      h('p', { class: 'code', dir: 'ltr' }, codeText(code)),
      text(texts.computer_same_text),
      h(
        'div',
        { class: 'actions' },
        button(texts.computer_yes, confirm, 'primary'),
        button(texts.computer_no, cancel, ''),
      ),
    ),

  sending: ({ texts }, { done, count, isOffline }) =>
    panel(
      '',
      h('div', { class: 'waiting' }),
      title(texts.computer_sending),
      text(texts.computer_sent.replace('{done}', String(done)).replace('{count}', String(count))),
      isOffline === true && text(texts.computer_offline),
    ),

  done: ({ texts }) => panel('', badge('check', 'good'), title(texts.computer_done), text(texts.computer_done_text)),

  over: ({ texts }, { error }) =>
    panel('', badge('warning', 'warn'), title(texts.computer_over), text(reason(error, texts))),
};

const REASONS: Readonly<Partial<Record<string, keyof HandoverStrings>>> = {
  handover_expired: 'computer_expired_text',
  handover_taken: 'computer_taken_text',
  handover_link_invalid: 'computer_link_text',
  engine_unavailable: 'computer_insecure_text',
};

const reason = (error: unknown, texts: HandoverStrings): string =>
  texts[(isIdSnapError(error) && REASONS[error.code]) || 'computer_over_text'];
