// Running other programs: live output, no standard input, and never a silent minute.
import { spawn, spawnSync } from 'node:child_process';
import { isCollected, write } from './output.mjs';
import { root } from './paths.mjs';
import { detail, seconds } from './terminal.mjs';

const HEARTBEAT_MS = 15_000;
/** What the development dependencies need; the package itself works from 20.0. */
const OLDEST_NODE = [20, 19];

/** What the person reads when a step fails; needs no stack. */
export class Failure extends Error {}

/**
 * Runs a program with its output on the terminal, or in the report of the suite that runs it.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs?: number, onOutput?: (text: string) => void,
 *   show?: (text: string) => string, quiet?: boolean }} [options] `onOutput` gets what the program writes to standard
 *   output; `show` turns that into what is printed of it; `quiet` prints nothing; an `env` value of `undefined` removes
 *   the variable
 * @returns {Promise<number>} the exit code
 */
export function runForCode(program, args, options = {}) {
  const { cwd = root, env = {}, timeoutMs, quiet = false } = options;
  const piped = Boolean(options.onOutput ?? options.show) || quiet || isCollected();
  const stream = piped ? 'pipe' : 'inherit';
  const child = spawn(program, args, { cwd, env: mergedEnv(env), stdio: ['ignore', stream, stream] });
  const lastOutput = listen(child, options);
  const started = performance.now();
  const heartbeat = setInterval(() => {
    const silent = performance.now() - lastOutput() >= HEARTBEAT_MS;
    if (piped && silent && !isCollected()) detail(`${nameOf(program)} is still running (${seconds(started)})`);
  }, HEARTBEAT_MS);
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGTERM'), timeoutMs);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Failure(`${program} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  }).finally(() => {
    clearInterval(heartbeat);
    clearTimeout(timer);
  });
}

const nameOf = (program) => program.split('/').at(-1);

/** Hands on what a piped program writes; the function that is returned tells when it last did. */
function listen(child, { onOutput, show = (text) => text, quiet = false }) {
  let last = performance.now();
  const forward = (text) => {
    last = performance.now();
    if (!quiet && text !== '') write(text);
  };
  child.stderr?.setEncoding('utf8').on('data', forward);
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    onOutput?.(text);
    forward(show(text));
  });
  return () => last;
}

/** Like {@link runForCode}, but a non-zero exit code is a {@link Failure}. */
export async function run(program, args, options = {}) {
  const code = await runForCode(program, args, options);
  if (code !== 0) throw new Failure(`${[program, ...args].join(' ')} ended with code ${code}`);
}

/**
 * The trimmed standard output of a short command, or null when it is missing or fails.
 *
 * `withErrors` adds what it wrote as errors, `evenIfFailed` gives the output of a command that failed too.
 */
export function capture(program, args, options = {}) {
  const result = spawnSync(program, args, {
    cwd: options.cwd ?? root,
    env: mergedEnv(options.env ?? {}),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', options.withErrors ? 'pipe' : 'ignore'],
    timeout: 60_000,
  });
  if (result.error || (result.status !== 0 && !options.evenIfFailed)) return null;
  return (result.stdout + (options.withErrors ? result.stderr : '')).trim();
}

/** Runs a script's main function; a {@link Failure} is printed without a stack. It ends where nobody reads on. */
export async function main(work) {
  process.stdout.on('error', endUnread);
  try {
    checkNode();
    await work();
  } catch (error) {
    console.error(`\nerror: ${error instanceof Failure ? error.message : (error?.stack ?? error)}`);
    process.exitCode = 1;
  }
}

/** Whoever reads the first lines alone, as `head` does, closes the pipe. */
function endUnread(error) {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Failure(
      `Node ${process.versions.node} is too old to build with; it takes ${OLDEST_NODE.join('.')} or newer`,
    );
  }
}

function mergedEnv(changes) {
  const env = { ...process.env, ...changes };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
  return env;
}
