// Compiles the examples of the documentation against the built package, each as a module of its own.
//
// TypeScript is checked strictly, JavaScript as a project without types checks it. The names of scripts/examples/prelude
// stand for what the page around an example has. An example without an import of the package is a fragment: names of the
// package are imported for it.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';

const PRELUDE = filesBelow(inRoot('scripts', 'examples', 'prelude'));
const FOLDER = inRoot('target', 'examples');
const EXTENSIONS = { js: 'mjs', ts: 'mts', tsx: 'tsx' };

/**
 * Compiles examples; gives what is wrong with each, in the order of the list.
 *
 * @param {(import('./extract.mjs').Example & { file: string })[]} examples
 * @returns {Promise<string[][]>} sentences that name file and line
 */
export async function compile(examples) {
  const { default: ts } = await import('typescript');
  const names = publicNames(ts);
  rmSync(FOLDER, { recursive: true, force: true });
  const modules = examples.map((example, index) => ({ ...example, path: write(example, index, names) }));
  const [strict, loose] = [true, false].map((isStrict) => {
    const files = modules.filter(({ language }) => (language !== 'js') === isStrict);
    return files.length === 0 ? new Map() : diagnose(ts, files, isStrict);
  });
  return modules.map((module) => strict.get(module.path) ?? loose.get(module.path) ?? []);
}

const settings = (ts) => ({
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ['node'],
  jsx: ts.JsxEmit.ReactJSX,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
});
const STRICT = { strict: true, noImplicitOverride: true };
const LOOSE = { strict: false, noImplicitAny: false };

/** Every name that an entry of the package exports, and the entry. */
function publicNames(ts) {
  const { name, exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([, target]) => target.types !== undefined);
  const paths = entries.map(([, { types }]) => inRoot(types));
  const program = ts.createProgram(paths, settings(ts));
  const checker = program.getTypeChecker();
  const names = new Map();
  entries.forEach(([entry], index) => {
    const symbol = checker.getSymbolAtLocation(program.getSourceFile(paths[index]));
    for (const { name: exported } of checker.getExportsOfModule(symbol))
      if (!names.has(exported)) names.set(exported, name + entry.slice(1));
  });
  return names;
}

/** Writes an example as a module; the imports of a fragment stand in its first line, so that lines keep their numbers. */
function write({ file, line, language, code }, index, names) {
  const folder = join(FOLDER, language === 'js' ? 'js' : 'ts');
  mkdirSync(folder, { recursive: true });
  for (const path of PRELUDE) copyFileSync(path, join(folder, basename(path)));
  const path = join(folder, `${file.replace(/[\\/.]/g, '-')}-${line}-${index}.${EXTENSIONS[language]}`);
  writeFileSync(path, `${/\bfrom 'idsnap|^\s*import 'idsnap/m.test(code) ? '' : importsOf(code, names)}${code}`);
  return path.replaceAll('\\', '/');
}

function importsOf(code, names) {
  const used = [...new Set(code.match(/[A-Za-z_$][\w$]*/g))].filter((word) => names.has(word));
  return used.map((word) => `import { ${word} } from '${names.get(word)}'; `).join('');
}

function diagnose(ts, modules, isStrict) {
  const options = { ...settings(ts), ...(isStrict ? STRICT : LOOSE) };
  const preludes = PRELUDE.map((path) => join(FOLDER, isStrict ? 'ts' : 'js', basename(path)));
  const program = ts.createProgram([...modules.map(({ path }) => path), ...preludes], options);
  const found = new Map(modules.map(({ path }) => [path, []]));
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const module = modules.find(({ path }) => path === diagnostic.file?.fileName);
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    if (!module) throw new Error(`${diagnostic.file?.fileName ?? root}: ${text}`);
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    found.get(module.path).push(`${module.file}:${module.line + line}: ${text}`);
  }
  return found;
}
