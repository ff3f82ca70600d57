import type { Listeners } from '../images/prepare.js';
import { readMrz } from '../node.js';
import type { Content } from './files.js';
import type { Asked } from './options.js';
import type { Outcome } from './output.js';
import { fieldLines, unreadable } from './parse.js';

/** What is said of a zone that is not proved, by its status. */
const UNPROVED: Readonly<Record<string, string>> = {
  none: 'no machine readable zone was found',
  ambiguous: 'the check digits do not settle what the zone says',
};

/**
 * Reads the machine readable zone of one photo. The file fails where none is found, and where several readings are as
 * likely; a format without check digits is read, and says so by its status.
 */
export async function readZoneOf({ options }: Asked, content: Content, more: Listeners): Promise<Outcome> {
  const { status, mrz, format, lines, likelihood, quad, candidates } = await readMrz(content, more);
  const facts = { status, mrz, format, lines, likelihood, quad, candidates };
  const message = UNPROVED[status];
  const read = [...lines, ...(mrz === null ? [] : fieldLines(mrz))];
  if (message === undefined) return { ok: true, facts, text: [`${format ?? ''}, ${status}`, ...read].join('\n  ') };
  return {
    ok: false,
    facts: { ...facts, error: await unreadable(message, options) },
    text: [message, ...read].join('\n  '),
  };
}
