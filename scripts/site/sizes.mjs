// The page of docs/notes/sizes.json: what each part of the package took, build by build.

/** How many of the last builds stand beside one another. */
const SHOWN = 6;

/**
 * The page in Markdown: a row a part, a column a build, the newest last.
 *
 * @param {readonly import('../lib/size-history.mjs').Row[]} rows the oldest first
 */
export function sizesPage(rows) {
  const shown = rows.slice(-SHOWN);
  const parts = [...new Set(shown.flatMap((row) => Object.keys(row.parts)))];
  const heads = shown.map(({ version, commit, date }) => `${version} (${commit}, ${date})`);
  const lines = parts.map((part) => [part, ...shown.map((row) => kilobytes(row.parts[part]))]);
  const table = [['part', ...heads], ['---', ...heads.map(() => '---:')], ...lines];
  return `# Sizes

What each part of the package takes, brotli-compressed, in KB. \`npm run size -- --record\` adds a column;
[the notebook](size.md) tells what made it larger or smaller.

${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;
}

const kilobytes = (bytes) => (bytes === undefined ? '' : (bytes / 1000).toFixed(2));
