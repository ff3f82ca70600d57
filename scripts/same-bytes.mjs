// Whether two builds of the package give the same bytes out for the same files in.
//
//   node scripts/same-bytes.mjs OLD_DIST NEW_DIST [--only TEXT] [--most 40]
//
// Every image of tests/fixtures and of ../shared/corpus is prepared with a grid of options and analyzed, and every answer
// of a vendor is read, in Node. `--only` takes the cases whose name has the text in it; `--most` is how many differences
// are shown. The exit code is 1 when a result differs; messages of errors may.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { print } from './lib/output.mjs';
import { Failure, main } from './lib/process.mjs';
import { detail, failed, heading, warn } from './lib/terminal.mjs';
import { compare } from './same-bytes/compare.mjs';

const DIGEST = fileURLToPath(new URL('./same-bytes/digest.mjs', import.meta.url));
const REMIND_MS = 15_000;

await main(async () => {
  const options = { only: { type: 'string' }, most: { type: 'string', default: '40' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length !== 2) throw new Failure('name two folders: node scripts/same-bytes.mjs OLD_DIST NEW_DIST');
  const dists = positionals.map((path) => resolve(path));
  const unbuilt = dists.find((dist) => !existsSync(join(dist, 'node.js')));
  if (unbuilt !== undefined) throw new Failure(`${unbuilt} has no node.js: it is no built package`);
  const [before, after] = await Promise.all(dists.map((dist) => digest(dist, values.only)));
  if (before.size === 0) throw new Failure('no file was read');
  report(compare(before, after), Number(values.most));
});

/** What a build makes of everything, by the name of the case. */
async function digest(dist, only) {
  const args = only === undefined ? [DIGEST, dist] : [DIGEST, dist, only];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('close', done));
  const results = new Map();
  const reminder = setInterval(() => detail(`${dist}: ${results.size} results`), REMIND_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    const [key, value, message] = JSON.parse(line);
    results.set(key, message === null ? { value: JSON.stringify(value) } : { value: JSON.stringify(value), message });
  }
  clearInterval(reminder);
  const code = await ended;
  if (code !== 0) throw new Failure(`${dist}: ended with code ${code} after ${results.size} results`);
  return results;
}

function report({ same, refused, differing, otherwise, missing }, most) {
  heading('Comparison');
  for (const { key, before, after } of differing.slice(0, most)) failed(`${key}\n    ${before}\n    ${after}`);
  if (differing.length > most) detail(`and ${differing.length - most} more`);
  for (const key of missing.slice(0, most)) failed(`${key} is in one of the two alone`);
  for (const { before, after, count } of otherwise) warn(`${count} x "${before}" became "${after}"`);
  print(
    `${same + refused} of ${same + refused + differing.length} results are the same: ${same} outputs, ` +
      `${refused} refusals by the same code; ${differing.length} differ, ${missing.length} are in one alone`,
  );
  if (same === 0) failed('no case gave an output');
  if (differing.length + missing.length > 0 || same === 0) process.exitCode = 1;
}
