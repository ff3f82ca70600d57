import { Draft } from './draft.js';
import type { DraftParts } from './draft.js';
import type { DraftTools } from './draft-tools.js';
import { createVault, indexedShelf } from './draft-vault.js';

/** A draft in this browser. */
export function openDraft(tools: DraftTools, name: string, after: DraftParts['after']): Draft {
  const vault = createVault({ shelf: indexedShelf, session: () => sessionStorage, wallClock: () => Date.now() });
  return new Draft({ vault, tools, after }, name);
}
