// npm run fuzz: coverage-guided fuzzing of everything that reads foreign bytes, with libFuzzer, on this machine.
//
//   npm run fuzz -- [--seconds 20] [--only jpeg_decode,mrz] [--timeout 5]
//
// The crate in fuzz/ is one of `cargo fuzz` too, which is not needed: the flags are those that it gives to a stable
// compiler. Inputs that bring new coverage are kept in target/fuzz/corpus, findings in target/fuzz/findings.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSeeds } from './fuzz/seeds.mjs';
import { filesBelow, inRoot, targetDir } from './lib/paths.mjs';
import { Failure, capture, main, run, runForCode } from './lib/process.mjs';
import { heading } from './lib/terminal.mjs';

const MAX_BYTES = 24_000;
const RSS_LIMIT_MB = 1_500;
const SHARED = inRoot('..', 'shared');
const IMAGES = [join(SHARED, 'corpus', 'robust')];
const ANSWERS = [join(SHARED, 'vendors', 'samples'), inRoot('tests', 'fixtures')];

/** The targets, folders with seeds beside those made by code, and the longest input. */
const TARGETS = {
  jpeg_decode: { seeds: IMAGES },
  jpeg_transcode: { seeds: IMAGES },
  prepare: { seeds: IMAGES },
  rasters: { seeds: IMAGES },
  metadata: { seeds: IMAGES },
  pixels: { seeds: [] },
  answers: { seeds: ANSWERS },
  mrz: { seeds: [join(SHARED, 'corpus', 'ids', 'mrzlines')], maxBytes: 400 },
};

const COVERAGE = ['level=4', 'inline-8bit-counters', 'pc-table', 'trace-compares'].map(
  (option) => `-Cllvm-args=-sanitizer-coverage-${option}`,
);
const FLAGS = ['--cfg=fuzzing', '-Cpasses=sancov-module', ...COVERAGE, '-Ccodegen-units=1'];

await main(async () => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '20' },
      timeout: { type: 'string', default: '5' },
      only: { type: 'string' },
    },
  });
  const names = values.only?.split(',') ?? Object.keys(TARGETS);
  const unknown = names.find((name) => !(name in TARGETS));
  if (unknown !== undefined) throw new Failure(`${unknown} is no target: ${Object.keys(TARGETS).join(', ')}`);
  const folder = join(targetDir(), 'fuzz');
  const programs = await build(folder);
  makeSeeds(join(folder, 'seeds'));
  const outcomes = [];
  for (const name of names) outcomes.push(await fuzz(name, { folder, programs, ...values }));
  heading('Summary');
  for (const { name, runs, coverage, findings } of outcomes) {
    console.log(`${name.padEnd(15)} ${runs} runs, coverage ${coverage}, ${findings.length} findings`);
    for (const finding of findings) console.log(`  ${finding}`);
  }
  if (outcomes.some(({ findings, runs }) => findings.length > 0 || runs === '0')) process.exitCode = 1;
});

/** Compiles the targets; gives the folder of the programs. The target is named so that build scripts get no flags. */
async function build(folder) {
  const host = /^host: (.+)$/m.exec(capture('rustc', ['-vV']) ?? '')?.[1];
  if (host === undefined) throw new Failure('rustc was not found');
  const env = { CARGO_ENCODED_RUSTFLAGS: FLAGS.join('\x1f') };
  const args = ['build', '--release', '--target', host, '--target-dir', folder];
  await run('cargo', args, { cwd: inRoot('fuzz'), env });
  return join(folder, host, 'release');
}

async function fuzz(name, { folder, programs, seconds, timeout }) {
  heading(`${name}: ${seconds} s`);
  const [corpus, findings] = ['corpus', 'findings'].map((kind) => join(folder, kind, name));
  rmSync(findings, { recursive: true, force: true });
  for (const path of [corpus, findings]) mkdirSync(path, { recursive: true });
  const { seeds, maxBytes = MAX_BYTES } = TARGETS[name];
  const log = join(folder, `${name}.log`);
  const limits = [`-max_len=${maxBytes}`, `-timeout=${timeout}`, `-rss_limit_mb=${RSS_LIMIT_MB}`];
  const length = [`-max_total_time=${seconds}`, '-print_final_stats=1'];
  // The first folder is written to, the others are only read; what is longer than the limit is cut.
  const places = [corpus, join(folder, 'seeds'), ...seeds.filter(existsSync), `-artifact_prefix=${findings}/`];
  // libFuzzer tells its story on standard error, some lines a second; the shell keeps it for the summary.
  const command = ['exec "$0" "$@" 2>"$LOG"', join(programs, name), ...places, ...limits, ...length];
  await runForCode('sh', ['-c', ...command], { env: { LOG: log } });
  const told = readFileSync(log, 'utf8');
  return {
    name,
    runs: /number_of_executed_units: (\d+)/.exec(told)?.[1] ?? '0',
    coverage:
      told
        .match(/cov: \d+/g)
        ?.at(-1)
        ?.slice(5) ?? 'unknown',
    findings: filesBelow(findings).map((file) => join(findings, basename(file))),
  };
}
