// How well idsnap and its peers find the corners of a document, in generated scenes and in pictures of the corpus.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/process.mjs';
import { withPage } from './chromium.mjs';
import { outlined } from './corpus.mjs';
import { overlap } from './overlap.mjs';
import { mean, median, printTable } from './table.mjs';

/** Generated scenes of each kind, unless told otherwise. */
const SCENES = 15;
/** The half of the scenes, and of the corpus under them, that no constant was chosen on. */
const HELD_OUT = 1;
/** An outline that agrees so well needs no correction by hand. */
const GOOD = 0.9;
/** An outline that agrees less is of something else. */
const WRONG = 0.5;

/** Measures and prints; takes some minutes. */
export async function measureCorners({ pictures: most }) {
  const folder = await mkdtemp(join(tmpdir(), 'idsnap-corners-'));
  try {
    const cases = [...(await scenes(Number.isFinite(most) ? most : SCENES, folder)), ...photographs()];
    await withPage(async (page, addressOf) => {
      const tools = await page.evaluate(async () => (await import('./outlines.js')).start());
      report(tools, cases, await answersTo(cases, page, addressOf));
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Scenes drawn for this run: the file, its kind, and the corners, if there is a document. */
async function scenes(count, folder) {
  const cargo = ['run', '--release', '--locked', '-p', 'idsnap-tools', '--bin', 'corner_cases', '--'];
  await run('cargo', [...cargo, 'write', String(count), String(HELD_OUT), folder]);
  const rows = (await readFile(join(folder, 'truth.tsv'), 'utf8')).split('\n').map((row) => row.split('\t'));
  return rows.map(([name, kind, corners]) => ({ file: join(folder, name), kind, truth: pointsOf(corners) }));
}

function photographs() {
  return outlined().map(({ file, value }) => ({ file, kind: 'real photo', truth: pointsOf(value) }));
}

/** The points of `x,y x,y x,y x,y`, or null of nothing. */
function pointsOf(text) {
  return text ? text.split(' ').map((point) => point.split(',').map(Number)) : null;
}

/** For each case what each tool answers. The first picture is shown twice, since first calls are slower. */
async function answersTo(cases, page, addressOf) {
  const ask = async ({ file }) =>
    page.evaluate(async (url) => (await import('./outlines.js')).outlines(url), addressOf(file));
  await ask(cases[0]);
  const answers = [];
  for (const one of cases) {
    answers.push(await ask(one));
    if (answers.length % 10 === 0) console.error(`picture ${answers.length} of ${cases.length}`);
  }
  return answers;
}

function report(tools, cases, answers) {
  const kinds = [...new Set(cases.map(({ kind }) => kind))];
  const works = tools.filter(({ error }) => !error);
  const failures = tools.filter(({ error }) => error).map(({ name, error }) => [name, `did not start: ${error}`]);
  const judged = works.map(({ name }) => ({ name, runs: answers.map((answer, at) => judge(answer[name], cases[at])) }));
  const count = cases.filter(({ truth }) => truth).length;
  printTable(
    `corners of ${count} documents; times with ${cases.length - count} pictures of nothing`,
    [
      '',
      'mean IoU, none = 0',
      `IoU > ${GOOD}`,
      `of the answers, IoU < ${WRONG}`,
      'answered',
      'ms a file',
      'ms a frame',
    ],
    [
      ...judged.map(({ name, runs }) => [name, ...summary(runs)]),
      ...failures.map((row) => [...row, '', '', '', '', '']),
    ],
  );
  printTable(
    'mean IoU by kind; where there is nothing, the share answered',
    ['', ...kinds],
    judged.map(({ name, runs }) => [name, ...kinds.map((kind) => kindCell(runs.filter((one) => one.kind === kind)))]),
  );
  for (const { name, runs } of judged) {
    const errors = runs.map(({ error }) => error).filter(Boolean);
    if (errors.length > 0) console.log(`\n${name} failed on ${errors.length}, the first with ${errors[0]}`);
  }
}

function judge(answer, { kind, truth }) {
  const agreement = answer.outline && truth ? overlap(answer.outline, truth) : 0;
  return { ...answer, kind, hasDocument: truth !== null, agreement };
}

function summary(runs) {
  const documents = runs.filter(({ hasDocument }) => hasDocument);
  const answered = documents.filter(({ outline }) => outline);
  const times = (key) => median(runs.filter(({ error }) => !error).map((one) => one[key])).toFixed(1);
  return [
    mean(documents.map(({ agreement }) => agreement)).toFixed(3),
    share(documents, ({ agreement }) => agreement > GOOD),
    share(answered, ({ agreement }) => agreement < WRONG),
    share(documents, ({ outline }) => outline),
    times('ms'),
    times('frameMs'),
  ];
}

function kindCell(runs) {
  if (!runs[0].hasDocument) return share(runs, ({ outline }) => outline);
  return mean(runs.map(({ agreement }) => agreement)).toFixed(3);
}

function share(runs, test) {
  return runs.length === 0 ? 'none' : `${((100 * runs.filter(test).length) / runs.length).toFixed(0)} %`;
}
