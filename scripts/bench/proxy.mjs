// The proxy beside a bare pipe: requests a second, added time, processor time and memory for bodies of 3 MB; a soak; and
// clients that are slow. Each server is a process of its own, and all take turns within one run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Failure } from '../lib/process.mjs';
import { inRoot } from '../lib/paths.mjs';
import { median } from './table.mjs';

const SERVER = fileURLToPath(new URL('./proxy/server.mjs', import.meta.url));
const BODY_BYTES = 3_000_000;
const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const PARALLEL = 4;
const REQUESTS = 60;

const noise = Buffer.alloc(BODY_BYTES).map((_, index) => (index * 7919 + (index >> 8) * 31) & 255);
const text = noise.subarray(0, (BODY_BYTES / 4) * 3).toString('base64');
const form = (name) =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a.jpg"\r\n\r\n`),
    noise,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
const json = (body) => ({ type: 'application/json', body: Buffer.from(JSON.stringify(body)) });
const parts = (name) => ({ type: `multipart/form-data; boundary=${BOUNDARY}`, body: form(name) });

/** One request of 3 MB for each vendor. */
const CASES = {
  Beorg: { path: '/beorg/api/bescan/add_document', ...json({ images: [text] }) },
  'Biometric.kz': { path: '/biometric_kz/api/v1/backend/document/parse/', ...parts('frontside_image') },
  CVS: { path: '/cvs/api/v2/ekyc/cards?format_type=file', ...parts('img1') },
  ZOLOZ: { path: '/zoloz/api/v1/zoloz/idrecognition/recognize', ...json({ bizId: '1', frontPageImage: text }) },
};

/** Measures the proxy and prints three tables. */
export async function measureProxy({ rounds }) {
  const children = [];
  const start = async (...args) => {
    const child = fork(SERVER, args, { cwd: inRoot() });
    children.push(child);
    const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (typeof first !== 'object') throw new Failure('a server of the benchmark ended; is the package built?');
    const usage = async () => {
      child.send('usage');
      return (await once(child, 'message'))[0];
    };
    return { port: first.port, usage };
  };
  try {
    const vendor = await start('vendor');
    const servers = {};
    for (const role of ['pipe', 'nodeFetch', 'fetch']) servers[role] = await start(role, vendor.port);
    await compare(servers, rounds);
    await soak(servers.nodeFetch);
    await slowClients(servers.nodeFetch);
  } finally {
    for (const child of children) child.kill();
  }
}

async function compare(servers, rounds) {
  console.log(
    '\n| vendor, 3 MB | server | requests/s | CPU ms | CPU of a bare pipe | added p50 ms | added p99 ms | peak MB |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const [vendor, asked] of Object.entries(CASES)) {
    const figures = {};
    for (const { port } of Object.values(servers)) await load(port, asked, 20);
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, server] of Object.entries(servers)) (figures[name] ??= []).push(await measure(server, asked));
    }
    for (const [name, own] of Object.entries(figures)) {
      const added = (key) => median(own.map((figure, round) => figure[key] - figures.pipe[round][key]));
      const ratio = median(own.map(({ cpuMs }, round) => cpuMs / figures.pipe[round].cpuMs));
      const cells = [
        ...[median(own.map(({ perSecond }) => perSecond)).toFixed(0), median(own.map(({ cpuMs }) => cpuMs)).toFixed(1)],
        ...[ratio.toFixed(2), added('p50').toFixed(1), added('p99').toFixed(1), own.at(-1).peakMb.toFixed(0)],
      ];
      console.log(`| ${vendor} | ${name} | ${cells.join(' | ')} |`);
    }
  }
}

/** Two thousand requests: memory must be where it was. */
async function soak(server) {
  await load(server.port, CASES.Beorg, 200);
  const before = await server.usage();
  for (let round = 0; round < 10; round += 1) {
    for (const asked of Object.values(CASES)) await load(server.port, asked, 50);
  }
  const after = await server.usage();
  console.log(
    `\nSoak, 2,000 requests of 3 MB: ${before.rssMb.toFixed(0)} MB before, ${after.rssMb.toFixed(0)} MB behind.`,
  );
}

/** A thousand clients that stop inside their bodies, and what another client then sees. */
async function slowClients(server) {
  const { path, type } = CASES.Beorg;
  const before = await server.usage();
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${BODY_BYTES}\r\n\r\n{"images":["`;
  const peers = Array.from({ length: 1000 }, () => connect(server.port, '127.0.0.1').on('error', () => undefined));
  for (const peer of peers) {
    if (peer.connecting) await once(peer, 'connect');
    peer.write(head);
  }
  const times = await load(server.port, CASES.Beorg, 40);
  const { rssMb } = await server.usage();
  for (const peer of peers) peer.destroy();
  const grown = rssMb - before.rssMb;
  console.log(
    `\n1,000 slow clients: ${grown.toFixed(0)} MB more; another client waits ${times[20].toFixed(0)} ms (p50).`,
  );
}

async function measure(server, asked) {
  const before = await server.usage();
  const start = performance.now();
  const times = await load(server.port, asked, REQUESTS);
  const perSecond = (REQUESTS * 1000) / (performance.now() - start);
  const after = await server.usage();
  const cpuMs = (after.cpuMs - before.cpuMs) / REQUESTS;
  return { perSecond, cpuMs, p50: times[REQUESTS >> 1], p99: times[REQUESTS - 1], peakMb: after.peakMb };
}

const agent = new Agent({ keepAlive: true });

/** The times of so many requests, in order of length. */
async function load(port, asked, count) {
  const times = [];
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await post(port, asked);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, one));
  return times.sort((a, b) => a - b);
}

function post(port, { path, type, body }) {
  const headers = { 'content-type': type, 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, (responded) => {
      if (responded.statusCode !== 200) reject(new Failure(`${path} gave ${responded.statusCode}`));
      responded.resume().on('end', resolve);
    });
    sent.on('error', reject).end(body);
  });
}
