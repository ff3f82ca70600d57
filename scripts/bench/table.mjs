// Tables in Markdown, and the sums that stand in them.

/** The middle one, or the higher of the two in the middle. */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The arithmetic mean. */
export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Prints a table: a title, the names of the columns, the rows. */
export function printTable(title, columns, rows) {
  console.log(`\n### ${title}\n`);
  for (const cells of [columns, columns.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
}
