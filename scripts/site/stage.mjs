// The pages of the site, gathered into one folder: those of docs/ at its top, those of the project's root beside them.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { filesBelow, inRoot, root } from '../lib/paths.mjs';
import { readHistory } from '../lib/size-history.mjs';
import { sizesPage } from './sizes.mjs';

/** Pages beside those of docs/, and their names in the site. */
const PAGES = new Map([
  ['scripts/site/home.md', 'index.md'],
  ['ARCHITECTURE.md', 'architecture.md'],
  ['CHANGELOG.md', 'changelog.md'],
  ['CONTRIBUTING.md', 'contributing.md'],
  // docs/security.md is the threat model.
  ['SECURITY.md', 'reporting.md'],
]);

/**
 * Gathers the pages and their pictures. A link to a file of the project that is no page becomes its name.
 *
 * @param {string} folder what stands there is replaced
 */
export function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  const inDocs = filesBelow(inRoot('docs')).map((path) => relative(root, path).split('\\').join('/'));
  const files = [...PAGES.keys(), ...inDocs];
  for (const file of files) {
    const target = join(folder, placeOf(file));
    mkdirSync(dirname(target), { recursive: true });
    if (file.endsWith('.md')) writeFileSync(target, moved(readFileSync(inRoot(file), 'utf8'), file, new Set(files)));
    else placePicture(file, folder);
  }
  writeFileSync(join(folder, 'notes', 'sizes.md'), sizesPage(readHistory(inRoot('docs', 'notes', 'sizes.json'))));
}

/** A picture is shown in its page, and stands in `public` for links to it, which VitePress leaves as they are. */
function placePicture(file, folder) {
  for (const place of [folder, join(folder, 'public')]) cpSync(inRoot(file), join(place, placeOf(file)));
}

/** Where a file of the project stands in the site. */
function placeOf(file) {
  return PAGES.get(file) ?? file.replace(/^docs\//, '');
}

/** The page with its links as they lead from its new place. */
function moved(page, file, files) {
  const linked = page.replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (link, mark, text, target) => {
    if (/^([a-z]+:|#)/.test(target)) return link;
    const [path, hash] = target.split(/(?=#)/);
    const source = posix.normalize(posix.join(posix.dirname(file), path));
    if (source === 'README.md') return `[${text}](${toHere(file, 'index.md')})`;
    if (!files.has(source)) return text.startsWith('`') ? text : `\`${text}\``;
    return `${mark}[${text}](${toHere(file, placeOf(source))}${hash ?? ''})`;
  });
  return outsideCode(linked, (text) => text.replaceAll('{{', '&#123;&#123;'));
}

function toHere(file, target) {
  const path = posix.relative(posix.dirname(placeOf(file)), target);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Changes what stands outside of fenced blocks. */
function outsideCode(page, change) {
  return page
    .split(/(^```[\s\S]*?^```)/m)
    .map((part) => (part.startsWith('```') ? part : change(part)))
    .join('');
}
