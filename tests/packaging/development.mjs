// Development servers, whose tools serve the modules of packages in a way of their own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIDES, writeAngular } from './frameworks.mjs';
import { freePort, project, serveWithProxy, start, writePage } from './project.mjs';

/** What such a server prints once it is there. */
const LOCAL = /Local:\D*?(http:\/\/localhost:\d+)/;

/** Starts a server with the proxy behind it, and opens its page. `args` gets the proxy's address. */
async function openServer(own, tool, { args, open }) {
  const behind = await serveWithProxy(own.folder);
  const target = behind.url.replace(/\/$/, '');
  try {
    const program = join(own.folder, 'node_modules', '.bin', tool);
    const given = [...args(target), '--port', await freePort()];
    const server = await start({ program, args: given, cwd: own.folder, env: { PROXY: target } }, LOCAL);
    await open(server.value).finally(server.close);
  } finally {
    await behind.close();
  }
}

/** @type {import('./set-ups.mjs').SetUps} */
export const DEVELOPMENT_SERVERS = {
  async 'Vite 7, development server'({ tarball, open }) {
    const own = await project('vite-7', tarball);
    writePage(own);
    await openServer(own, 'vite', { args: () => [], open });
  },

  async 'Angular, development server'({ tarball, open }) {
    const own = await project('angular', tarball);
    writeAngular(own);
    const args = (target) => {
      writeFileSync(join(own.folder, 'proxy.conf.json'), JSON.stringify({ '/api/idsnap': { target } }));
      return ['serve', '--proxy-config', 'proxy.conf.json'];
    };
    await openServer(own, 'ng', { args, open: (url) => open(url, SIDES) });
  },
};
