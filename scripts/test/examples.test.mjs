import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromMarkdown, fromTypeScript } from '../examples/extract.mjs';

const FENCE = '```';

describe('examples of a page', () => {
  it('are its blocks of TypeScript and JavaScript, with the line of each', () => {
    const page = [
      '# Title',
      `${FENCE}js`,
      'one();',
      'two();',
      FENCE,
      `${FENCE}sh`,
      'npm start',
      FENCE,
      `${FENCE}tsx`,
      '<p />',
      FENCE,
    ];
    assert.deepEqual(fromMarkdown(page.join('\n')), [
      { line: 3, language: 'js', code: 'one();\ntwo();', reason: undefined },
      { line: 10, language: 'tsx', code: '<p />', reason: undefined },
    ]);
  });

  it('are the module scripts of a block of HTML', () => {
    const page = [
      `${FENCE}html`,
      '<p></p>',
      '<script type="module">',
      "  import 'idsnap/capture';",
      '</script>',
      FENCE,
    ];
    assert.deepEqual(fromMarkdown(page.join('\n')), [
      { line: 3, language: 'js', code: "\n  import 'idsnap/capture';\n", reason: undefined },
    ]);
  });

  it('have the reason for which they are not compiled, and only the next one has it', () => {
    const page = [
      '<!-- not compiled: it is half a file -->',
      '',
      `${FENCE}ts`,
      'a',
      FENCE,
      '',
      `${FENCE}ts`,
      'b',
      FENCE,
    ];
    assert.deepEqual(
      fromMarkdown(page.join('\n')).map(({ code, reason }) => [code, reason]),
      [
        ['a', 'it is half a file'],
        ['b', undefined],
      ],
    );
  });

  it('may be indented, as in a list', () => {
    assert.deepEqual(
      fromMarkdown(`- item\n\n  ${FENCE}ts\n  a();\n  ${FENCE}`).map(({ line, code }) => [line, code]),
      [[4, '  a();']],
    );
  });
});

describe('examples of doc comments', () => {
  it('end with the next tag', () => {
    const source = [
      'const x = 1;',
      '/**',
      ' * Says.',
      ' *',
      ' * @example',
      ' * say(',
      " *   'a',",
      ' * );',
      ' * @throws Never.',
      ' */',
    ];
    assert.deepEqual(fromTypeScript(source.join('\n')), [
      { line: 6, language: 'ts', code: "say(\n  'a',\n);", reason: undefined },
    ]);
  });

  it('may be fenced, with a tag or without', () => {
    const source = [
      '/**',
      ` * ${FENCE}ts`,
      ' * a();',
      ` * ${FENCE}`,
      ' */',
      '/**',
      ' * @example',
      ` * ${FENCE}js`,
      ' * b();',
      ` * ${FENCE}`,
      ' */',
    ];
    assert.deepEqual(
      fromTypeScript(source.join('\n')).map(({ line, language, code }) => [line, language, code]),
      [
        [3, 'ts', 'a();'],
        [9, 'js', 'b();'],
      ],
    );
  });

  it('are left out where they are markup alone', () => {
    assert.deepEqual(fromTypeScript('/**\n * @example\n * <id-capture></id-capture>\n */'), []);
  });
});
