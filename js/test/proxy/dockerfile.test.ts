// The image's own commands, run one after the other in folders in the place of its stages, on this machine's Node.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from './servers.js';
import { CARDS, SECRET } from './support.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const NOBODY = 65_534;
const INSTALL_MS = 60_000;

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of each stage of a Dockerfile. */
function stagesOf(text: string): Instruction[][] {
  const plain = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, ' ');
  const instructions = Array.from(plain.matchAll(/^([A-Z]+) +(.+)$/gm), ([, name = '', rest = '']) => ({ name, rest }));
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, stage) => instructions.slice(start, starts[stage + 1]));
}

const [packages = [], image = []] = stagesOf(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const only = (stage: readonly Instruction[], name: string): string => {
  const found = stage.filter((instruction) => instruction.name === name);
  assert.equal(found.length, 1, name);
  return found[0]?.rest ?? '';
};

const folder = mkdtempSync(join(tmpdir(), 'idsnap-image-'));
const at = (stage: string) => join(folder, stage);
const hasTools = spawnSync('wget', ['--version']).error === undefined && process.platform === 'linux';
let child: ChildProcess | undefined;

/** Follows the first stage. @returns why that is not possible here, or nothing. */
function install(): string | undefined {
  if (!hasTools) return 'no wget is installed here';
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  });
  const [{ filename }] = JSON.parse(packed.toString()) as [{ filename: string }];
  mkdirSync(at('packages'));
  const env = { ...process.env, PACKAGE: join(folder, filename), npm_config_fetch_retries: '0' };
  const run = only(packages, 'RUN');
  const { status, stderr } = spawnSync('sh', ['-c', run], { cwd: at('packages'), env, timeout: INSTALL_MS });
  if (status === 0) return undefined;
  const problem = stderr.toString();
  assert.match(problem, /code (?:ECONN\w+|ENOTFOUND|EAI_\w+|ETIMEDOUT|E\w*TIMEOUT|E5\d\d)/, problem);
  return 'npm gives nothing here';
}

describe('the Dockerfile', () => {
  let problem: string | undefined;

  before(() => {
    chmodSync(folder, 0o755);
    problem = install();
  });

  after(() => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('installs the version of this package', () => {
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
    assert.equal(only(packages, 'ARG'), `PACKAGE=${name ?? ''}@${version ?? ''}`);
  });

  it('has two stages of one base, and the second takes nothing but the packages', () => {
    assert.equal(only(packages, 'FROM'), `${only(image, 'FROM')} AS packages`);
    assert.equal(only(packages, 'WORKDIR'), only(image, 'WORKDIR'));
    const workdir = only(image, 'WORKDIR');
    assert.equal(only(image, 'COPY'), `--from=packages ${workdir}/node_modules ./node_modules`);
    assert.deepEqual(
      image.map(({ name }) => name),
      ['FROM', 'ENV', 'WORKDIR', 'COPY', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'],
    );
  });

  it('makes a service that runs as nobody, is found healthy, responds, and stops', async (test) => {
    if (problem !== undefined) {
      test.skip(problem);
      return;
    }
    cpSync(at('packages/node_modules'), at('image/node_modules'), { recursive: true, verbatimSymlinks: true });
    const dist = at('image/node_modules/idsnap/dist');
    for (const left of ['idsnap_bg.wasm', 'types', 'pkg']) assert(!existsSync(join(dist, left)), left);
    for (const name of ['prom-client', 'redis']) assert(existsSync(at(`image/node_modules/${name}`)), name);

    assert.equal(only(image, 'USER'), 'nobody');
    const port = (await freePort()).toString();
    const [variable = '', value = ''] = only(image, 'ENV').split('=');
    const cvs = { IDSNAP_CVS_API_KEY: 'user-for-tests', IDSNAP_CVS_API_SECRET: SECRET };
    const env = { PATH: process.env['PATH'], [variable]: value, IDSNAP_AUTHORIZE: 'anyone', IDSNAP_PORT: port, ...cvs };
    const [program = '', ...args] = JSON.parse(only(image, 'CMD')) as string[];
    const isRoot = process.getuid?.() === 0;
    const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
    assert.equal(program, 'node');
    child = spawn(process.execPath, args, { cwd: at('image'), env, stdio: ['ignore', 'pipe', 'inherit'], ...user });
    const [line] = (await once(child.stdout ?? assert.fail(), 'data')) as [Buffer];
    assert.match(line.toString(), /"message":"listening"/);
    if (isRoot) assert.equal(statSync(`/proc/${String(child.pid)}`).uid, NOBODY);

    const health = /^--interval=\d+s --timeout=\d+s CMD (.+)$/.exec(only(image, 'HEALTHCHECK'))?.[1] ?? '';
    const isHealthy = (more: object) => spawnSync('sh', ['-c', health], { env: { ...env, ...more } }).status === 0;
    assert.equal(isHealthy({}), true);
    assert.equal(isHealthy({ IDSNAP_PORT: (await freePort()).toString() }), false);
    assert.match(health, new RegExp(`:-${only(image, 'EXPOSE')}}`));
    assert.equal((await fetch(`http://127.0.0.1:${port}${CARDS}?api_key=mine`)).status, 400);

    const closed = once(child, 'close');
    child.kill('SIGTERM');
    assert.deepEqual(await closed, [0, null]);
  });
});
