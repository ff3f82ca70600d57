// A reporter for `node --test` that counts, as one line of JSON. A file without any test is reported by Node as one
// passed test named after the file; it is counted as what it is.
import { existsSync } from 'node:fs';

export default async function* count(source) {
  const totals = { passed: 0, failed: 0, skipped: 0, emptyFiles: [] };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    if (type === 'test:fail' && data.todo === undefined) totals.failed += 1;
    else if (data.nesting === 0 && existsSync(data.name)) totals.emptyFiles.push(data.name);
    else if (skipped) totals.skipped += 1;
    else totals.passed += 1;
  }
  yield JSON.stringify(totals);
}
