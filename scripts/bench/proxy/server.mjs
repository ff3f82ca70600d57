// One process of the proxy's benchmark: `vendor`, `pipe` (a bare pipe to the vendor), or a proxy. It sends its port, and
// what it has used of processor and memory whenever it is asked.
import { createServer, Agent, request } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { createProxy } from '../../../dist/proxy.js';
import { nodeFetch, toNodeHandler } from '../../../dist/proxy-node.js';

const [, , role, vendorPort] = process.argv;

const ROLES = {
  vendor: () => (req, res) => req.resume().on('end', () => res.setHeader('content-type', 'application/json').end('{}')),
  pipe: () => {
    const agent = new Agent({ keepAlive: true });
    return (req, res) => {
      const { method, url: path, headers } = req;
      const out = request({ host: '127.0.0.1', port: vendorPort, method, path, headers, agent }, (responded) => {
        res.writeHead(responded.statusCode, responded.headers);
        responded.pipe(res);
      });
      req.pipe(out);
    };
  },
  nodeFetch: () => toNodeHandler(createProxy({ ...accounts(), fetch: nodeFetch() })),
  fetch: () => toNodeHandler(createProxy(accounts())),
};

function accounts() {
  const baseUrl = `http://127.0.0.1:${vendorPort}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    authorize: 'anyone',
    zoloz: { baseUrl, clientId: '2188000000000017', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) },
    beorg: { baseUrl, token: 'token-of-bench', machineUid: 'machine-of-bench', projectId: 'BENCH' },
    biometricKz: { baseUrl, apiKey: 'key-of-bench-with-47-or-more-characters-00000000' },
    cvs: { baseUrl, apiKey: 'user-of-bench', apiSecret: 'secret-of-bench' },
  };
}

const server = createServer(ROLES[role]());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    rssMb: process.memoryUsage.rss() / 1e6,
  });
});
