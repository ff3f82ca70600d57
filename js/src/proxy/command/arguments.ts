import { parseArgs } from 'node:util';

/** What `--help` prints. */
export const USAGE = `idsnap-proxy [CONFIG]

The proxy as a process of its own. CONFIG is a file of JSON, or a module (.js, .mjs) whose default export is an
object with the options of createProxy. Variables of the environment set the same: IDSNAP_AUTHORIZE is authorize,
IDSNAP_TIMEOUT_MS is timeoutMs, and with _FILE behind the name the value is the content of that file.

  IDSNAP_AUTHORIZE   who may call: an address that is asked, or anyone; required
  IDSNAP_PORT        where it listens; default 8080
  IDSNAP_HOST        on which address; default 0.0.0.0
  IDSNAP_CONFIG      the same as CONFIG

  --help             this text

It writes one line of JSON for each event to standard output, and ends with 1 when it cannot start.
`;

/** Reads the command line: the config file, or that the help is wanted. @throws `TypeError` for anything else. */
export function readArguments(args: readonly string[]): { file: string | undefined; isHelp: boolean } {
  const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
  const { values, positionals } = parsed(() => parseArgs({ args: [...args], options, allowPositionals: true }));
  const [file, ...more] = positionals;
  if (more.length > 0) throw wrongUse();
  return { file, isHelp: values.help };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw wrongUse(cause);
  }
}

/** What was given may be a secret, so it is not repeated. */
const wrongUse = (cause?: unknown): TypeError =>
  new TypeError('idsnap-proxy: it takes one config file, and no option but --help.', { cause });
