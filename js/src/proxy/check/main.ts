#!/usr/bin/env node
/**
 * `npx idsnap-proxy-check URL [--header 'Cookie: session=1'] [--vendors a,b]`: attacks a proxy of any make. Every request
 * of it must be refused, so no vendor is called and nothing is billed. `--openapi` prints the wire as OpenAPI 3.1.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GATEWAYS, type GatewayRegistry } from '../gateways.js';
import { checksOf } from './attacks.js';
import { openApi } from './openapi.js';
import { Target } from './target.js';

const USAGE = `idsnap-proxy-check URL [--header 'Name: value']... [--vendors id,id]
idsnap-proxy-check --openapi
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
      openapi: { type: 'boolean', default: false },
    },
  });
  if (values.openapi) {
    print(JSON.stringify(openApi(GATEWAYS, versionOf()), undefined, 2));
    return 0;
  }
  const [url] = positionals;
  if (url === undefined || !URL.canParse(url)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const target = new Target(url, headersOf(values.header));
  return check(target, values.vendors === undefined ? GATEWAYS : only(values.vendors.split(',')));
}

async function check(target: Target, registry: GatewayRegistry): Promise<number> {
  if ((await target.ask('/nothing/at/all')).status === 401) {
    print('the proxy takes none of these requests: name a session with --header');
    return 2;
  }
  let failed = 0;
  const checks = checksOf(registry);
  for (const { name, run } of checks) {
    const problem = await run(target).catch((error: unknown) => `it failed: ${(error as Error).name}`);
    if (problem === undefined) continue;
    failed += 1;
    print(`✗ ${name}: ${problem}`);
  }
  print(`${(checks.length - failed).toString()} of ${checks.length.toString()} checks passed`);
  return failed === 0 ? 0 : 1;
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function only(ids: readonly string[]): GatewayRegistry {
  return Object.fromEntries(Object.entries(GATEWAYS).filter(([, { id }]) => ids.includes(id)));
}

function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    process.exitCode = 2;
  },
);
