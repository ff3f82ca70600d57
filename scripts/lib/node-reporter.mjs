// A reporter for `node --test` that counts, as one line of JSON. A file without any test is reported by Node as one
// passed test named after the file; it is counted as what it is. A suite that is skipped as a whole is one skipped test,
// because Node does not say what is in it.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';

export default async function* count(source) {
  const totals = { passed: 0, failed: 0, failures: [], skips: [], emptyFiles: [] };
  for await (const { type, data } of source) {
    if (type === 'test:pass' || type === 'test:fail') add(totals, type, data);
  }
  yield JSON.stringify(totals);
}

function add(totals, type, { name, nesting, skip, todo, file, details }) {
  const isSkipped = skip !== undefined || todo !== undefined;
  if (details?.type === 'suite' && !isSkipped) return;
  if (type === 'test:fail' && todo === undefined) {
    totals.failed += 1;
    totals.failures.push({ name, reason: `${relative('', file ?? '')}: ${firstLine(details?.error)}` });
  } else if (nesting === 0 && existsSync(name)) totals.emptyFiles.push(name);
  else if (isSkipped) totals.skips.push({ name, reason: reasonOf(skip ?? todo) });
  else totals.passed += 1;
}

const reasonOf = (given) => (typeof given === 'string' && given !== '' ? given : 'no reason given');

/** Node wraps what a test threw in an error of its own. */
const firstLine = (error) => String(error?.cause?.message ?? error?.message ?? 'no reason given').split('\n')[0];
