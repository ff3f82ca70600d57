// npm run docs: the documentation as a site, in target/site/pages. `npm run docs -- --serve [--port N]` shows it.
//
// The pages are those of docs/ and of the root, and the reference of the package's types. A link that leads nowhere
// fails the build. What makes the site is installed by this command alone (scripts/site/package.json).
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { inRoot } from './lib/paths.mjs';
import { Failure, main, run } from './lib/process.mjs';
import { done, step } from './lib/terminal.mjs';
import { brokenLinks } from './site/links.mjs';
import { stage } from './site/stage.mjs';

const FOLDER = inRoot('scripts', 'site');
const STAGED = inRoot('target', 'site', 'pages');
const BUILT = inRoot('target', 'site', 'built');
/** The entries whose types are the reference. */
const ENTRIES = [
  ...['index', 'capture/index', 'handover/index', 'decoders/libheif'],
  ...['proxy/index', 'proxy/node', 'sandbox/index'],
];

await main(async () => {
  const { serve: shows, port } = parseArgs({
    options: { serve: { type: 'boolean', default: false }, port: { type: 'string', default: '8090' } },
  }).values;
  await ensureNodeModules(FOLDER);
  await build();
  step('gathering the pages');
  await stage(STAGED);
  step('reading the types');
  await describeTypes();
  step('building the site');
  await runTool('vitepress', ['build', FOLDER]);
  step('following the links');
  const { broken, count } = brokenLinks(BUILT);
  if (broken.length > 0) throw new Failure(`links that lead nowhere:\n${broken.join('\n')}`);
  done(`the site is in ${BUILT}; its ${count} links lead somewhere`);
  if (!shows) return;
  if (!/^\d+$/.test(port)) throw new Failure(`${port} is no port number`);
  await runTool('vitepress', ['preview', FOLDER, '--port', port]);
});

function describeTypes() {
  const entries = ENTRIES.flatMap((name) => ['--entryPoints', inRoot('js', 'src', `${name}.ts`)]);
  const settings = ['--options', join(FOLDER, 'typedoc.json'), '--tsconfig', inRoot('tsconfig.json')];
  return runTool('typedoc', [...settings, ...entries, '--out', join(STAGED, 'reference')]);
}

/** Programs of the site's own dependencies, with telemetry of none of them. */
function runTool(name, args) {
  return run(join(FOLDER, 'node_modules', '.bin', name), args, { env: { NO_UPDATE_NOTIFIER: '1' } });
}
