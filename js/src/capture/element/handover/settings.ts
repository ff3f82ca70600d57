import { tabStorage } from '../../../handover/kept.js';
import type { EndParts } from '../../../handover/messages.js';
import type { HandoverSettings } from '../../types.js';
import type { Host } from './seen.js';

/** What an end of a handover is made with, by the attributes and properties of the element. */
export function partsOf(host: Host): EndParts {
  const { endpoint, headers, fetch: given } = settingsOf(host);
  return {
    endpoint: endpoint.replace(/\/$/, ''),
    headers,
    storage: tabStorage(),
    fetch: given ?? ((input, init) => fetch(input, init)),
  };
}

/** The page for the phone: the one that is named, else this one. */
export const pageOf = (host: Host): string =>
  settingsOf(host).url ?? host.getAttribute('handover-url') ?? location.href.replace(/#.*/s, '');

function settingsOf({ handover = '' }: Host): HandoverSettings {
  return typeof handover === 'string' ? { endpoint: handover } : handover;
}
