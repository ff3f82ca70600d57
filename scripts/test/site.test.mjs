import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { brokenLinks } from '../site/links.mjs';
import { sizesPage } from '../site/sizes.mjs';

/** The broken links of a site of these files. */
function broken(files) {
  const folder = mkdtempSync(join(tmpdir(), 'idsnap-links-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const found = brokenLinks(folder);
  rmSync(folder, { recursive: true });
  return found;
}

describe('the site of the documentation', () => {
  it('follows links to pages, headings, folders and pictures', () => {
    const page = `<h2 id="one">1</h2> <a href="/sub/">a</a> <a href="./sub/x.html#two">b</a> <a href="#one">c</a>
      <img src="/assets/a.webp"> <a href="https://example.com/nothing">d</a> <img src="data:,">`;
    const files = { 'sub/index.html': '', 'sub/x.html': '<h2 id="two">2</h2><a href="../index.html">e</a>' };
    const site = { 'index.html': page, 'assets/a.webp': '', ...files };
    assert.deepEqual(broken(site), { broken: [], count: 7 });
  });

  it('names each link that leads nowhere, with its page', () => {
    const page = '<a href="./gone.html">a</a> <a href="./there.html#gone">b</a> <img src="gone.webp"> <a href="">c</a>';
    assert.deepEqual(broken({ 'index.html': page, 'there.html': '<h2 id="here">h</h2>' }).broken, [
      'index.html: ./gone.html',
      'index.html: ./there.html#gone',
      'index.html: gone.webp',
      'index.html: ',
    ]);
  });

  it('has the sizes of the last builds beside one another, with gaps where a part was not there', () => {
    const row = (commit, parts) => ({ version: '1.0.0', commit, date: '2026-01-01', parts });
    const page = sizesPage([row('x', { old: 1234 }), row('y', { old: 1000, added: 5 })]);
    assert.match(page, /\| part \| 1\.0\.0 \(x, 2026-01-01\) \| 1\.0\.0 \(y, 2026-01-01\) \|/);
    assert.match(page, /\| old \| 1\.23 \| 1\.00 \|\n\| added \| {2}\| 0\.01 \|/);
  });
});
