// The cases that have an aim: each with its worst photo, in wall and processor time, and on a device slowed to a quarter.
import { basename } from 'node:path';
import { mean, median, printTable } from './table.mjs';

/** Cases beside a peer: what idsnap takes of its time, at most. */
export const BESIDE_PEERS = [
  { name: 'to 1920 px', who: 'canvas', aim: 0.5 },
  { name: 'to 1920 px', who: 'compressorjs', aim: 0.6 },
  { name: 'to 700,000 base64 characters', who: 'canvas, 7 steps', aim: 0.25 },
];
const FIRST_CALL = 0.7;
const START_MS = 60;
const PORTRAIT_MS = 120;
const PORTRAIT_RATIO = 1.3;
const PAIR_MS = 350;

/** What idsnap takes of the time of `who`: wall time round by round, processor time as a whole, for it comes in steps of 10 ms. */
export function ratios(contenders, who) {
  const [ours, theirs] = [contenders.idsnap, contenders[who]];
  if ([...ours, ...theirs].some(({ error }) => error)) return { ms: NaN, cpuMs: NaN };
  const all = (runs) => mean(runs.map(({ cpuMs }) => cpuMs));
  return { ms: median(theirs.map((run, at) => ours[at].ms / run.ms)), cpuMs: all(ours) / all(theirs) };
}

/** The photo with the highest figure; one whose figure is missing comes first. */
export const worst = (figures) =>
  figures.reduce((one, other) => (Number.isNaN(one.value) || one.value >= other.value ? one : other));

/** Prints the table. `full` and `quarter` are { photos, firsts }, `inNode` is { single, pairs }. */
export function printAims({ full, quarter, inNode }) {
  const rows = [...peerRows(full, quarter), ...firstRows(full, quarter), ...nodeRows(inNode)];
  const columns = ['case', 'aim', 'wall', 'CPU', 'wall at a quarter', 'reached', 'worst photo by what is aimed at'];
  printTable('cases with an aim, the worst photo of each', columns, rows);
}

/** A row: the figures as text, and whether the one that is aimed at is within the aim. */
function row(name, { aim, unit = ' x', digits = 2 }, { wall, cpu, slow }, aimed = wall) {
  const text = (figure) => (figure === undefined ? '' : `${figure.value.toFixed(digits)}${unit}`);
  const isReached = aimed.value <= aim ? 'yes' : '**no**';
  return [name, `${aim}${unit}`, text(wall), text(cpu), text(slow), isReached, aimed.photo];
}

function peerRows(full, quarter) {
  return BESIDE_PEERS.map(({ name, who, aim }) => {
    const of = ({ photos }, key) =>
      worst(photos.map(({ photo, results }) => ({ photo: basename(photo), value: ratios(results[name], who)[key] })));
    return row(
      `${name}, of ${who}`,
      { aim },
      { wall: of(full, 'ms'), cpu: of(full, 'cpuMs'), slow: of(quarter, 'ms') },
    );
  });
}

function firstRows(full, quarter) {
  const ofCanvas = ({ firsts }, key) =>
    worst(firsts.map(({ photo, rounds }) => ({ photo: basename(photo), value: firstRatio(rounds, key) })));
  const start = ({ firsts }, key) =>
    worst(firsts.map(({ photo, rounds }) => ({ photo: basename(photo), value: startOf(rounds, key) })));
  const three = (of) => ({ wall: of(full, 'ms'), cpu: of(full, 'cpuMs'), slow: of(quarter, 'ms') });
  return [
    row("first call of a page to 1920 px, of the canvas's first call", { aim: FIRST_CALL }, three(ofCanvas)),
    row('`init` alone, called early', { aim: START_MS, unit: ' ms', digits: 0 }, three(start)),
  ];
}

function firstRatio(rounds, key) {
  if (key === 'ms') return median(rounds.map(({ idsnap, canvas }) => idsnap.first.ms / canvas.first.ms));
  return mean(rounds.map(({ idsnap }) => idsnap.first[key])) / mean(rounds.map(({ canvas }) => canvas.first[key]));
}

const startOf = (rounds, key) => median(rounds.map(({ early }) => early.start[key]));

function nodeRows({ single, pairs }) {
  const of = (list, pick) => worst(list.map((one) => ({ photo: one.name, value: pick(one) })));
  const times = (name, aim, list, pick) => {
    const cpu = of(list, (one) => pick(one).cpuMs);
    return row(name, { aim, unit: ' ms', digits: 0 }, { wall: of(list, (one) => pick(one).ms), cpu }, cpu);
  };
  const encoded = single.filter(({ isEncoded }) => isEncoded).length;
  const pair = (orientation) => {
    const reduced = pairs.filter(({ reduced: counts }) => counts[orientation] > 0).length;
    const name = `two photos, ${orientation}, to 5,000,000 base64 characters, in Node (${reduced} of ${pairs.length} pairs reduced)`;
    return times(name, PAIR_MS, pairs, (one) => one[orientation]);
  };
  const ratio = (key) => of(single, (one) => one.ratio[key]);
  return [
    times(
      `portrait within the limit, in Node (${encoded} of ${single.length} encoded anew)`,
      PORTRAIT_MS,
      single,
      (one) => one.within,
    ),
    row(
      'portrait to 700,000 base64 characters, of landscape, in Node',
      { aim: PORTRAIT_RATIO },
      { wall: ratio('ms'), cpu: ratio('cpuMs') },
      ratio('cpuMs'),
    ),
    pair('landscape'),
    pair('portrait'),
  ];
}
