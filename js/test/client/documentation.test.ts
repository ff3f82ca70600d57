// What an editor shows of the client: its types are derived, and their documentation comes from the core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FILE = fileURLToPath(new URL('documented.ts', import.meta.url));

/** The documentation that an editor shows for the last name of an expression. */
function documentationOf(expression: string): string {
  const start = `import { createClient } from 'idsnap';\nconst client = createClient({ endpoint: '/id' });\n`;
  const text = `${start}void ${expression};\n`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    types: [],
  };
  const read = (path: string): string | undefined => (path === FILE ? text : ts.sys.readFile(path));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const content = read(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === FILE || ts.sys.fileExists(path),
    readFile: read,
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  });
  const info = service.getQuickInfoAtPosition(FILE, start.length + 'void '.length + expression.lastIndexOf('.') + 1);
  return ts.displayPartsToString(info?.documentation);
}

describe('what an editor shows of the client', () => {
  const declared = readFileSync(new URL('../../pkg/idsnap.d.ts', import.meta.url), 'utf8');

  it('is the documentation of the core’s declaration', () => {
    for (const [expression, documentation] of [
      ['client.zoloz', /^ZOLOZ: ID Recognition\./],
      ['client.zoloz.recognize', /^Reads a document and checks it against forgery/],
      ['client.biometricKz.parseDocument', /^Reads one document from its front, its back or both/],
      ['client.cvs.build.card', /^Reads one side, or a PDF/],
      ['client.beorg.parse.getResult', /the result, or `state: "pending"`/],
    ] as const) {
      const shown = documentationOf(expression);
      assert.match(shown, documentation, expression);
      assert.ok(
        declared.includes(shown.split('\n')[0] ?? '-'),
        `${expression} is not documented by the core: ${shown}`,
      );
    }
  });

  it('is that of the calls that are polled, and of what all vendors have', () => {
    assert.match(documentationOf('client.beorg.recognize'), /^Uploads documents, then asks until there is a result/);
    assert.match(documentationOf('client.zoloz.recognizeAsync'), /^The same in two steps/);
    assert.match(documentationOf('client.cvs.build'), /^Makes the vendor's request/);
  });
});
