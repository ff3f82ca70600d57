// A vendor is two folders and a line in each registry: a copy of the project gets a fifth one and is built, and the
// vendor goes all the way from the client through the proxy to its simulator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LINES } from './lines.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const copy = join(root, 'target', 'fifth-vendor');
/** What a build needs of the project. */
const PARTS = /^(Cargo\.|clippy|package|tsconfig|src\/|derive\/|pixels\/|tools\/|zone\/|fuzz\/|js\/src\/|scripts\/)/;
const BUILD_MS = 15 * 60_000;

/** A Windows bitmap of a gradient, 24 bits a pixel. */
function bitmap(width, height) {
  const stride = (width * 3 + 3) & ~3;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width * 3; x += 1) file[54 + y * stride + x] = (x + y) & 255;
  }
  return new Uint8Array(file);
}

/** Everything that a build needs, less the fifth vendor. */
function copyProject() {
  rmSync(copy, { recursive: true, force: true });
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of tracked
    .toString()
    .split('\n')
    .filter((name) => PARTS.test(name))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

/** The two folders, and the lines. */
function addVendor() {
  cpSync(join(here, 'acme'), join(copy, 'src/vendors/acme'), { recursive: true });
  const folder = join(copy, 'js/src/vendors/acme');
  mkdirSync(folder);
  for (const name of ['client.ts', 'types.ts']) cpSync(join(here, name), join(folder, name));
  for (const name of readdirSync(join(root, 'js/test/vendors/acme'))) {
    const text = readFileSync(join(root, 'js/test/vendors/acme', name), 'utf8');
    writeFileSync(join(folder, name), text.replaceAll('../../../src/', '../../'));
  }
  for (const { file, after, line } of LINES) {
    const text = readFileSync(join(copy, file), 'utf8');
    assert.ok(text.includes(after), `${file} has no ${after}`);
    writeFileSync(
      join(copy, file),
      text.replace(after, () => after + line),
    );
  }
}

const imported = (name) => import(pathToFileURL(join(copy, 'dist', name)).href);

describe('a fifth vendor', { timeout: BUILD_MS + 60_000 }, () => {
  let client, prepareImage, dispose, sandbox;

  before(
    async () => {
      copyProject();
      addVendor();
      // Dependencies are taken from the project's own target folder where they are there.
      const env = { ...process.env, CARGO_TARGET_DIR: process.env.CARGO_TARGET_DIR ?? join(root, 'target') };
      execFileSync(process.execPath, ['scripts/build.mjs', '--quick'], {
        cwd: copy,
        env,
        stdio: 'inherit',
        timeout: BUILD_MS,
      });
      const [sdk, { createProxy }, { createSandbox }] = await Promise.all(
        ['node.js', 'proxy.js', 'sandbox.js'].map(imported),
      );
      ({ prepareImage, dispose } = sdk);
      sandbox = await createSandbox({ polls: 1 });
      const proxy = createProxy({
        ...sandbox.credentials,
        fetch: sandbox.fetch,
        basePath: '/idsnap',
        authorize: 'anyone',
      });
      const fetch = (url, init) => proxy(new Request(url, init));
      client = sdk.createClient({ endpoint: 'https://shop.example/idsnap', fetch });
    },
    { timeout: BUILD_MS },
  );

  it('takes a line in each registry and no other change of shared files', () => {
    assert.deepEqual([...new Set(LINES.map(({ file }) => file))].length, 5);
    assert.ok(LINES.every(({ line }) => line.trim().split('\n').length <= 2));
  });

  it('is recognized from the client through the proxy to its simulator', async () => {
    const poll = { firstMs: 1, intervalMs: 1 };
    const { documents, verdict, prepared } = await client.acme.read({ image: bitmap(64, 40) }, { poll });
    assert.equal(documents[0].documentNumber.value, 'c1');
    assert.equal(verdict.accepted, true);
    assert.equal(prepared[0].mimeType, 'image/jpeg');
  });

  it('has an id for tracing filled in where there is none', async () => {
    const order = async (request) => {
      const { body } = await client.acme.build.submit({ image: bitmap(8, 8), ...request });
      return JSON.parse(Buffer.from(body).toString()).order;
    };
    assert.match(await order({}), /^[0-9a-f]{32}$/);
    assert.equal(await order({ order: 'mine' }), 'mine');
  });

  it('has its limits wherever limits are named', async () => {
    const image = await prepareImage(bitmap(900, 900), { limits: 'acme' });
    assert.equal(image.mimeType, 'image/jpeg');
    assert.ok(image.byteLength <= 100_000);
    await assert.rejects(
      prepareImage(bitmap(8, 8), { limits: 'moon' }),
      /expected zoloz, beorg, biometric_kz, cvs or acme$/,
    );
  });

  it('has its fields named in the words of the caller', async () => {
    await assert.rejects(client.acme.build.submit({ image: bitmap(8, 8), moon: 1 }), {
      code: 'unknown_option',
      field: 'request.moon',
    });
    await assert.rejects(client.acme.build.submit({ image: new Uint8Array() }), {
      code: 'empty_image',
      field: 'request.image',
    });
    dispose();
  });
});
