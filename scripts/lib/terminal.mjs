// What the scripts say on the terminal.
import { print } from './output.mjs';

const color = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (color ? `\x1b[${code}m${text}\x1b[0m` : text);

/** A step that may take a while, and why it is done. */
export const step = (text) => print(`${paint('36', '▸')} ${text}`);

/** Something found, kept or finished. */
export const done = (text) => print(`${paint('32', '✓')} ${text}`);

/** A remark that belongs to the step before. */
export const detail = (text) => print(`  ${paint('2', text)}`);

/** Something the person should know although the work goes on. */
export const warn = (text) => print(`${paint('33', '!')} ${text}`);

/** Something that failed although the work goes on. */
export const failed = (text) => print(`${paint('31', '✗')} ${text}`);

/** The title of a suite. */
export const heading = (text) => print(`\n${paint('1', `── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`)}`);

/** The time since `started` (from `performance.now()`), for people. */
export function seconds(started) {
  const total = (performance.now() - started) / 1000;
  if (total < 60) return `${total.toFixed(1)} s`;
  return `${Math.floor(total / 60)} min ${Math.round(total % 60)} s`;
}
