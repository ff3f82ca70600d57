// Sets everything up, builds the package and serves the demo. `node scripts/start.mjs [--port N] [--host H] [--watch]`
import { watch } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { inRoot } from './lib/paths.mjs';
import { Failure, main } from './lib/process.mjs';
import { detail, done, failed, step } from './lib/terminal.mjs';
import { build } from './build.mjs';

const OPTIONS = {
  port: { type: 'string', default: process.env.PORT ?? '8080' },
  host: { type: 'string', default: process.env.HOST ?? '127.0.0.1' },
  watch: { type: 'boolean', default: false },
};
const WATCHED = ['src', 'pixels/src', 'js/src'];
/** Editors write a file in several steps; one rebuild is enough for all of them. */
const SETTLE_MS = 200;

await main(async () => {
  const { port, host, watch: watches } = parseArgs({ options: OPTIONS }).values;
  await build({ noSimd: false });
  const url = await serve(portNumber(port), host);
  done(`the demo runs at ${url}`);
  sayPhones(url, host);
  detail('vendors are simulated; no photo leaves this machine. Stop with Ctrl+C.');
  if (watches) rebuildOnChange();
});

function portNumber(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Failure(`${text} is no port number`);
  return port;
}

/** Serves the demo; a port that is taken makes way for a free one. */
async function serve(port, host) {
  const { startServer } = await import('../www/server.mjs');
  try {
    return (await startServer({ port, host })).url;
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    detail(`port ${port} is taken`);
    return (await startServer({ port: 0, host })).url;
  }
}

/** Where a phone finds the demo, and what it can do there: browsers give plain http neither camera nor cryptography. */
function sayPhones(url, host) {
  detail('"Use your phone": here the link of the code works in a second tab of this browser');
  const addresses = ['0.0.0.0', '::'].includes(host) ? Object.values(networkInterfaces()).flat() : [];
  const [near] = addresses.filter(({ family, internal }) => family === 'IPv4' && !internal);
  const onNetwork = near && `http://${near.address}:${new URL(url).port}/`;
  detail(
    onNetwork
      ? `phones of this network find the demo at ${onNetwork}, but hand nothing over on http: put https in front`
      : 'phones of this network need --host 0.0.0.0, and https in front of it to hand photos over',
  );
}

function rebuildOnChange() {
  let timer;
  let running = Promise.resolve();
  const rebuild = () => {
    running = running
      .then(() => build({ noSimd: false }))
      .then(
        () => detail('reload the page to see the change'),
        (error) => failed(error.message),
      );
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, SETTLE_MS);
  };
  for (const folder of WATCHED) watch(inRoot(folder), { recursive: true }, changed);
  step(`watching ${WATCHED.join(' and ')}`);
}
