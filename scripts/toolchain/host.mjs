// The Rust compiler for this machine, with clippy and rustfmt.
import { capture, Failure, runForCode } from '../lib/process.mjs';
import { findProgram } from '../lib/paths.mjs';
import { done, step } from '../lib/terminal.mjs';
import { ensureSystemRust, isNewEnough, minimumRust, SYSTEM_RUSTC, systemEnv } from './wasm.mjs';

/**
 * Finds cargo with clippy and rustfmt, adding with rustup or apt what is missing.
 *
 * @returns {Promise<{ env: Record<string, string | undefined> }>} the environment in which to call cargo
 */
export async function ensureHostRust() {
  const rustc = findProgram('rustc');
  const env = rustc && isNewEnough(rustc) ? {} : systemEnv();
  if (Object.keys(env).length > 0) await ensureSystemRust();
  for (const component of ['clippy', 'rustfmt']) await ensureComponent(component, env);
  const version = capture('cargo', ['--version'], { env });
  if (version === null) throw new Failure(`Rust ${minimumRust()} or newer is needed: https://rustup.rs`);
  done(`${version} with clippy and rustfmt`);
  return { env };
}

async function ensureComponent(name, env) {
  const command = name === 'rustfmt' ? 'fmt' : name;
  if (capture('cargo', [command, '--version'], { env }) !== null) return;
  if (!findProgram('rustup')) throw new Failure(`cargo ${command} is missing; install ${name} for ${SYSTEM_RUSTC}`);
  step(`adding ${name} with rustup`);
  await runForCode('rustup', ['component', 'add', name]);
}
