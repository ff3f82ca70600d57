// The Rust compiler for this machine, with clippy and rustfmt.
import { capture, Failure, runForCode } from '../lib/process.mjs';
import { findProgram } from '../lib/paths.mjs';
import { done, step } from '../lib/terminal.mjs';
import {
  ensureSystemRust,
  isNewEnough,
  isSystemReady,
  minimumRust,
  missingSystemRust,
  SYSTEM_RUSTC,
  systemEnv,
} from './wasm.mjs';

const COMPONENTS = ['clippy', 'rustfmt'];

/** What is not there yet; null when cargo, clippy and rustfmt are. */
export function missingHostRust() {
  const rustc = findProgram('rustc');
  if (!rustc || !isNewEnough(rustc)) return isSystemReady() ? null : missingSystemRust();
  const missing = COMPONENTS.filter((name) => !hasComponent(name, {}));
  if (missing.length === 0) return null;
  return { what: `${missing.join(' and ')}, with rustup`, where: 'the toolchain', size: '30 MB', time: 'seconds' };
}

/**
 * Finds cargo with clippy and rustfmt, adding with rustup or apt what is missing.
 *
 * @returns {Promise<{ env: Record<string, string | undefined> }>} the environment in which to call cargo
 */
export async function ensureHostRust() {
  const rustc = findProgram('rustc');
  const env = rustc && isNewEnough(rustc) ? {} : systemEnv();
  if (Object.keys(env).length > 0) await ensureSystemRust();
  for (const component of COMPONENTS) await ensureComponent(component, env);
  const version = capture('cargo', ['--version'], { env });
  if (version === null) throw new Failure(`Rust ${minimumRust()} or newer is needed: https://rustup.rs`);
  done(`${version} with clippy and rustfmt`);
  return { env };
}

const commandOf = (component) => (component === 'rustfmt' ? 'fmt' : component);
const hasComponent = (name, env) => capture('cargo', [commandOf(name), '--version'], { env }) !== null;

async function ensureComponent(name, env) {
  if (hasComponent(name, env)) return;
  if (!findProgram('rustup'))
    throw new Failure(`cargo ${commandOf(name)} is missing; install ${name} for ${SYSTEM_RUSTC}`);
  step(`adding ${name} with rustup`);
  await runForCode('rustup', ['component', 'add', name]);
}
