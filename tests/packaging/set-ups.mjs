// The set-ups of docs/building.md, each as its page says. A set-up gives what it found, and throws where it fails.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { runtimeOf } from '../../js/test/proxy/runtimes.mjs';
import { copyFiles, openFolder, project, run, start, writePage } from './project.mjs';
import { DEVELOPMENT_SERVERS } from './development.mjs';
import { FRAMEWORKS } from './frameworks.mjs';

/** A bundle of esbuild in `out`. */
const bundle = (own, ...args) => own.bin('esbuild', ['--bundle', '--log-level=error', ...args]);

/**
 * What each set-up does. `open` opens a page and compares what it found, which has to be what `tryAll` gives and `more`.
 * A set-up that cannot be tried gives the reason.
 *
 * @typedef {Record<string, (given: { tarball: string, open: (url: string, more?: object) => Promise<void> }) =>
 *   Promise<string | void>>} SetUps
 */

/** @type {SetUps} */
export const SET_UPS = {
  ...FRAMEWORKS,
  ...DEVELOPMENT_SERVERS,

  async 'esbuild, nothing configured'({ tarball, open }) {
    const own = await project('esbuild-bare', tarball);
    writePage(own, 'out');
    await bundle(own, '--format=esm', '--outdir=out', 'main.js');
    copyFiles(own, 'out');
    await openFolder(open, join(own.folder, 'out'));
  },

  async Rollup({ tarball, open }) {
    const own = await project('rollup', tarball);
    writePage(own, 'out');
    await own.bin('rollup', ['-c', '--silent']);
    copyFiles(own, 'out');
    await openFolder(open, join(own.folder, 'out'));
  },

  async 'Parcel 2'({ tarball, open }) {
    const own = await project('parcel', tarball);
    writePage(own);
    await own.bin('parcel', ['build', 'index.html', '--dist-dir', 'out', '--no-cache', '--log-level', 'error']);
    await openFolder(open, join(own.folder, 'out'));
  },

  async Astro({ tarball, open }) {
    const own = await project('astro', tarball);
    await own.bin('astro', ['build', '--outDir', 'out'], { ASTRO_TELEMETRY_DISABLED: '1' });
    await openFolder(open, join(own.folder, 'out'));
  },

  async Node({ tarball }) {
    const own = await project('esbuild-bare', tarball);
    assert.equal(await run(process.execPath, ['server.mjs'], own.folder), 'prepared 1');
  },

  async Deno({ tarball }) {
    const [own, deno] = [await project('esbuild-bare', tarball), await runtimeOf('deno')];
    if (deno === undefined) return 'npm gives no Deno here';
    assert.equal(await run(deno, ['run', '--allow-read', '--no-prompt', 'server.mjs'], own.folder), 'prepared 1');
  },

  async Bun({ tarball }) {
    const [own, bun] = [await project('esbuild-bare', tarball), await runtimeOf('bun')];
    if (bun === undefined) return 'npm gives no Bun here';
    assert.equal(await run(bun, ['server.mjs'], own.folder), 'prepared 1');
  },

  async 'server code bundled by esbuild'({ tarball }) {
    const own = await project('esbuild-bare', tarball);
    for (const format of ['esm', 'cjs']) {
      const file = `out/server.${format === 'esm' ? 'mjs' : 'cjs'}`;
      const args = ['--platform=node', `--format=${format}`, `--outfile=${file}`, 'server.mjs'];
      await bundle(own, ...args);
      assert.equal(await run(process.execPath, [file], own.folder), 'prepared 1', format);
    }
    // Somewhere without the package, with the files copied beside it.
    const away = join(own.folder, '..', `staging/away-${process.pid}`);
    cpSync(join(own.folder, 'out'), away, { recursive: true });
    await assert.rejects(run(process.execPath, ['server.mjs'], away), /copy idsnap_\*\.wasm .* beside the bundle/);
    copyFiles({ ...own, folder: away }, '.');
    assert.equal(await run(process.execPath, ['server.mjs'], away), 'prepared 1');
  },

  async 'the proxy in Express, Fastify, Koa and Hono'({ tarball }) {
    const own = await project('servers', tarball);
    const server = await start({ program: process.execPath, args: ['mounts.js'], cwd: own.folder }, /(\{.*\})/);
    try {
      const ports = Object.entries(JSON.parse(server.value));
      assert.equal(ports.length, 4);
      for (const [name, port] of ports) await callProxy(`http://127.0.0.1:${port}/api/idsnap`, name);
    } finally {
      server.close();
    }
  },
};

/** A submission whose body is passed on, a path with and without its slash, and a refusal of the proxy's own. */
async function callProxy(endpoint, name) {
  const { createClient } = await import('../../dist/node.js');
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  const client = createClient({ endpoint });
  const { documents } = await client.biometricKz.parseDocument({ countryCode: 'kz', front: picture });
  assert.ok(documents.length > 0, name);
  await client.cvs.card({ image: picture });
  const refused = await fetch(`${endpoint}/cvs/api/v2/nothing`, { method: 'POST', body: 'x' });
  assert.deepEqual([refused.status, refused.headers.get('x-idsnap-proxy')], [404, 'error'], name);
  const { proxy } = await refused.json();
  assert.equal(proxy.code, 'not_found', name);
}
