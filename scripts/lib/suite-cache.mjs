// What suites came to on this machine, by the content of what they read. For a developer's `npm run check` alone: `npm test`
// and continuous integration run everything.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const RUST_FORMAT = /\.rs$|^rustfmt\.toml$|^scripts\//;
const ALL_BUT_PAGES = /^(?!.*\.md$)/;
/** Suites that read a part of the tree. Every other one may read anything, so anything makes it run again. */
const READS = {
  rustfmt: RUST_FORMAT,
  eslint: ALL_BUT_PAGES,
  tsc: ALL_BUT_PAGES,
  types: ALL_BUT_PAGES,
  size: ALL_BUT_PAGES,
};

/** Outcomes kept in the file at `path`. */
export class SuiteCache {
  #path;
  #hashes;
  #versions;
  #kept;

  /**
   * @param {string} path
   * @param {Map<string, string>} hashes the content of every file by its name
   * @param {readonly string[]} versions of the tools
   */
  constructor(path, hashes, versions) {
    this.#path = path;
    this.#hashes = hashes;
    this.#versions = versions;
    this.#kept = readJson(path) ?? {};
  }

  /** What a suite came to when it read the same. */
  find(name) {
    const kept = this.#kept[name];
    return kept?.key === this.#keyOf(name) ? kept : undefined;
  }

  /** Keeps what a suite came to, if it is good. */
  keep(name, { passed, failed, skips }) {
    if (failed > 0 || passed === 0) delete this.#kept[name];
    else this.#kept[name] = { key: this.#keyOf(name), passed, skips, at: new Date().toISOString() };
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, JSON.stringify(this.#kept));
  }

  #keyOf(name) {
    const hash = createHash('sha256').update(JSON.stringify(this.#versions));
    const isRead = READS[name] ?? /^/;
    for (const [file, content] of this.#hashes) if (isRead.test(file)) hash.update(`${file}\0${content}\0`);
    return hash.digest('hex');
  }
}

/** The content of files, by their names. A file that is gone is left out. */
export function hashesOf(root, files) {
  const present = [...files]
    .sort()
    .filter((file) => existsSync(join(root, file)) && statSync(join(root, file)).isFile());
  return new Map(
    present.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex'),
    ]),
  );
}

/** What tells a folder of large files from another state of it: names, lengths and times. */
export function outlineOf(folder) {
  if (!existsSync(folder)) return 'none';
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    const { size, mtimeMs } = statSync(join(folder, name));
    hash.update(`${name}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

/** A file that was cut off holds nothing. */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
