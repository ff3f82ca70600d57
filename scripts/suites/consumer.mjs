// A customer's project made for one run: it installs the tarball and uses it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, Failure, run } from '../lib/process.mjs';

/** Installs the tarball, which has no dependencies, in a project of its own. */
export async function installTarball({ tarball }, app) {
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  await run('npm', ['install', tarball, '--offline', '--silent', '--no-audit', '--no-fund'], { cwd: app, quiet: true });
  return { app, packageDir: join(app, 'node_modules', 'idsnap') };
}

/** Imports every entry in Node, prints nothing while doing so, and starts the engine once. */
export function importInNode({ app, exports }) {
  const entries = Object.keys(exports).filter((name) => !/\.(js|json|wasm)$/.test(name));
  const specifiers = entries.map((name) => `idsnap${name.slice(1)}`);
  const script = `
    for (const name of ${JSON.stringify(specifiers)}) {
      const names = Object.keys(await import(name));
      if (names.length === 0) throw new Error(name + ' exports nothing');
    }
    const { init, dispose } = await import('idsnap');
    await init();
    dispose?.();
    console.log('imported');
  `;
  writeFileSync(join(app, 'import.mjs'), script);
  const output = capture(process.execPath, ['import.mjs'], { cwd: app, withErrors: true, evenIfFailed: true });
  if (output !== 'imported') throw new Failure(`expected no output but "imported", got: ${output}`);
}

/** Bundles a page that uses the SDK; the worker stays a file of its own that the bundle names. */
export async function bundleForBrowser({ app }) {
  writeFileSync(join(app, 'page.js'), "import { init } from 'idsnap';\nawait init();\n");
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: app,
    entryPoints: ['page.js'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    outfile: 'page.out.js',
    logLevel: 'silent',
  });
  const code = readFileSync(join(app, 'page.out.js'), 'utf8');
  const worker = /new Worker\(\s*new URL\("\.\/worker\.js",\s*import\.meta\.url\),\s*\{\s*type:\s*"module"\s*\}\s*\)/;
  if (!worker.test(code)) throw new Failure('the bundle does not start the worker by its literal URL');
}
