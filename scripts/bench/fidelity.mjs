// SSIMULACRA2 and butteraugli of what idsnap and its peers make of pictures at equal bytes, against an ideal downscale.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inRoot, targetDir } from '../lib/paths.mjs';
import { run } from '../lib/process.mjs';
import { record } from '../plot/record.mjs';
import { withPage } from './chromium.mjs';
import { pictures } from './corpus.mjs';
import { mean, printTable } from './table.mjs';

const EDGE = 1600;
const BUDGETS = [60_000, 120_000, 250_000];
/** What is aimed at for each, on twelve other images than those that are measured here. */
const AIMS = [46, 66, 79];

/** Measures and prints; takes some minutes a picture, of which `peers`, if named, are all that stand beside idsnap. */
export async function measureFidelity({ pictures: most, peers, keeps }) {
  const tool = await fidelityTool();
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-fidelity-'));
  try {
    const known = pictures(most);
    const derived = known.map((file, index) => derive(tool, file, join(folder, `${index}-${basename(file)}.png`)));
    await withPage(async (page, addressOf) => {
      const score = (files) => scoresOf(files, { page, addressOf, tool, folder, peers });
      report('the pictures of the corpus', await score(known));
      const unseen = await score(derived);
      report('parts of them at two thirds of their size, which no constant was chosen on', unseen);
      if (keeps) record('quality', qualityOf(unseen));
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The Rust tool that computes the scores, built on first use. */
async function fidelityTool() {
  const target = join(targetDir(), 'fidelity');
  const manifest = inRoot('scripts', 'bench', 'fidelity', 'Cargo.toml');
  await run('cargo', ['build', '--release', '--locked', '--manifest-path', manifest, '--target-dir', target]);
  return join(target, 'release', 'idsnap-fidelity');
}

function derive(tool, source, target) {
  execFileSync(tool, ['--derive', source, target]);
  return target;
}

/** For each budget and each contender the scores and lengths of all files. */
async function scoresOf(files, { page, addressOf, tool, folder, peers }) {
  const scores = {};
  for (const [index, file] of files.entries()) {
    const task = { url: addressOf(file), edge: EDGE, budgets: BUDGETS, only: peers };
    const made = await page.evaluate((given) => globalThis.candidates(given), task);
    const paths = await Promise.all(made.map((one, nth) => store(one, join(folder, `${nth}.jpg`))));
    const lines = execFileSync(tool, [file, ...paths], { encoding: 'utf8' }).split('\n');
    made.forEach(({ who, budget, base64 }, nth) => {
      const [score, distance] = lines[nth].split(' ').map(Number);
      ((scores[budget] ??= {})[who] ??= []).push({ score, distance, bytes: (base64.length / 4) * 3 });
    });
    console.error(`picture ${index + 1} of ${files.length}: ${basename(file)}`);
  }
  return scores;
}

async function store({ base64 }, path) {
  await writeFile(path, Buffer.from(base64, 'base64'));
  return path;
}

function report(title, scores) {
  const who = Object.keys(scores[BUDGETS[0]]).sort((name) => (name === 'idsnap' ? -1 : 0));
  const cell = (runs, ours) => {
    const wins = runs.filter(({ score }, at) => ours[at].score > score).length;
    const beaten = runs === ours ? '' : `, idsnap better on ${wins} of ${runs.length}`;
    return `${mean(runs.map(({ score }) => score)).toFixed(1)} (${mean(runs.map(({ bytes }) => bytes / 1000)).toFixed(0)} KB${beaten})`;
  };
  const rows = who.map((name) => [name, ...BUDGETS.map((budget) => cell(scores[budget][name], scores[budget].idsnap))]);
  rows.push(['aim, on twelve other images', ...AIMS]);
  const columns = ['mean SSIMULACRA2', ...BUDGETS.map((budget) => `${budget / 1000} KB`)];
  printTable(`fidelity at ${EDGE} px, ${title} (${scores[BUDGETS[0]].idsnap.length})`, columns, rows);
  const distances = who.map((name) => [name, ...BUDGETS.map((budget) => meanDistance(scores[budget][name]))]);
  printTable('the same, by butteraugli: lower is better', ['mean distance (3-norm)', ...columns.slice(1)], distances);
}

/** The mean scores that the plot shows. */
function qualityOf(scores) {
  const of = (who) => BUDGETS.map((budget) => Number(mean(scores[budget][who].map(({ score }) => score)).toFixed(1)));
  const names = Object.keys(scores[BUDGETS[0]]);
  return {
    measured: `npm run bench -- --only fidelity, parts of ${scores[BUDGETS[0]].idsnap.length} pictures at up to ${EDGE} px`,
    limits: BUDGETS.map((budget) => budget / 1000),
    scores: Object.fromEntries(names.map((who) => [who, of(who)])),
  };
}

const meanDistance = (runs) => mean(runs.map(({ distance }) => distance)).toFixed(2);
