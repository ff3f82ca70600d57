// Sets everything up, builds the package and serves the demo. `node scripts/start.mjs [--port N] [--host H] [--watch]`
import { watch } from 'node:fs';
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
  await build();
  const url = await serve(portNumber(port), host);
  done(`the demo runs at ${url}`);
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

function rebuildOnChange() {
  let timer;
  let running = Promise.resolve();
  const rebuild = () => {
    running = running
      .then(() => build())
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
