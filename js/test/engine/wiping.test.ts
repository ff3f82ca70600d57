// That nothing of a document stays in the memory of the core once it was used: the memory is searched for markers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import * as core from '../../pkg/idsnap.js';
import { concat, plainPng } from '../fixtures.js';

/** Texts that occur nowhere else. */
const MARKERS = {
  field: 'QZXWVMARKERFIELD',
  surname: 'QZXWVMARKERSURNAME',
  file: 'QZXWVMARKERFILEBYTES',
  option: 'QZXWVMARKERCAMERA',
};
/** A sample that an image of noise cannot repeat by chance. */
const PIXEL_RUN = Uint8Array.from([0x5a, 0xc3, 0x17, 0xff, 0x91, 0x2e, 0xd4, 0xff]);

let memory: WebAssembly.Memory;
before(() => {
  const file = (name: string): Buffer<ArrayBuffer> => readFileSync(new URL(`../../pkg/${name}`, import.meta.url));
  const first = core.initSync({ module: new WebAssembly.Module(file('idsnap_bg.wasm')) });
  new WebAssembly.Instance(new WebAssembly.Module(file('idsnap_vendors_bg.wasm')), { first: { ...first } });
  ({ memory } = first);
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** How often bytes stand in the memory of the core. */
function occurrences(marker: Uint8Array): number {
  const whole = Buffer.from(memory.buffer);
  let count = 0;
  for (let at = whole.indexOf(marker); at !== -1; at = whole.indexOf(marker, at + 1)) count += 1;
  return count;
}

/** A text in base64, at each of the three places that it may have in a group. */
function base64Forms(text: string): Uint8Array[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + text, 'latin1').toString('base64');
    // The first and last groups depend on the neighbours.
    return bytesOf(encoded.slice(4, -8));
  });
}

function nothingLeft(what: string, ...markers: Uint8Array[]): void {
  for (const marker of markers) assert.equal(occurrences(marker), 0, what);
}

/** An image that carries a marker behind its data. */
const marked = (): Uint8Array<ArrayBuffer> => concat([plainPng(40, 30), bytesOf(MARKERS.file.repeat(4))]);

function call(request: object): core.OperationCall {
  return { request: JSON.stringify(request), options: '{}', traceId: '0'.repeat(32) };
}

describe('the memory of the core', () => {
  it('can be searched at all', () => {
    assert.ok(occurrences(bytesOf('invalid_field')) > 0, 'a text of the module');
  });

  it('holds nothing of a request and its files once it is composed', () => {
    const request = { front: 0, docType: '00000001003', extra: { note: MARKERS.field } };
    const image = { field: 'request.front', bytes: marked() };
    const { request: made } = core.compose('zoloz.recognize', call(request), [image]);
    assert.ok(Buffer.from(made.body ?? []).includes(MARKERS.field), 'it was in the request');
    nothingLeft('a field', bytesOf(MARKERS.field));
    nothingLeft('a file', bytesOf(MARKERS.file));
    const base64 =
      Buffer.from(made.body ?? [])
        .toString('latin1')
        .match(/"frontPageImage":"(.{200})/)?.[1] ?? '';
    assert.equal(base64.length, 200);
    nothingLeft('base64', bytesOf(base64.slice(100)));
    nothingLeft('base64 of the file', ...base64Forms(MARKERS.file));
  });

  it('holds nothing of the pixels and of what was encoded of them', () => {
    const rgba = new Uint8Array(64 * 64 * 4);
    for (let at = 0; at < rgba.length; at += PIXEL_RUN.length) rgba.set(PIXEL_RUN, at);
    const [prepared] = core.prepare([{ field: 'source', bytes: rgba, width: 64, height: 64 }], '{}');
    assert.ok(prepared !== undefined && prepared.bytes.length > 300);
    nothingLeft('pixels', PIXEL_RUN);
    nothingLeft('the file that was made', prepared.bytes.subarray(-40, -8));
  });

  it('holds nothing of a response once it is read', () => {
    const response = {
      result: { resultStatus: 'S', resultCode: 'SUCCESS' },
      recognitionResult: 'Y',
      ocrResult: { LAST_NAME: MARKERS.surname },
    };
    const { documents } = core.parse(
      'zoloz.recognize',
      200,
      bytesOf(JSON.stringify(response)),
      '{"today":"2026-11-29"}',
    ) as {
      documents?: core.IdentityDocument[];
    };
    assert.equal(documents?.[0]?.surname?.value, MARKERS.surname);
    nothingLeft('a field of the document', bytesOf(MARKERS.surname));
  });

  it('holds nothing of what was refused', () => {
    const request = { front: 0, docType: '00000001003', [MARKERS.option]: MARKERS.field };
    assert.throws(() => {
      core.check('zoloz.recognize', call(request), 1);
    });
    nothingLeft('a refused field', bytesOf(MARKERS.field), bytesOf(MARKERS.option));
    assert.throws(() => core.prepare([{ field: 'source', bytes: bytesOf(MARKERS.file.repeat(9)) }], '{}'));
    nothingLeft('a file that is no image', bytesOf(MARKERS.file));
  });

  it('is given back when the instance goes, and the next one has its first size', () => {
    const first = core.memoryBytes();
    const large = new Uint8Array(30_000_000);
    assert.throws(() => core.prepare([{ field: 'source', bytes: large }], '{}'));
    assert.ok(core.memoryBytes() > 30_000_000);
    core.restart();
    assert.ok(core.memoryBytes() <= first);
  });
});
