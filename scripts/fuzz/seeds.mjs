// Small inputs made by code, so that fuzzing has something to begin with where no corpus is there.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Writes them into `folder`. */
export function makeSeeds(folder) {
  mkdirSync(folder, { recursive: true });
  const seeds = {
    'gray.jpg': jpeg({ startOfFrame: 0xc0, components: 1 }),
    'colour.jpg': jpeg({ startOfFrame: 0xc0, components: 3 }),
    'restarts.jpg': jpeg({ startOfFrame: 0xc0, components: 3, restarts: true }),
    'progressive.jpg': jpeg({ startOfFrame: 0xc2, components: 3 }),
    'colour.png': png(),
    'colour.bmp': bmp(),
    'answer.json': Buffer.from(
      '{"status":"ok","data":[{"code":"0","info":{"name":"A"},"confidence":0.5}],"errors":null}',
    ),
    'td3.txt': Buffer.from(
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ),
  };
  for (const [name, bytes] of Object.entries(seeds)) writeFileSync(join(folder, name), bytes);
}

const segment = (code, content) => [0xff, code, (content.length + 2) >> 8, (content.length + 2) & 0xff, ...content];

/** 32 x 32 pixels of one colour: every code is two bits long, and 00 is no change and the end of a block. */
function jpeg({ startOfFrame, components, restarts = false }) {
  const ids = Array.from({ length: components }, (_, at) => at + 1);
  const isProgressive = startOfFrame === 0xc2;
  const codes = (symbols) => [0, symbols.length, ...Array(14).fill(0), ...symbols];
  const scan = (listed, parameters, data) => [
    ...segment(0xda, [listed.length, ...listed.flatMap((id) => [id, 0]), ...parameters]),
    ...data,
  ];
  const data = Array(restarts ? 6 : 12).fill(0);
  const scans = isProgressive
    ? [
        scan(ids, [0, 0, 1], data),
        scan([1], [1, 63, 0x01], data),
        scan(ids, [0, 0, 0x10], data),
        scan([1], [1, 63, 0x10], data),
      ]
    : [scan(ids, [0, 63, 0], restarts ? [...data, 0xff, 0xd0, ...data] : data)];
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array(64).fill(4)]),
    ...segment(startOfFrame, [
      8,
      0,
      32,
      0,
      32,
      components,
      ...ids.flatMap((id) => [id, id === 1 && components > 1 ? 0x22 : 0x11, 0]),
    ]),
    ...segment(0xc4, [0, ...codes([0, 3, 5])]),
    ...segment(0xc4, [0x10, ...codes([0, 0x02, 0x11])]),
    ...(restarts ? segment(0xdd, [0, 2]) : []),
    ...scans.flat(),
    ...[0xff, 0xd9],
  ]);
}

/** Checksums are left wrong: the decoder does not look at them while it is fuzzed. */
function png() {
  const chunk = (name, data) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0]);
  const rows = Buffer.from(
    Array.from({ length: 8 * 25 }, (_, at) => (at % 25 === 0 ? (at / 25) % 5 : (at * 29) & 0xff)),
  );
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function bmp() {
  const file = Buffer.alloc(54 + 8 * 8 * 3);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, 8],
    [22, 8],
    [26, 0x18_00_01],
  ])
    file.writeUInt32LE(value, at);
  for (let at = 54; at < file.length; at += 1) file[at] = (at * 29) & 0xff;
  return file;
}
