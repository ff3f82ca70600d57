import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { ProxyLogEntry } from 'idsnap/proxy';
import { GATEWAYS } from '../../src/proxy/gateways.js';
import { proxyOf } from '../../src/proxy/handler.js';
import { sandboxOf } from '../../src/sandbox/sandbox.js';
import { SIMULATORS } from '../../src/sandbox/simulators.js';
import { acme as acmeGateway } from '../vendors/acme/gateway.js';
import { acme as acmeSimulator } from '../vendors/acme/simulator.js';
import { assertRefused, post, request } from './support.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('a fifth vendor', () => {
  const createProxy = proxyOf({ ...GATEWAYS, acme: acmeGateway });
  const createSandbox = sandboxOf({ ...SIMULATORS, acme: acmeSimulator });

  it('goes through the proxy to its simulator, beside the others', async () => {
    const sandbox = await createSandbox({ scenario: { acme: 'torn' }, polls: 1 });
    const log: (string | undefined)[] = [];
    const owned: string[] = [];
    const proxy = createProxy({
      ...sandbox.credentials,
      authorize: 'anyone',
      fetch: sandbox.fetch,
      log: ({ vendor, operation }) => log.push(vendor, operation),
      ownership: { remember: ({ vendor, id }) => void owned.push(`${vendor} ${id}`), owns: ({ id }) => id === 'c1' },
    });
    const submitted = await proxy(post('/acme/v1/cards', '{"image":"AAAA"}'));
    assert.deepEqual(await submitted.json(), { card: 'c1' });
    assert.equal((await proxy(request('/acme/v1/cards/c1'))).status, 202);
    assert.deepEqual(await (await proxy(request('/acme/v1/cards/c1'))).json(), { card: 'c1', state: 'torn' });
    await assertRefused(await proxy(request('/acme/v1/cards/c2')), 403, 'unauthorized');
    assert.deepEqual(owned, ['acme c1']);
    assert.deepEqual(log.slice(0, 2), ['acme', 'submit']);
    assert.equal((await proxy(request('/beorg/api/document/result/s-1'))).status, 403);
    assert.deepEqual(sandbox.scenarios.acme.slice(-1), ['torn']);
    assert.equal((await sandbox.fetch('https://acme.example/v1/cards/c1')).status, 401);
  });

  it('has its secret names refused wherever they stand, for every vendor', async () => {
    const sandbox = await createSandbox();
    const proxy = createProxy({ ...sandbox.credentials, authorize: 'anyone', fetch: sandbox.fetch });
    await assertRefused(await proxy(post('/acme/v1/cards', '{"Acme_Key":"x"}')), 400, 'secret_in_request');
    await assertRefused(await proxy(request('/cvs/api/v2/ekyc/cards?acme_key=x')), 400, 'secret_in_request');
    assert.equal(sandbox.calls.length, 0);
  });

  it('is refused by the name of its option', () => {
    assert.throws(
      () => createProxy({ authorize: 'anyone', acme: { acmeKey: '' } }),
      /the option acme\.acmeKey is missing or empty/,
    );
    const acme = { acmeKey: 'k', apiKey: 'x' };
    assert.throws(() => createProxy({ authorize: 'anyone', acme }), /the option acme\.apiKey is not known/);
    // @ts-expect-error: the fifth vendor has no such option
    const options: Parameters<typeof createProxy>[0] = { authorize: 'anyone', acme: { acmeKey: 'k', apiKey: 'x' } };
    assert.equal(Object.keys(options).length, 2);
    assert.throws(() => createProxy({ authorize: 'anyone' }), /give zoloz, beorg, biometricKz, cvs or acme\.$/);
  });

  it('has types that follow from the registry', () => {
    const right: ProxyLogEntry<'acme'>['vendor'] = 'acme';
    // @ts-expect-error: the package has no vendor of this name
    const wrong: ProxyLogEntry['vendor'] = 'acme';
    assert.equal(right, wrong);
  });
});

describe('the rooms of the vendors', () => {
  const names = Object.entries(GATEWAYS).flatMap(([option, { id, name }]) => [option, id, name]);
  const anyName = new RegExp(names.map((name) => name.replace('.', '\\.')).join('|'), 'i');
  const filesOf = (folder: string) =>
    readdirSync(join(root, 'js/src', folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  const linesOf = (file: string) => readFileSync(join(root, 'js/src', file), 'utf8').split('\n');

  /** A line of a registry: the import of a vendor, its documentation, or its entry. */
  const REGISTRY_LINE =
    /^import \{ \w+ \} from '\.\.\/vendors\/[a-z-]+\/(?:gateway|simulator)\.js';$|^ {2}\/\*\* The account at [\w .()]+\. \*\/$|^ {2}\w+,$/;
  /** The public types of a vendor's options, and the example above them. */
  const INDEX_LINE = /^export type \{ [\w, ]+ \} from '\.\.\/vendors\/[a-z-]+\/gateway\.js';$|^ \* {3}zoloz: \{/;

  it('are named by generic code in the registries alone', () => {
    const allowed: Readonly<Record<string, RegExp>> = {
      'proxy/gateways.ts': REGISTRY_LINE,
      'sandbox/simulators.ts': REGISTRY_LINE,
      'proxy/index.ts': INDEX_LINE,
    };
    const generic = [...filesOf('proxy'), ...filesOf('sandbox')].filter((file) => file.endsWith('.ts'));
    assert(generic.length >= 25, `${generic.length.toString()} files were read`);
    const named = generic.flatMap((file) => {
      const lines = linesOf(file).filter((line) => anyName.test(line));
      return lines.filter((line) => allowed[file]?.test(line) !== true).map((line) => `${file}: ${line.trim()}`);
    });
    assert.deepEqual(named, []);
    for (const file of Object.keys(allowed))
      assert(
        linesOf(file).some((line) => anyName.test(line)),
        file,
      );
  });

  it('import neither each other, nor the client, nor the engine', () => {
    const files = filesOf('vendors').filter((file) => /\/(?:gateway|signing|keys|simulator[a-z-]*)\.ts$/.test(file));
    assert.equal(files.filter((file) => file.endsWith('/gateway.ts')).length, names.length / 3);
    for (const file of files) {
      const side = /\/simulator[a-z-]*\.ts$/.test(file) ? 'sandbox' : 'proxy';
      const own = side === 'sandbox' ? /^\.\/simulator[a-z-]*\.js$/ : /^\.\/(?!simulator|client)[a-z-]+\.js$/;
      for (const line of linesOf(file)) {
        const path = /(?:from|import) '([^']+)'/.exec(line)?.[1];
        if (path === undefined) continue;
        // The core's declaration of the vendor, which is data.
        if (side === 'proxy' && path === '../../../pkg/operations.js') continue;
        assert(own.test(path) || path.startsWith(`../../${side}/`), `${file} imports ${path}`);
      }
    }
  });
});

describe('an editor', () => {
  const source = `
    import { createProxy } from 'idsnap/proxy';
    import { createSandbox } from 'idsnap/sandbox';
    createProxy({ authorize: 'anyone', zoloz: { baseUrl: '', clientId: '', privateKey: '' }, biometricKz: { apiKey: '' } });
    export const { credentials } = await createSandbox();
    export const key = credentials.zoloz.vendorPublicKey;
  `;
  const file = join(root, 'js/test/hover.ts');

  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = name === file ? source : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? source : ts.sys.readFile(name)),
  };
  const service = ts.createLanguageService(host);

  const shown: [text: string, documentation: RegExp][] = [
    ['zoloz: {', /^The account at ZOLOZ\.$/],
    ['biometricKz: {', /^The account at Biometric\.kz\.$/],
    ['clientId:', /^The 16 digits of your account\.$/],
    ['apiKey:', /^The "Backend Api Key" of your account/],
    ['zoloz.vendor', /^The account at ZOLOZ\.$/],
    ['vendorPublicKey;', /^SPKI PEM\.$/],
  ];
  for (const [text, documentation] of shown) {
    it(`shows the documentation of ${text}`, () => {
      const info = service.getQuickInfoAtPosition(file, source.indexOf(text));
      assert.match(ts.displayPartsToString(info?.documentation), documentation);
    });
  }
});
