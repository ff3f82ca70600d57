// Installing Debian and Ubuntu packages, without ever asking a question.
import { capture, Failure, run, runForCode } from '../lib/process.mjs';
import { findProgram } from '../lib/paths.mjs';
import { detail, step } from '../lib/terminal.mjs';

const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };

/** Whether this is a system with apt. */
export const hasApt = () => process.platform === 'linux' && findProgram('apt-get') !== null;

/**
 * Installs the first of several sets of packages of which every package exists.
 *
 * @param {string} why what the packages are for, shown to the person
 * @param {string[][]} alternatives
 */
export async function installPackages(why, alternatives) {
  const wanted = alternatives[0].join(' ');
  if (!hasApt()) throw new Failure(`${why}: please install it (on Debian and Ubuntu: ${wanted})`);
  const prefix = rootPrefix();
  if (!prefix) throw new Failure(`${why}: please run\n  sudo apt-get update && sudo apt-get install -y ${wanted}`);
  step(`${why}: asking apt for ${wanted}`);
  const code = await apt(prefix, ['update', '-q']);
  if (code !== 0) detail('apt-get update failed; trying with the package lists at hand');
  const packages = alternatives.find((names) => names.every(isAvailable));
  if (!packages)
    throw new Failure(
      `${why}: this system's apt knows none of: ${alternatives.map((names) => names.join(' ')).join(' | ')}`,
    );
  await run(prefix[0], [...prefix.slice(1), 'apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages], {
    env: APT_ENV,
  });
}

const apt = (prefix, args) => runForCode(prefix[0], [...prefix.slice(1), 'apt-get', ...args], { env: APT_ENV });

/** The words before a command that needs root: `env` when we are root, `sudo -n env` when it asks for no password. */
function rootPrefix() {
  const setting = 'DEBIAN_FRONTEND=noninteractive';
  if (process.getuid?.() === 0) return ['env', setting];
  if (findProgram('sudo') && capture('sudo', ['-n', 'true']) !== null) return ['sudo', '-n', 'env', setting];
  return null;
}

/** Whether apt could install the package. */
function isAvailable(name) {
  const policy = capture('apt-cache', ['policy', name], { env: { LC_ALL: 'C' } });
  return policy !== null && /Candidate: (?!\(none\))/.test(policy);
}
