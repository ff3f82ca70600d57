// The figures that the plot of docs/performance.md is drawn from.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

/** The file they are kept in. */
export const RESULTS = inRoot('scripts', 'plot', 'results.json');

/** Takes new figures in the place of the old ones of the same part, `quality` or `time`. */
export function record(part, figures) {
  const results = { ...JSON.parse(readFileSync(RESULTS, 'utf8')), [part]: figures };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
}
