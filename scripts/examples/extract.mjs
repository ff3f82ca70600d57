// The examples of the documentation: fenced blocks of Markdown, and examples and fenced blocks of doc comments.
//
// An example that cannot be compiled has a line `<!-- not compiled: REASON -->` before its fence, or as its first line in
// a doc comment.

/**
 * An example: `line` is where its first line stands in the file, counted from 1.
 *
 * @typedef {{ line: number, language: 'ts' | 'tsx' | 'js', code: string, reason?: string }} Example
 */

const FENCE = /^(\s*)```\s*([\w-]*)\s*$/;
const NOT_COMPILED = /^\s*<!-- not compiled: (.+?) -->\s*$/;
const LANGUAGES = { ts: 'ts', typescript: 'ts', tsx: 'tsx', js: 'js', javascript: 'js', mjs: 'js' };

/** The examples of a Markdown page. */
export function fromMarkdown(text) {
  return fenced(text.split('\n'), 1).flatMap(toExamples);
}

/** The examples in the doc comments of a TypeScript file. What follows `@example` is TypeScript unless it is fenced. */
export function fromTypeScript(text) {
  const comments = [...text.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)];
  return comments.flatMap(({ 0: comment, index }) => {
    const first = text.slice(0, index).split('\n').length;
    const lines = comment.split('\n').map((line) => line.replace(/^\s*(\/\*\*|\*\/|\* ?)/, '').replace(/\*\/\s*$/, ''));
    return [...fenced(lines, first), ...tagged(lines, first)].flatMap(toExamples);
  });
}

/** Every fenced block, with the reason that stands before it. */
function fenced(lines, first) {
  const blocks = [];
  let open = null;
  let reason;
  lines.forEach((line, at) => {
    const fence = FENCE.exec(line);
    if (open !== null && fence?.[2] === '') {
      blocks.push(open);
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (fence) open = { line: first + at + 1, language: fence[2], lines: [], reason };
    reason = NOT_COMPILED.exec(line)?.[1] ?? (line.trim() === '' ? reason : undefined);
  });
  return blocks;
}

/** What follows each `@example`, up to the next tag, where no fence says its language. */
function tagged(lines, first) {
  return lines.flatMap((line, at) => {
    if (!/^@example\b/.test(line)) return [];
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((one) => /^@\w/.test(one));
    const body = end < 0 ? rest : rest.slice(0, end);
    if (body.some((one) => FENCE.test(one))) return [];
    const reason = NOT_COMPILED.exec(body[0] ?? '')?.[1];
    const language = /^\s*</.test(body.find((one) => one.trim() !== '' && !NOT_COMPILED.test(one)) ?? '')
      ? 'html'
      : 'ts';
    return [{ line: first + at + 1, language, lines: reason === undefined ? body : ['', ...body.slice(1)], reason }];
  });
}

/** A block as what can be compiled of it: of a page of HTML, its module scripts. */
function toExamples({ line, language, lines, reason }) {
  if (language === 'html') return moduleScripts(lines, line, reason);
  const known = LANGUAGES[language.toLowerCase()];
  return known === undefined ? [] : [{ line, language: known, code: lines.join('\n'), reason }];
}

function moduleScripts(lines, line, reason) {
  const text = lines.join('\n');
  return [...text.matchAll(/<script type="module">(.*?)<\/script>/gs)].map(({ 1: code, index }) => ({
    line: line + text.slice(0, index).split('\n').length - 1,
    language: 'js',
    code,
    reason,
  }));
}
