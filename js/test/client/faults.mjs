/* global process, URL, btoa -- that of Node */
// Faults of a network and of a server, on loopback, and the table of what becomes of calls that meet them.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createProxy } from 'idsnap/proxy';
import { nodeFetch, toNodeHandler } from 'idsnap/proxy/node';

/** What every call of the table may take. */
export const LIMITS = { timeoutMs: 400, deadlineMs: 2_000, pollMs: 1_200, maxResponseBytes: 10_000 };

const page = '<!doctype html><title>Sign in</title>';

/** What a server does with a request that it read whole; `soon` runs before its body is read. */
export const FAULTS = {
  'nothing listens': undefined,
  'reset while the body is sent': { soon: (request) => request.socket.destroy() },
  'reset before a response': { reply: (response) => response.destroy() },
  'reset inside the response': {
    reply: (response) => response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
  },
  'no response': { reply: () => undefined },
  'a response that stops': { reply: (response) => response.writeHead(200, { 'content-length': 99 }).write('{') },
  '307 to another origin': {
    reply: (response, { elsewhere }) => response.writeHead(307, { location: elsewhere }).end(),
  },
  '200 with a page': { reply: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page) },
  'status 511 of a captive portal': { reply: (response) => response.writeHead(511).end(page) },
  'status 401 of the proxy': {
    reply: (response) =>
      response.writeHead(401, { 'x-idsnap-proxy': 'error' }).end('{"proxy":{"code":"unauthorized","message":""}}'),
  },
  'status 503': { reply: (response) => response.writeHead(503).end('{}') },
  'status 503, Retry-After: 0': { reply: (response) => response.writeHead(503, { 'retry-after': '0' }).end('{}') },
  'no JSON': { reply: (response) => response.end('moon') },
  'a response over the limit': { reply: (response) => response.end('1'.repeat(LIMITS.maxResponseBytes + 1)) },
};

/** Headers that let any page see a response, and send what it likes. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-max-age': '600',
  'access-control-expose-headers': 'x-idsnap-proxy, retry-after',
};

/** A server with one fault; submissions that are followed up are accepted. */
export async function faulty(name, { elsewhere = 'http://127.0.0.1:1/', isPolled = false } = {}) {
  const seen = [];
  const server = createServer((request, response) => {
    for (const [header, value] of Object.entries(CORS)) response.setHeader(header, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    // The head of an upload meets what any request meets, but for what comes with a body or after it.
    const isAccepted = isPolled && request.url.includes('add_document');
    const fault = isAccepted ? { reply: () => response.end('{"document_id":"s-7"}') } : FAULTS[name];
    const isHead = request.method === 'HEAD';
    if (!isHead && !isAccepted) seen.push(request.headers['idempotency-key']);
    if (isHead && !name.startsWith('307')) return void response.writeHead(204).end();
    if (fault.soon !== undefined) return void fault.soon(request);
    request.on('error', () => undefined);
    request.resume().on('end', () => fault.reply(response, { elsewhere }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const close = () => (server.close(), server.closeAllConnections());
  if (FAULTS[name] === undefined) await new Promise((resolve) => server.close(resolve));
  return { endpoint: `http://127.0.0.1:${port}`, seen, close };
}

/** How long the proxy waits for a vendor: less than its client waits for the proxy. */
const VENDOR_MS = 400;

/** What the table says of a vendor behind the real proxy: the limits of its client, and the faults that a vendor can have. */
export const BEHIND_PROXY = {
  limits: { ...LIMITS, timeoutMs: LIMITS.timeoutMs * 8, deadlineMs: LIMITS.deadlineMs * 8 },
  faults: Object.keys(FAULTS).filter((name) => !/^status (?:511|401|503, )/.test(name)),
};

/** The real proxy in front of a vendor with one fault. `seen` is what reached the vendor. */
export async function faultyBehindProxy(name, options = {}) {
  const vendor = await faulty(name, options);
  const account = { baseUrl: vendor.endpoint };
  const proxy = createProxy({
    zoloz: {
      ...account,
      clientId: '2188000000000017',
      accessKey: 'key-of-tests-0001',
      secretKey: btoa('secret-of-tests'),
    },
    beorg: { ...account, token: 'token-of-tests-0001', machineUid: 'machine-of-tests', projectId: 'PROJECT_1' },
    authorize: 'anyone',
    allowedOrigins: options.origin === undefined ? [] : [options.origin],
    timeoutMs: VENDOR_MS,
    maxAnswerBytes: LIMITS.maxResponseBytes,
    fetch: nodeFetch(),
  });
  const server = createServer(toNodeHandler(proxy));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
    vendor.close();
  };
  return { ...vendor, endpoint: `http://127.0.0.1:${server.address().port}`, close };
}

/** The calls of the table. Each is given a client, an image and what the table says of time. */
export const CALLS = {
  'zoloz.recognize': (client, image) => client.zoloz.recognize({ front: image, docType: '00000001003' }),
  'beorg.addDocument': (client, image) => client.beorg.addDocument({ documents: [{ image, type: 'PASSPORT' }] }),
  'beorg.getResult': (client) => client.beorg.getResult({ documentId: 's-7' }),
  'beorg.recognize, asking': (client, image, { pollMs }) =>
    client.beorg.recognize(
      { documents: [{ image, type: 'PASSPORT' }] },
      { poll: { firstMs: 1, intervalMs: 60, deadlineMs: pollMs } },
    ),
};

/** The same limits, with so many times the time: a browser on a busy machine has more to do before it sends. */
export const limitsOf = (times) => ({
  ...LIMITS,
  timeoutMs: LIMITS.timeoutMs * times,
  deadlineMs: LIMITS.deadlineMs * times,
  pollMs: LIMITS.pollMs * times,
});

/** The options of the table's client. */
export const optionsOf = ({ timeoutMs, deadlineMs, maxResponseBytes }) => ({
  timeoutMs,
  deadlineMs,
  maxResponseBytes,
  retry: { attempts: 3, firstMs: 20, maxMs: 1_000 },
});

/** How often a request was seen; how many questions there are is a matter of time. */
export const countOf = (seen, isPolled) => (isPolled && seen.length > 1 ? 'many' : String(seen.length));

/** One row. `ms` is of this run, and is not compared. */
export const rowOf = (fault, call, { code, resume, requests, ms }) => [fault, call, code, resume, requests, String(ms)];

const HEAD = ['fault', 'call', 'outcome', 'resume', 'requests', 'ms'];
const DOC = new URL('../../../docs/network.md', import.meta.url);

function tableOf(rows) {
  const widths = HEAD.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The rows that the documentation has of a platform, less the times; with `UPDATE_DOCS` it is given these rows first. */
export async function documented(platform, rows) {
  const doc = await readFile(DOC, 'utf8');
  const part = new RegExp(`(<!-- faults: ${platform} -->\n\n)([^]*?)(\n*<!-- end -->)`);
  if (process.env.UPDATE_DOCS !== undefined) {
    await writeFile(
      DOC,
      doc.replace(part, (_, start) => `${start}${tableOf(rows)}\n\n<!-- end -->`),
    );
  }
  const [, , table = ''] = part.exec(await readFile(DOC, 'utf8')) ?? [];
  return table
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -2)
        .map((cell) => cell.trim()),
    );
}
