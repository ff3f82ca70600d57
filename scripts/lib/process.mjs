// Running other programs: live output, no standard input, and never a silent minute.
import { spawn, spawnSync } from 'node:child_process';
import { root } from './paths.mjs';
import { detail, seconds } from './terminal.mjs';

const HEARTBEAT_MS = 15_000;
/** What the development dependencies need; the package itself works from 20.0. */
const OLDEST_NODE = [20, 19];

/** What the person reads when a step fails; needs no stack. */
export class Failure extends Error {}

/**
 * Runs a program with its output on the terminal.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs?: number, onOutput?: (text: string) => void,
 *   quiet?: boolean }} [options] `onOutput` gets a copy of what is printed on standard output; `quiet` prints nothing; an `env` value of
 *   `undefined` removes the variable
 * @returns {Promise<number>} the exit code
 */
export function runForCode(program, args, options = {}) {
  const { cwd = root, env = {}, timeoutMs, onOutput, quiet = false } = options;
  const piped = Boolean(onOutput) || quiet;
  const started = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: mergedEnv(env),
    stdio: ['ignore', piped ? 'pipe' : 'inherit', piped ? 'pipe' : 'inherit'],
  });
  let lastOutput = performance.now();
  const listen = (stream, target) =>
    stream?.setEncoding('utf8').on('data', (text) => {
      lastOutput = performance.now();
      if (!quiet) target.write(text);
      if (target === process.stdout) onOutput?.(text);
    });
  listen(child.stdout, process.stdout);
  listen(child.stderr, process.stderr);
  const heartbeat = setInterval(() => {
    const silent = performance.now() - lastOutput >= HEARTBEAT_MS;
    if (piped && silent) detail(`${program.split('/').at(-1)} is still running (${seconds(started)})`);
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

/** Runs a script's main function; a {@link Failure} is printed without a stack. */
export async function main(work) {
  try {
    checkNode();
    await work();
  } catch (error) {
    console.error(`\nerror: ${error instanceof Failure ? error.message : (error?.stack ?? error)}`);
    process.exitCode = 1;
  }
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
