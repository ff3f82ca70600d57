// What the declarations name of the DOM, where a project has no DOM library: a server that prepares images has none, and
// `skipLibCheck: false` would refuse the package.

/** Types that are classes as well: they are those of the project's library, and where it has none, nothing has the type. */
const CLASSES = [
  'CanvasRenderingContext2D',
  'HTMLCanvasElement',
  'HTMLImageElement',
  'HTMLVideoElement',
  'ImageBitmap',
  'ImageData',
  'OffscreenCanvas',
  'OffscreenCanvasRenderingContext2D',
  'VideoFrame',
  'XMLHttpRequest',
];
/** Types that are no classes, which only the library itself could name. */
const ALIASES = {
  BufferSource: 'ArrayBufferView | ArrayBuffer',
  PermissionState: "'denied' | 'granted' | 'prompt'",
  RequestInfo: 'Request | string',
  Transferable: 'object',
};

const ofClass = (path) => `typeof globalThis extends ${path} ? T : never`;
const DEFINITIONS = new Map([
  ...CLASSES.map((name) => [name, ofClass(`{ ${name}: { prototype: infer T } }`)]),
  ...['Module', 'Memory', 'Table'].map((name) => [
    `WebAssembly.${name}`,
    ofClass(`{ WebAssembly: { ${name}: { prototype: infer T } } }`),
  ]),
  ...Object.entries(ALIASES),
]);

/** The text of a declaration file with its own definition of each such type that it names. */
export function withDomTypes(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const named = [...DEFINITIONS].filter(([name]) => isType(name).test(code));
  if (named.length === 0) return text;
  const renamed = named.filter(([name]) => name.includes('.')).map(([name]) => name);
  const body = renamed.reduce((all, name) => all.replace(isType(name), aliasOf(name)), text);
  const aliases = named.map(([name, definition]) => `type ${aliasOf(name)} = ${definition};\n`);
  // Without `export {}` everything in a declaration file is exported.
  return `${body.trimEnd()}\n${aliases.join('')}export {};\n`;
}

const isType = (name) => new RegExp(`(?<![\\w$.'"\`])${name.replace('.', '\\.')}(?![\\w$'"\`(])`, 'g');
const aliasOf = (name) => name.replace('.', '');
