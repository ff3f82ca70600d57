/* global Buffer, console, process, setImmediate, setTimeout -- those of Node */
// Ends the engine under calls in the thread of a process, over and over: `node hammer.mjs MODULE WASM ROUNDS`. Exits with 0
// only when every call settled as it should, and nothing fell on the process. MODULE is a built entry of the package.
import { createServer } from 'node:http';
import { deflateSync } from 'node:zlib';

const [module, wasm, rounds] = process.argv.slice(2);
const idsnap = await import(module);

const problems = new Map();
const problem = (text) => problems.set(text, (problems.get(text) ?? 0) + 1);
// A process would end of these.
process.on('unhandledRejection', (error) => problem(`unhandled rejection: ${error}`));
process.on('uncaughtException', (error) => problem(`uncaught exception: ${error}`));

/** Responds at once, later, or never. */
let requests = 0;
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    requests += 1;
    const wait = [0, 1, 5, 20, undefined][requests % 5];
    if (wait !== undefined) setTimeout(() => response.end('{"errorCode":"0","errorMessage":"","data":[]}'), wait);
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${server.address().port}`;

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function png(side) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const rows = Buffer.alloc((side * 3 + 1) * side);
  for (let at = 0; at < rows.length; at += 1) rows[at] = at % (side * 3 + 1) === 0 ? 0 : (at * 2654435761) >>> 24;
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows, { level: 1 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

const [small, large] = [png(24), png(1000)];
const client = idsnap.createClient({ endpoint, retry: { attempts: 1 }, init: { wasmUrl: wasm, worker: false } });
/** How calls may end that an end of the engine, or a trap beside them, met. */
const ENDINGS = ['AbortError', 'engine_failed'];

function guarded(promise, what) {
  return promise.then(
    () => undefined,
    (error) => {
      if (!ENDINGS.includes(error.name) && !ENDINGS.includes(error.code)) problem(`${what}: ${error.code} ${error}`);
      if (/memory access|table index|unreachable executed/.test(error.message) && what !== 'large') {
        problem(`${what}: ${error.message}`);
      }
    },
  );
}

const turns = async (count) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

for (let round = 0; round < Number(rounds); round += 1) {
  await idsnap.init({ wasmUrl: wasm, worker: false });
  const calls = [
    guarded(client.cvs.card({ form: 'url', imageUrl: 'https://app.example/card.jpg' }), 'question'),
    guarded(client.cvs.card({ image: small }), 'upload'),
    guarded(idsnap.prepareImage(small, { maxEdge: 8 }), 'small'),
  ];
  await turns(round % 7);
  // Where the memory has a ceiling, the large one traps beside the uploads.
  if (round % 3 === 0) calls.push(guarded(idsnap.prepareImage(large, { maxEdge: 64 }), 'large'));
  await turns(round % 4);
  if (round % 3 !== 1) idsnap.dispose();
  // An end while another engine is only beginning, and one right after.
  if (round % 5 === 0) {
    calls.push(guarded(idsnap.prepareImage(small, { maxEdge: 8 }), 'between'));
    await turns(round % 2);
    idsnap.dispose();
  }
  const next = idsnap.prepareImage(small, { maxEdge: 8 });
  const width = await next.then((image) => image.width).catch((error) => error);
  if (width !== 8 && !ENDINGS.includes(width?.code)) problem(`after an end: ${width?.code} ${width}`);
  if (round % 3 === 1) idsnap.dispose();
  await Promise.all(calls);
}
await turns(50);
globalThis.gc?.();
await turns(50);
idsnap.dispose();
server.close();
server.closeAllConnections();
console.log(JSON.stringify({ requests, problems: Object.fromEntries(problems) }));
process.exit(problems.size === 0 ? 0 : 1);
