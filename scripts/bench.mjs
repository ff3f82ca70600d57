// npm run bench: idsnap beside its peers, in headless Chromium, and its engine's steps, in Node.
//
//   npm run bench -- [photo.jpg] [rounds] [--only speed,aims,call,steps,fidelity,corners,hints,films,frames,tasks,ocr,mrz,soak,proxy] [--pictures 4]
//     [--peers 'canvas,jSquash (mozjpeg)'] [--record] [--shift 0] [--named 'still,in the hand']
//
// Without a photo named, speed and aims are measured on one photo of each camera of the corpus, and the worst is shown;
// without the corpus, on photos that are made by code.
// Prints Markdown tables: medians, medians of the ratios round by round, scores. A part that takes minutes says so.
// `--peers` names those that fidelity is measured beside; all of them take minutes an image.
// `--record` keeps the figures of speed and fidelity for `npm run plot`.
// `--shift` shows other documents, tables and hands in the films, `--named` plays those of some names.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAims } from './bench/aims.mjs';
import { measureCall } from './bench/call.mjs';
import { measureCorners } from './bench/corners.mjs';
import { CORPUS, photos } from './bench/corpus.mjs';
import { measureFidelity } from './bench/fidelity.mjs';
import { measureFilms } from './bench/films.mjs';
import { measureFrames } from './bench/frames.mjs';
import { measureHints } from './bench/hints.mjs';
import { measureMrz } from './bench/mrz.mjs';
import { measureOcr } from './bench/ocr.mjs';
import { measureProxy } from './bench/proxy.mjs';
import { measureSoak } from './bench/soak.mjs';
import { measureSpeed } from './bench/speed.mjs';
import { measureSteps } from './bench/steps.mjs';
import { measureTasks } from './bench/tasks.mjs';
import { Failure, main } from './lib/process.mjs';

/** What is measured, in this order. */
const PARTS = {
  speed: measureSpeed,
  aims: measureAims,
  call: measureCall,
  steps: measureSteps,
  fidelity: measureFidelity,
  corners: measureCorners,
  hints: measureHints,
  films: measureFilms,
  frames: measureFrames,
  tasks: measureTasks,
  ocr: measureOcr,
  mrz: measureMrz,
  soak: measureSoak,
  proxy: measureProxy,
};

/** The parts that are measured on photos of several cameras. */
const MANY = new Set(['speed', 'aims']);

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      pictures: { type: 'string' },
      peers: { type: 'string' },
      record: { type: 'boolean', default: false },
      shift: { type: 'string', default: '0' },
      named: { type: 'string' },
    },
  });
  const named = positionals.find((word) => !/^\d+$/.test(word));
  const rounds = positionals.find((word) => word !== named) ?? '7';
  const photo = await photoOf(named);
  const chosen = values.only?.split(',') ?? Object.keys(PARTS);
  const unknown = chosen.find((name) => !(name in PARTS));
  if (unknown !== undefined) throw new Failure(`${unknown} is no part: ${Object.keys(PARTS).join(', ')}`);
  for (const name of chosen) {
    const pictures = Number(values.pictures ?? Infinity);
    const all = named === undefined && MANY.has(name) ? await photos() : [photo];
    await PARTS[name]({
      photo,
      photos: all,
      rounds: Number(rounds),
      pictures,
      peers: values.peers?.split(','),
      keeps: values.record,
      shift: Number(values.shift),
      named: values.named?.split(','),
    });
  }
});

/** The photo that was named, or one of the corpus, or one made by code. */
async function photoOf(named) {
  const usual = join(CORPUS, 'photos/kim/photo_1.jpg');
  const photo = named ?? (existsSync(usual) ? usual : (await photos())[0]);
  if (!existsSync(photo)) throw new Failure(`no photo at ${photo}: name one, npm run bench -- photo.jpg`);
  return photo;
}
