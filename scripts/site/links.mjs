// Every link of the built site: to a page, to a heading of a page, to a picture or a script.
import { readFileSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { filesBelow } from '../lib/paths.mjs';

const LINK = /\s(?:href|src)="([^"]*)"/g;
const NAME = /\sid="([^"]*)"/g;
/** Addresses of other hosts, and what a page makes by itself. */
const ELSEWHERE = /^([a-z][a-z+.-]*:|\/\/)/i;

/**
 * Finds the links that lead nowhere.
 *
 * @param {string} folder the built site
 * @returns {{ broken: string[], count: number }} `PAGE: LINK` of each, and how many links there are
 */
export function brokenLinks(folder) {
  const names = filesBelow(folder).map((path) => relative(folder, path).split('\\').join('/'));
  const pages = new Map(
    names
      .filter((name) => name.endsWith('.html'))
      .map((name) => [name, withoutScripts(readFileSync(posix.join(folder, name), 'utf8'))]),
  );
  const headings = new Map([...pages].map(([name, text]) => [name, new Set(all(text, NAME))]));
  const files = new Set(names);
  const links = [...pages].flatMap(([page, text]) => all(text, LINK).map((link) => ({ page, link })));
  const broken = links.filter(({ page, link }) => !leadsSomewhere(page, link, { files, headings }));
  return { broken: broken.map(({ page, link }) => `${page}: ${link}`), count: links.length };
}

function leadsSomewhere(page, link, { files, headings }) {
  if (link === '' || ELSEWHERE.test(link)) return link !== '';
  const [path, hash] = link.split('#');
  const target = placeOf(page, path.split('?')[0]);
  if (!files.has(target)) return false;
  return !hash || !headings.has(target) || headings.get(target).has(decodeURIComponent(hash));
}

/** The file that an address of the site stands for. */
function placeOf(page, path) {
  if (path === '') return page;
  const place = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(page), path);
  return place === '' || place.endsWith('/') ? `${place}index.html` : place;
}

const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found.replaceAll('&amp;', '&'));

const withoutScripts = (text) => text.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, (script) => script.split('>')[0]);
