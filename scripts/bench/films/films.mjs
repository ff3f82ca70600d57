// The films that a capture is judged by: what happens before the camera, second by second, and what is right.
import { table } from './draw.mjs';
import { seeded } from './random.mjs';
import { back, front, frontOnWhite, OTHERS } from './sheets.mjs';

/** The frame that the person fills, in the middle of 1280 x 720. */
export const GUIDE = { width: 860, height: 860 / (85.6 / 53.98) };
/** Before the good scene begins, the document is brought. */
const BROUGHT_S = 1;
/** A good scene has so long to become a photo, and what is never good is looked at for so long. */
const [PATIENCE_S, LOOKED_AT_S] = [5, 3];

/** Corners of a sheet: its centre, its size as a part of the guide, its turn in degrees, and how much nearer its lower edge is. */
function placed({ ratio }, { x = 640, y = 360, scale = 0.94, turn = 0, lean = 1 }) {
  const width = Math.min(GUIDE.width, GUIDE.height * ratio) * scale;
  const height = width / ratio;
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const corner = (right, down) => [x + right * cos - down * sin, y + right * sin + down * cos];
  const [upper, lower] = [width / lean / 2, width / 2];
  return [
    corner(-upper, -height / 2),
    corner(upper, -height / 2),
    corner(lower, height / 2),
    corner(-lower, height / 2),
  ];
}

/** How a hand trembles: slowly and far, fast and little, in pixels. */
function trembling(random, strength) {
  const waves = Array.from({ length: 4 }, () => [random() * 7, 0.5 + random()]);
  const sway = (s, [phase, speed]) => strength * Math.sin(phase + speed * 2 * Math.PI * s);
  const shiver = (s, [phase, speed]) => 0.25 * strength * Math.sin(phase + speed * 12 * Math.PI * s);
  return (s) => ({
    x: 640 + sway(s, waves[0]) + shiver(s, waves[1]),
    y: 360 + sway(s, waves[2]) + shiver(s, waves[3]),
  });
}

/** An exposure that leaves nothing of white paper. */
const BRIGHT = 1.03;

/** What is good: each gives the look at a time after the document was brought. */
const GOOD = {
  still: () => () => ({ place: {} }),
  'in the hand': (random) => {
    const at = trembling(random, 3);
    return (s) => ({ place: at(s) });
  },
  'a restless hand': (random) => {
    const at = trembling(random, 6);
    return (s) => ({ place: at(s) });
  },
  'in dim light': () => () => ({ place: {}, light: 0.55, noise: 8 }),
  'leaning back': () => () => ({ place: { lean: 1.1 } }),
  'turned a little': () => () => ({ place: { turn: 4 } }),
  'four fifths of the guide': () => () => ({ place: { scale: 0.82 } }),
};

/** What becomes good after so many seconds: then a photo is due. */
const LATER = {
  'focus hunting': [0.5, (s) => ({ place: {}, blur: s < 0.5 ? 8 - 14 * s : 0 })],
  'glare that goes': [2, (s) => ({ place: {}, glare: s < 2 ? { x: 700, y: 330, radius: 70 } : undefined })],
  'a finger that goes': [2, (s) => ({ place: {}, finger: s < 2 ? { x: 280, y: 590, radius: 46 } : undefined })],
  'brought nearer': [1.5, (s) => ({ place: { scale: 0.94 * Math.min(1, 0.5 + s / 3) } })],
  'light switched on': [2, (s) => ({ place: {}, light: s < 2 ? 0.1 : 1 })],
};

/**
 * The wrong side, until the document is turned after so many seconds: the back in place of the front, and the front once
 * more when the back is asked for, whose first photo is taken before.
 */
const TURNED = {
  'the back, then the front': { sides: ['front'], first: back, then: front, afterS: 3 },
  'the front twice, then the back': { sides: ['front', 'back'], first: front, then: back, afterS: 5 },
};

/** What is never right. */
const NEVER = {
  'a small hard glare': { glare: { x: 560, y: 330, radius: 42 } },
  'a large soft glare': { glare: { x: 700, y: 340, radius: 130 } },
  'a finger on a corner': { finger: { x: 268, y: 585, radius: 50 } },
  'a finger on an edge': { finger: { x: 640, y: 580, radius: 46 } },
  'out of focus': { blur: 8 },
  'in the dark': { light: 0.08, noise: 6 },
  'a corner out of sight': { place: { x: 330, y: 220 } },
};

const TABLES = ['wood', 'dark', 'cloth', 'light'];

/** Documents with an odd number are backs, and the back is asked for. */
const sideOf = (documents, sheet) => ({ sides: [documents.indexOf(sheet) % 2 === 1 ? 'back' : 'front'] });

/** Cards whose portrait was taken before a white wall, in the hand. */
const onWhite = (grounds, shift) =>
  [0, 1, 2, 3].map((index) => ({
    name: 'a portrait on white',
    sheet: () => frontOnWhite(index + 22 + shift),
    ground: grounds[index],
    goodFromS: 0,
    look: (s) => ({ ...GOOD['in the hand'](seeded(index + 1 + shift))(s), light: BRIGHT }),
  }));

const emptyTables = (grounds) => grounds.map((ground) => ({ name: 'an empty table', ground, look: () => ({}) }));

/**
 * All films; `photographs` are tables from photos, where there are some. With another `shift` every sheet, table, hand and
 * noise is another one.
 */
export function allFilms(photographs = [], shift = 0) {
  const grounds = TABLES.map((kind, index) => ({ name: kind, make: () => table(kind, index + 1 + shift) }));
  const documents = [11, 12, 13, 14].map((seed, index) => () => (index % 2 ? back : front)(seed + shift));
  const films = [];
  const random = () => seeded(films.length + 1 + shift);
  const add = (film) => films.push({ ...sideOf(documents, film.sheet), ...film, seed: films.length + 1 + shift });
  for (const [at, [name, look]] of Object.entries(GOOD).entries()) {
    for (const [index, sheet] of documents.entries()) {
      add({ name, sheet, ground: grounds[(index + at) % grounds.length], goodFromS: 0, look: look(random()) });
    }
  }
  for (const [index, ground] of photographs.entries()) {
    for (const name of ['still', 'in the hand']) {
      add({ name, sheet: documents[index % 4], ground, goodFromS: 0, look: GOOD[name](random()) });
    }
  }
  for (const [name, [goodFromS, look]] of Object.entries(LATER)) {
    for (const index of [0, 1]) add({ name, sheet: documents[index + 1], ground: grounds[index], goodFromS, look });
  }
  for (const [name, { sides, first, then, afterS }] of Object.entries(TURNED)) {
    for (const index of [0, 1, 2]) {
      const look = (s) => ({ place: {}, isTurned: s >= afterS });
      const sheets = { sheet: () => first(index + 11 + shift), turned: () => then(index + 11 + shift) };
      add({ name, ...sheets, ground: grounds[index], goodFromS: afterS, look, sides });
    }
  }
  for (const [name, look] of Object.entries(NEVER)) {
    for (const index of [0, 1, 2])
      add({ name, sheet: documents[index], ground: grounds[index], look: () => ({ place: {}, ...look }) });
  }
  for (const [name, make] of Object.entries(OTHERS)) {
    for (const index of [0, 1]) {
      const look = GOOD['in the hand'](random());
      add({ name: `a ${name}`, sheet: () => make(index + 5 + shift), ground: grounds[index], look });
    }
  }
  emptyTables([...grounds.slice(0, 2), ...photographs.slice(0, 1)]).forEach(add);
  onWhite(grounds, shift).forEach(add);
  return films;
}

/** How long a film is, in seconds. */
export const lengthOf = ({ goodFromS }) =>
  goodFromS === undefined ? BROUGHT_S + LOOKED_AT_S : BROUGHT_S + goodFromS + PATIENCE_S;

/** From when on a photo is due, in seconds from its beginning; nothing where none is right. */
export const dueFrom = ({ goodFromS }) => (goodFromS === undefined ? undefined : BROUGHT_S + goodFromS);

/** What `drawFrame` draws at a time of the film; `cast` has its sheet and its table. */
export function sceneAt(film, cast, seconds) {
  const s = seconds - BROUGHT_S;
  const { place, isTurned, ...look } = film.look(Math.max(0, s));
  const sheet = isTurned ? cast.turned : cast.sheet;
  const isThere = sheet && s >= 0;
  const seed = film.seed * 1000 + Math.round(seconds * 100);
  return {
    ...look,
    ground: cast.ground,
    seed,
    ...(isThere && { sheet, corners: placed(sheet, place ?? {}) }),
  };
}

/** What plays in a film, drawn once. */
export const castOf = ({ sheet, turned, ground }) => ({ sheet: sheet?.(), turned: turned?.(), ground: ground.make() });
