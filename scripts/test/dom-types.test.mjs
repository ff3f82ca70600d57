import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withDomTypes } from '../build/dom-types.mjs';

describe('the declarations of a project without the DOM', () => {
  it('bring along the types that they name, and those alone', () => {
    const made = withDomTypes('/** A VideoFrame. */\nexport type Source = Blob | ImageBitmap;\n');
    assert.match(made, /\| ImageBitmap;\ntype ImageBitmap = typeof globalThis extends \{ ImageBitmap: /);
    assert.ok(made.endsWith('\nexport {};\n'));
    assert.doesNotMatch(made, /type VideoFrame/);
  });

  it('name what is in a namespace by one word', () => {
    const made = withDomTypes('export declare const module: WebAssembly.Module;');
    assert.match(made, /module: WebAssemblyModule;\ntype WebAssemblyModule = /);
  });

  it('stay as they are where they name none', () => {
    for (const text of ['export declare function createImageBitmap(): void;\n', "export type Tag = 'ImageBitmap';\n"])
      assert.equal(withDomTypes(text), text);
  });
});
