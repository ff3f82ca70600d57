// The cases that are aimed at in processor time: the package in Node, each beside the same photo held upright.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';
import { orientedFile } from './cameras.mjs';
import { median } from './table.mjs';

const ANY_JPEG = { formats: ['image/jpeg'] };
/** What a phone held upright writes. */
const PORTRAIT = 6;
/** The vendor whose limit of 5,000,000 base64 characters all images of a call share. */
const SHARED = { limits: 'zoloz' };
const SHARED_LENGTH = 5_000_000;

/** For each photo, and each pair of neighbours in the list that exceeds the limit, what every case takes. A warm-up round does not count. */
export async function measureNodeCases(paths, rounds) {
  if (!existsSync(inRoot('dist', 'node.js'))) throw new Failure('no package in dist: npm run build');
  const idsnap = await import(new URL('../../dist/node.js', import.meta.url));
  const photos = await Promise.all(paths.map(inBothOrientations));
  const single = [];
  const pairs = [];
  for (const [at, photo] of photos.entries()) {
    const next = photos[(at + 1) % photos.length];
    const exceed = (photo.landscape.length + next.landscape.length) * (4 / 3) > SHARED_LENGTH;
    single.push({ name: photo.name, ...(await repeated(rounds, () => singleRound(idsnap, photo))) });
    if (exceed) {
      const round = () => pairRound(idsnap, photo, next);
      pairs.push({ name: `${photo.name} + ${next.name}`, ...(await repeated(rounds, round)) });
    }
    console.error(`in Node: ${photo.name}`);
  }
  idsnap.dispose();
  return { single, pairs };
}

async function inBothOrientations(path) {
  const [landscape, portrait] = await Promise.all([1, PORTRAIT].map((orientation) => orientedFile(path, orientation)));
  return { name: basename(path), landscape, portrait };
}

async function singleRound({ prepareImage }, { landscape, portrait }) {
  const within = await timed(() => prepareImage(portrait, { limits: ANY_JPEG }));
  const options = { limits: ANY_JPEG, maxBase64Length: 700_000 };
  const upright = await timed(() => prepareImage(landscape, options));
  const turned = await timed(() => prepareImage(portrait, options));
  return {
    within: within.figures,
    isEncoded: within.result.path === 'encoded',
    turned: turned.figures,
    ratio: { ms: turned.figures.ms / upright.figures.ms, cpuMs: turned.figures.cpuMs / upright.figures.cpuMs },
  };
}

async function pairRound({ prepareImages }, one, other) {
  const of = async (orientation) => {
    const { figures, result } = await timed(() => prepareImages([one[orientation], other[orientation]], SHARED));
    return { figures, reduced: result.filter(isReduced).length };
  };
  const [landscape, portrait] = [await of('landscape'), await of('portrait')];
  return {
    landscape: landscape.figures,
    portrait: portrait.figures,
    reduced: { landscape: landscape.reduced, portrait: portrait.reduced },
  };
}

/** The pixels of the source are counted as they are stored, before it is turned. */
const isReduced = ({ width, height, source }) => width * height < source.width * source.height;

async function timed(work) {
  const [cpuStarted, started] = [process.cpuUsage(), performance.now()];
  const result = await work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuStarted);
  return { result, figures: { ms, cpuMs: (user + system) / 1000 } };
}

/** Medians of the numbers of so many rounds, after one that does not count; all else is that of the last round. */
async function repeated(rounds, work) {
  const outcomes = [];
  for (let round = 0; round <= rounds; round += 1) outcomes.push(await work());
  return middle(outcomes.slice(1));
}

function middle(outcomes) {
  const [first] = outcomes;
  if (typeof first === 'number') return median(outcomes);
  if (typeof first !== 'object') return outcomes.at(-1);
  return Object.fromEntries(Object.keys(first).map((key) => [key, middle(outcomes.map((outcome) => outcome[key]))]));
}
