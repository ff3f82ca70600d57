// Makes src/document/normalize/words.rs, the words that documents are read by, from CLDR and ISO 3166-1: `node scripts/data/words.mjs`.
// It also makes the fixtures of tests/normalize, with the dates that Node's ICU writes.
// It fetches the packages below into a folder of its own; nothing else needs them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ISO_NAMES } from './iso-3166.mjs';
import { nameOf } from './letters.mjs';
import { COUNTRIES, NEVER, SEX } from './phrases.mjs';

const VERSION = '48.2.0';
const OUTPUT = fileURLToPath(new URL('../../src/document/normalize/words.rs', import.meta.url));
const FIXTURES = new URL('../../tests/fixtures/normalize/', import.meta.url);

// The languages of the documents that the vendors' tables name, and the countries whose names are kept in each; English
// has every country.
const NORTH = ['ru', 'kk', 'uz', 'uz-Cyrl', 'ky', 'tg', 'tk', 'az', 'hy', 'be', 'ro'];
const NORTHERN = ['RU', 'AZ', 'AM', 'BY', 'KZ', 'KG', 'MD', 'TJ', 'TM', 'UZ', 'UA', 'GE', 'CN'];
const SOUTH = ['ms', 'id', 'fil', 'th', 'km', 'vi', 'zh', 'zh-Hant', 'pt'];
const SOUTHERN = ['MY', 'AU', 'ID', 'PH', 'NZ', 'SG', 'TH', 'VN', 'CN', 'HK', 'MO', 'TW', 'KH'];
const LANGUAGES = ['en', ...NORTH, ...SOUTH];

const folder = mkdtempSync(join(tmpdir(), 'idsnap-cldr-'));
const fetched = new Set();
let namesByCode;

function rust() {
  const codes = isoCodes();
  const constants = [
    ['The names of the months, January first, and their abbreviations that are no beginning of a name.', months()],
    ['Male, without spaces.', { MALE: sex('male', SEX.M) }],
    ['Female, without spaces.', { FEMALE: sex('female', SEX.F) }],
    ['A date of expiry that says that there is none.', { NEVER: unique(NEVER.map(nameOf)).join('|') }],
    ['The names of the countries in the order of their codes.', { COUNTRIES: countries(codes) }],
  ];
  const text = constants.flatMap(([doc, values]) =>
    Object.entries(values).map(([name, value]) =>
      Array.isArray(value)
        ? `/// ${doc}\npub const ${name}: [&str; ${value.length}] = [\n${value.map((one) => `    "${one}",\n`).join('')}];\n`
        : `/// ${doc}\npub const ${name}: &str = "${wrapped(value)}";\n`,
    ),
  );
  return `//! Words that documents are read by, folded. Made by \`node scripts/data/words.mjs\` from CLDR ${VERSION} and the lists in
//! \`scripts/data/phrases.mjs\`: change those. CLDR is © Unicode, Inc., Unicode License v3.

${text.join('\n')}`;
}

/** CLDR's JSON for a language, of one package. */
function cldr(name, language, file) {
  const path = join(folder, `${name}-${VERSION}`, 'package', 'main', language, file);
  return JSON.parse(readFileSync(unpacked(name) && path, 'utf8')).main[language];
}

function unpacked(name) {
  if (!fetched.has(name)) {
    fetched.add(name);
    const run = (command, ...args) => execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    run('npm', 'pack', '--silent', `${name}@${VERSION}`);
    run('mkdir', `${name}-${VERSION}`);
    run('tar', 'xzf', `${name}-${VERSION}.tgz`, '-C', `${name}-${VERSION}`);
  }
  return true;
}

function months() {
  const names = Array.from({ length: 12 }, () => new Set());
  for (const language of LANGUAGES) {
    const { months } = cldr('cldr-dates-full', language, 'ca-gregorian.json').dates.calendars.gregorian;
    for (const width of ['wide', 'abbreviated'])
      for (const form of [months.format[width], months['stand-alone'][width]])
        for (const [month, name] of Object.entries(form)) {
          const word = nameOf(name).replaceAll(' ', '');
          // Numbers are read without a table.
          if (!/\d|月/u.test(word)) names[Number(month) - 1].add(word);
        }
  }
  const others = (index, test) => names.some((set, other) => other !== index && [...set].some(test));
  const kept = names.map((set, index) =>
    [...set]
      .filter((word) => !others(index, (other) => other === word))
      .filter((word) => {
        const begins = (other) => other !== word && other.startsWith(word);
        return !([...word].length >= 3 && [...set].some(begins) && !others(index, begins));
      })
      .sort()
      .join(' '),
  );
  return { MONTHS: kept };
}

function sex(key, printed) {
  const words = LANGUAGES.map((language) => {
    const { characterLabels } = cldr('cldr-misc-full', language, 'characterLabels.json');
    return characterLabels[key] ?? '';
  });
  return unique([...printed, ...words].filter(Boolean).map((word) => nameOf(word).replaceAll(' ', '')))
    .sort()
    .join('|');
}

const COUNTRY_SOURCE = readFileSync(new URL('../../src/document/normalize/country.rs', import.meta.url), 'utf8');

/** A list of words of src/document/normalize/country.rs. */
function wordList(name) {
  const [, list] = new RegExp(`const ${name}: \\[&str; \\d+\\] = \\[([^\\]]*)\\]`, 'u').exec(COUNTRY_SOURCE);
  return [...list.matchAll(/"([^"]+)"/gu)].map(([, word]) => word);
}

/** A name as it is looked up in the table of countries. */
function countryName(text) {
  const words = nameOf(text).split(' ');
  const kept = words.filter((word) => !wordList('SMALL_WORDS').includes(word));
  return kept.map((word) => (word === 'SAINT' ? 'ST' : word)).join(' ');
}

/** Every form in which src/document/normalize/country.rs looks a name up, in their order. */
function lookedUp(text) {
  const [, head, tail] = /^([^,(]*)[,(]?(.*)$/u.exec(text);
  const full = [text, `${tail} ${head}`].map(countryName);
  const short = full.map((name) =>
    name
      .split(' ')
      .filter((word) => !wordList('STATE_WORDS').includes(word))
      .join(' '),
  );
  return [...full, ...short];
}

/** The country that a name is read as. */
function ownerOf(names, name) {
  const owner = (form) => [...names].find(([, set]) => set.has(form))?.[0];
  return lookedUp(name).filter(Boolean).map(owner).find(Boolean);
}

/** ISO 3166-1 alpha-2 to alpha-3, as src/document/normalize/country.rs has them. */
function isoCodes() {
  const table = /const CODES: &str = "([A-Z\\\s]+)"/u.exec(COUNTRY_SOURCE)[1].replaceAll(/[\\\s]/gu, '');
  return table.match(/.{5}/gu).map((entry) => ({ alpha3: entry.slice(0, 3), alpha2: entry.slice(3) }));
}

function countries(codes) {
  const names = new Map(codes.map(({ alpha3 }) => [alpha3, new Set((COUNTRIES[alpha3] ?? []).map(countryName))]));
  const add = (language, wanted) => {
    const { territories } = cldr('cldr-localenames-full', language, 'territories.json').localeDisplayNames;
    for (const { alpha2, alpha3 } of codes.filter((code) => wanted.includes(code.alpha2)))
      for (const key of [alpha2, `${alpha2}-alt-short`, `${alpha2}-alt-variant`]) {
        // A code in the place of a name is read as a code.
        const name = countryName(territories[key] ?? '');
        if (name.length > 3 || /[^A-Z]/u.test(name)) names.get(alpha3).add(name);
      }
  };
  add(
    'en',
    codes.map(({ alpha2 }) => alpha2),
  );
  for (const language of NORTH) add(language, NORTHERN);
  for (const language of SOUTH) add(language, SOUTHERN);
  // Of ISO's short names those are added that are not read without.
  for (const [alpha3, [name]] of Object.entries(ISO_NAMES)) {
    const isInverted = /[,(].*\bof(?: the)?\)?$/u.test(name);
    if (ownerOf(names, name) !== alpha3) names.get(alpha3).add(lookedUp(name)[isInverted ? 1 : 0]);
  }
  namesByCode = names;
  const count = new Map();
  for (const set of names.values()) for (const name of set) count.set(name, (count.get(name) ?? 0) + 1);
  const kept = [...names.values()].map((set) => [...set].filter((name) => name && count.get(name) === 1).sort());
  return kept.map((list) => list.join('|')).join(';');
}

function unique(words) {
  return [...new Set(words)];
}

/** A long text over several lines of Rust: what follows a backslash at the end of a line loses its leading spaces. */
function wrapped(text) {
  const parts = text.split(/(?<=[;|])/u);
  const lines = [''];
  for (const part of parts) {
    if (lines.at(-1).length + part.length > 105) lines.push('');
    lines[lines.length - 1] += part;
  }
  return lines.join('\\\n    ');
}

/** The twelfth of each month in 1974 as ICU writes it, long and medium: the language, and the twelve dates. */
function dates() {
  const days = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(1974, month, 12)));
  const rows = LANGUAGES.flatMap((language) =>
    ['long', 'medium'].map((dateStyle) => {
      const options = { dateStyle, timeZone: 'UTC', numberingSystem: 'latn' };
      const written = days.map((day) => new Intl.DateTimeFormat(language, options).format(day));
      return [language, ...written].join('\t');
    }),
  );
  return `${rows.join('\n')}\n`;
}

/** Every name of ISO 3166-1 that is read beside its code. One that is read as another country's is a fault. */
function isoNames() {
  const rows = Object.entries(ISO_NAMES).flatMap(([alpha3, names]) =>
    names.filter((name) => ownerOf(namesByCode, name)).map((name) => `${alpha3}\t${name}`),
  );
  return `${rows.join('\n')}\n`;
}

try {
  writeFileSync(OUTPUT, rust());
  writeFileSync(new URL('dates.tsv', FIXTURES), dates());
  writeFileSync(new URL('countries.tsv', FIXTURES), isoNames());
} finally {
  rmSync(folder, { recursive: true });
}
