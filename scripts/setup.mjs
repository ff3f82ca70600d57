// Finds every tool that the project needs, or installs it, and says where it stands.
//
//   npm run setup [-- NAME…] [--check]
//
// What is missing is said first: what it is, where it goes, how large it is and how long it takes. With `--check` that is
// all, and the exit code is 1 when anything is missing.
import { parseArgs } from 'node:util';
import { cacheDir } from './lib/paths.mjs';
import { Failure, main } from './lib/process.mjs';
import { detail, done } from './lib/terminal.mjs';
import { sayMissing, setUp, TOOLS } from './toolchain.mjs';

await main(async () => {
  const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
  const names = positionals.length > 0 ? positionals : Object.keys(TOOLS);
  const unknown = names.find((name) => !(name in TOOLS));
  if (unknown !== undefined) throw new Failure(`${unknown} is no tool: ${Object.keys(TOOLS).join(', ')}`);
  detail(`tools that are made once are kept in ${cacheDir}`);
  if (!values.check) await setUp(names);
  else if (sayMissing(names).length > 0) process.exitCode = 1;
  else done('nothing is missing');
});
