#!/usr/bin/env node
/**
 * `npx idsnap-proxy-check URL [--header 'Cookie: session=1'] [--vendors a,b] [--handover]`: attacks a proxy of any make. Every
 * request of it must be refused, so no vendor is called, nothing is billed and no handover begins. With `--handover` there has to
 * be a relay at `handover` below the address. `--openapi` prints the wire as OpenAPI 3.1.
 *
 * It ends with 0 when all checks passed, 1 when some did not, 2 when it was called wrongly or the proxy wants a session,
 * and 3 when there is no proxy at the address.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { causeCodes } from '../causes.js';
import { GATEWAYS, type GatewayRegistry } from '../gateways.js';
import { checksOf, pathOfPost } from './attacks.js';
import { handoverChecks } from './handover.js';
import { openApi } from './openapi.js';
import { problemOfAddress, reach, sentenceOf } from './reach.js';
import { Target } from './target.js';

const FAILED = 1;
const WRONG_USE = 2;
const NO_PROXY = 3;
const USAGE = `idsnap-proxy-check URL [--header 'Name: value']... [--vendors id,id] [--handover]
idsnap-proxy-check --openapi
idsnap-proxy-check --help
`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      header: { type: 'string', multiple: true, default: [] },
      vendors: { type: 'string' },
      handover: { type: 'boolean', default: false },
      openapi: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    print(USAGE.trimEnd());
    return 0;
  }
  if (values.openapi) {
    print(JSON.stringify(openApi(GATEWAYS, versionOf()), undefined, 2));
    return 0;
  }
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw new WrongUse('name one address');
  const registry = values.vendors === undefined ? GATEWAYS : only(values.vendors.split(','));
  const headers = headersOf(values.header);
  const problem = problemOfAddress(url);
  if (problem !== undefined) {
    process.stderr.write(`no proxy was checked: ${problem}\n`);
    return NO_PROXY;
  }
  return check(new Target(url, headers), registry, values.handover);
}

async function check(target: Target, registry: GatewayRegistry, withHandover: boolean): Promise<number> {
  const reached = await reach(target, pathOfPost(registry));
  if (reached === 'locked') {
    print('the proxy takes none of these requests: name a session with --header');
    return WRONG_USE;
  }
  if (reached !== 'proxy') {
    process.stderr.write(`no proxy was found at ${target.url}: ${reached.problem}\n`);
    return NO_PROXY;
  }
  let failed = 0;
  const checks = [...checksOf(registry), ...(withHandover ? handoverChecks() : [])];
  for (const { name, run } of checks) {
    const problem = await run(target).catch((error: unknown) => `it failed: ${sentenceOf(error)}`);
    if (problem === undefined) continue;
    failed += 1;
    print(`✗ ${name}: ${problem}`);
  }
  print(`${(checks.length - failed).toString()} of ${checks.length.toString()} checks passed`);
  return failed === 0 ? 0 : FAILED;
}

/** The command was called in a way that it does not know. */
class WrongUse extends Error {}

const HEADER = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*([\x20-\x7e\x80-\xff]*?)\s*$/;

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value = ''] = HEADER.exec(line) ?? [];
      // What was given may hold a session, so it is not repeated.
      if (name === undefined) throw new WrongUse("a header is written as 'Name: value'");
      return [name.toLowerCase(), value];
    }),
  );
}

function only(ids: readonly string[]): GatewayRegistry {
  const known = Object.values(GATEWAYS).map(({ id }): string => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new WrongUse(`there is no vendor "${unknown}"; there are: ${known.join(', ')}`);
  return Object.fromEntries(Object.entries(GATEWAYS).filter(([, { id }]) => ids.includes(id)));
}

function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

// Should the program end before its work does, nothing was found to be well.
process.exitCode = FAILED;
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isWrongUse = error instanceof WrongUse || causeCodes(error).some((code) => /^ERR_PARSE_ARGS_/.test(code));
    process.stderr.write(isWrongUse ? `${(error as Error).message}\n${USAGE}` : `it failed: ${sentenceOf(error)}\n`);
    process.exitCode = isWrongUse ? WRONG_USE : FAILED;
  },
);
