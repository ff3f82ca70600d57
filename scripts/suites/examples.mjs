// Every example of the documentation compiles against the built package.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { compile } from '../examples/compile.mjs';
import { fromMarkdown, fromTypeScript } from '../examples/extract.mjs';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';
import { detail, failed, warn } from '../lib/terminal.mjs';

/** Pages at the root are read too; the changelog tells of what was. */
const pages = () => [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md']
    .map((name) => inRoot(name))
    .filter((path) => existsSync(path)),
  ...filesBelow(inRoot('docs'), '.md'),
];
const sources = () => filesBelow(inRoot('js', 'src'), '.ts');

function readExamples() {
  const read = (path, extract) =>
    extract(readFileSync(path, 'utf8')).map((example) => ({
      ...example,
      file: relative(root, path).split(/[\\/]/).join('/'),
    }));
  return [
    ...pages().flatMap((path) => read(path, fromMarkdown)),
    ...sources().flatMap((path) => read(path, fromTypeScript)),
  ];
}

async function run(context) {
  await context.dist();
  const examples = readExamples();
  for (const { file, line, reason } of examples) if (reason) warn(`${file}:${line} is not compiled: ${reason}`);
  const compiled = examples.filter(({ reason }) => reason === undefined);
  const results = await compile(compiled);
  results.forEach((findings, index) => {
    const { file, line } = compiled[index];
    if (findings.length > 0) failed(findings.join('\n    '));
    else detail(`✓ ${file}:${line}`);
  });
  const bad = results.filter((findings) => findings.length > 0).length;
  return { passed: results.length - bad, failed: bad };
}

export const examplesSuite = {
  name: 'examples',
  title: 'examples of the documentation, compiled against the built package',
  files: 'docs/*.md, js/src/**',
  needs: ['npm', 'dist'],
  isPresent: () => sources().length > 0,
  run,
};
