// Where the scripts' words go: to the terminal, or, while several suites run, into the report of the one that says them.
import { AsyncLocalStorage } from 'node:async_hooks';

const reports = new AsyncLocalStorage();

/** Whether what is said now is kept for a report. */
export const isCollected = () => reports.getStore() !== undefined;

/** Says a text as it is. */
export function write(text) {
  const report = reports.getStore();
  if (report) report.push(text);
  else process.stdout.write(text);
}

/** Says a line. */
export const print = (line = '') => write(`${line}\n`);

/** Does the work and keeps what it says, in the order in which it was said. */
export async function collect(work) {
  const report = [];
  const result = await reports.run(report, work);
  return { result, report: report.join('') };
}
