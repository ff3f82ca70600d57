// What a suite comes to: how many tests passed and failed, and which were skipped and why.
import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { failed } from './terminal.mjs';

/** @typedef {{ name: string, reason: string }} Note */
/**
 * @typedef {{ passed: number, failed: number, failures?: Note[], skips?: Note[] }} Outcome `failures` names those of the
 *   tests that failed of which the runner tells the name
 */

/** The folder of real images beside the project. */
const CORPUS = inRoot('..', 'shared', 'corpus');
/** What a reason says that is about the folder beside the project. */
const ABOUT_SHARED = /\b(corpus|samples?|shared)\b/i;

/** The outcome of a check that is one test. */
export const oneTest = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });

/**
 * In continuous integration the folder beside the project is read where it is there: a test that was skipped for want
 * of it counts as failed.
 *
 * @param {Outcome} outcome
 * @param {{ isThere?: boolean }} [options]
 * @returns {Required<Outcome>}
 */
export function refuseUnread(outcome, { isThere = process.env.CI === 'true' && existsSync(CORPUS) } = {}) {
  const skips = outcome.skips ?? [];
  const unread = isThere ? skips.filter(({ reason }) => ABOUT_SHARED.test(reason)) : [];
  for (const { name, reason } of unread) failed(`${name} was skipped (${reason}), but ${CORPUS} is there`);
  return {
    passed: outcome.passed,
    failed: outcome.failed + unread.length,
    failures: [...(outcome.failures ?? []), ...unread],
    skips: skips.filter((skip) => !unread.includes(skip)),
  };
}
