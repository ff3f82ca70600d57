// Changes of the code that no test notices, found by cargo-mutants, one area of the Rust code at a time.
//
//   npm run mutants -- AREA [--shard 1/4] [--list] [--jobs 1]
//
// Each change runs against the test programs of its area. What no test noticed is printed at the end and kept in
// target/mutants/AREA. An area takes hours on two cores; a shard is a part of it. Not part of `npm test`.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { print } from './lib/output.mjs';
import { inRoot, targetDir } from './lib/paths.mjs';
import { Failure, main, runForCode } from './lib/process.mjs';
import { done, failed, heading } from './lib/terminal.mjs';
import { ensureMutants } from './toolchain/mutants.mjs';

/** An area: its package, its files, and the test programs that are to notice; tests inside the files run as well. */
const AREAS = {
  mrz: { package: 'idsnap', files: ['src/document/mrz/**'], tests: ['mrz'] },
  document: { package: 'idsnap', files: ['src/document/**'], tests: ['mrz', 'vendors'] },
  input: { package: 'idsnap', files: ['src/input/**', 'src/http/**', 'src/error/**'], tests: ['vendors', 'docs'] },
  vendors: { package: 'idsnap', files: ['src/vendors/**'], tests: ['vendors', 'vendor_docs'] },
  image: { package: 'idsnap', files: ['src/image/**', 'src/limits.rs'], tests: ['imaging'] },
  scene: { package: 'idsnap', files: ['src/scene/**'], tests: ['scene'] },
  jpeg: { package: 'idsnap-pixels', files: ['pixels/src/jpeg/**'], tests: ['jpeg_decode', 'jpeg_encode'] },
  corners: { package: 'idsnap-pixels', files: ['pixels/src/corners/**'], tests: ['corners'] },
  measure: { package: 'idsnap-pixels', files: ['pixels/src/measure/**'], tests: ['scene'] },
  pixels: {
    package: 'idsnap-pixels',
    files: ['pixels/src/*.rs', 'pixels/src/resize/**', 'pixels/src/perspective/**'],
    tests: ['imaging', 'scene'],
  },
};

const OPTIONS = {
  shard: { type: 'string' },
  list: { type: 'boolean', default: false },
  jobs: { type: 'string', default: '1' },
};

await main(async () => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [name] = positionals;
  const area = AREAS[name];
  if (!area) throw new Failure(`name an area: ${Object.keys(AREAS).join(', ')}`);
  const program = await ensureMutants();
  const output = join(targetDir(), 'mutants', name);
  mkdirSync(output, { recursive: true });
  const code = await runForCode(program, argsOf(area, values, output), { env: { TMPDIR: scratch() } });
  if (!values.list) report(name, join(output, 'mutants.out'), code);
});

function argsOf(area, { shard, list, jobs }, output) {
  const files = area.files.flatMap((glob) => ['--file', glob]);
  const packages = ['--package', area.package, '--test-package', 'idsnap'];
  if (area.package !== 'idsnap') packages.push('--test-package', area.package);
  const args = ['mutants', ...packages, ...files, '--output', output, '--jobs', jobs, '--colors', 'never'];
  if (shard) args.push('--shard', shard);
  if (list) return [...args, '--list'];
  return [...args, '--', '--lib', ...area.tests.flatMap((test) => ['--test', test])];
}

/** Where the copies of the project are made: with the folder of real images beside them, as the tests look for it. */
function scratch() {
  const folder = join(targetDir(), 'mutants', 'copies');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const shared = inRoot('..', 'shared');
  if (existsSync(shared)) symlinkSync(shared, join(folder, 'shared'));
  return folder;
}

/** Codes of cargo-mutants: 2 when some were not noticed, 3 when some ran into the time limit, 4 when the tests fail anyway. */
function report(name, folder, code) {
  if (![0, 2, 3].includes(code)) throw new Failure(`cargo mutants ended with code ${code}`);
  const lines = (file) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  };
  const [caught, missed, timedOut] = ['caught.txt', 'missed.txt', 'timeout.txt'].map(lines);
  heading(name);
  for (const mutant of missed) failed(mutant);
  for (const mutant of timedOut) failed(`noticed by the time limit alone: ${mutant}`);
  if (missed.length + timedOut.length === 0) done('every change was noticed');
  print(`${caught.length} noticed, ${missed.length} not, ${timedOut.length} by the time limit alone`);
}
