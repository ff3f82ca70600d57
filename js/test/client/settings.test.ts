// That settings of the engine which change take no call with them. Each case is a process of its own, for an engine that is
// loaded stays.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { plainPng } from '../fixtures.js';
import { serve } from '../proxy/servers.js';
import { json } from './support.js';

const run = promisify(execFile);
const dist = new URL('../../../dist/', import.meta.url);

const origin = await serve((request, response) => {
  request.resume().on('end', () => {
    json(response, { document_id: 's-1' });
  });
});

/** What a script says, which calls `add(init)`: an upload by a client with these settings. */
async function said(script: string): Promise<string> {
  const whole = `
    import { createClient, dispose, init, prepareImage } from 'idsnap';
    const origin = ${JSON.stringify(origin)};
    const wasmUrl = ${JSON.stringify(new URL('idsnap_bg.wasm', dist).href)};
    const image = Uint8Array.from([${String(plainPng(40, 30))}]);
    const clientOf = (init, more) => createClient({ endpoint: origin, ...(init && { init }), ...more });
    const add = (init, more) =>
      clientOf(init, more).beorg.addDocument({ documents: [{ image, type: 'PASSPORT', key: 'a' }] });
    const told = (calls) => Promise.allSettled(calls).then((all) =>
      console.log(all.map(({ reason }) => reason === undefined ? 'done' : reason.name === 'AbortError' ? reason.name : reason.code).join()));
    ${script}
    process.exit();`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', whole]);
  return stdout.trim();
}

describe('settings of the engine', () => {
  const cases: [name: string, script: string, expected: string][] = [
    ['of a client hold for its first call', 'await told([add({ worker: false })]);', 'done'],
    ['that name a file do so too', 'await told([add({ wasmUrl })]);', 'done'],
    [
      'are those of each client for its calls',
      'await told([add(), add({ worker: false }), add({ wasmUrl })]);',
      'done,done,done',
    ],
    [
      'of a client leave the calls of another alone',
      `let more; let go;
      const sent = new Promise((resolve) => { go = resolve; });
      const first = add(undefined, { onRequest: () => { more = [add({ worker: false }), prepareImage(image)]; go(); } });
      await sent; await told([first, ...more]);`,
      'done,done,done',
    ],
    [
      'that are given beside a call leave it alone',
      'await told([prepareImage(image), add(), init({ worker: false })]);',
      'done,done,done',
    ],
    [
      'that are right hold for the calls that wait for an engine by wrong ones',
      "const wrong = init({ wasmUrl: 'file:///nowhere/idsnap_bg.wasm' }); const call = prepareImage(image); init({}); await told([wrong, call]);",
      'engine_unavailable,done',
    ],
    [
      'outlive a dispose',
      'await told([add({ worker: false })]); dispose(); await told([add({ worker: false }), add()]);',
      'done\ndone,done',
    ],
    [
      'hold where a client only reads a response',
      'init({ wasmUrl: \'file:///nowhere/idsnap_bg.wasm\' }).catch(() => {}); await told([clientOf({}).beorg.parse.addDocument(200, \'{"document_id":"s-1"}\')]);',
      'done',
    ],
    ['are still ended by dispose', 'const call = add({ worker: false }); dispose(); await told([call]);', 'AbortError'],
  ];
  for (const [name, script, expected] of cases) {
    it(name, async () => {
      assert.equal(await said(script), expected);
    });
  }
});
