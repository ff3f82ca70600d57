#!/usr/bin/env node
/**
 * `npx idsnap prepare | analyze | validate | mrz | parse FILE…`: on a server or a laptop what the browser does. `--help` says how.
 *
 * It ends with 0 when all is well, 1 when a file failed, and 2 when it was called wrongly.
 */
import { libheif } from '../decoders/libheif.js';
import { isIdSnapError } from '../errors.js';
import type { Listeners } from '../images/prepare.js';
import { init } from '../node.js';
import { VERSION } from '../version.js';
import { bytesOf, contentOf, filesOf, STDIN } from './files.js';
import { analyzeFile, validateFile } from './judge.js';
import { readZoneOf } from './mrz.js';
import { readCommandLine } from './options.js';
import type { Asked } from './options.js';
import { adviceOf, FAILED, failureOf, Output, WRONG_USE } from './output.js';
import type { Outcome } from './output.js';
import { parseFile } from './parse.js';
import { prepareFile, prepareTogether } from './prepare.js';
import { usage, WrongUse } from './usage.js';

const output = new Output();

async function main(): Promise<number> {
  const asked = readCommandLine(process.argv.slice(2));
  const { command, options } = asked;
  if (options['version'] === true || options['help'] === true) {
    process.stdout.write(options['version'] === true ? `${VERSION}\n` : usage(command));
    return 0;
  }
  const { language } = options;
  await init({ decoders: libheif(), ...(typeof language === 'string' ? { language } : {}) });
  const files = await filesOf(asked.files);
  output.isJson = options['json'] === true;
  output.isAside = command === 'prepare' && options['out'] !== undefined;
  const isTogether = command === 'prepare' && options['together'] === true;
  const isWell = isTogether ? await runTogether(asked, files) : await runEach(asked, files);
  output.end();
  return isWell ? 0 : FAILED;
}

/** One file after the other. One that fails does not stop the rest. */
async function runEach(asked: Asked, files: readonly string[]): Promise<boolean> {
  let isWell = true;
  for (const [index, file] of files.entries()) {
    const count = `[${index + 1}/${files.length}] ${file}`;
    output.progress(count);
    const listeners: Listeners = {
      onProgress: ({ phase }) => {
        output.progress(`${count}: ${phase}`);
      },
    };
    const outcome = await runOne(asked, file, listeners).catch(failed);
    // A file that goes to standard output leaves no room for words.
    if (asked.command !== 'prepare' || asked.options['out'] !== undefined || !outcome.ok)
      output.tell(nameOf(file), outcome);
    isWell &&= outcome.ok;
  }
  return isWell;
}

async function runOne(asked: Asked, file: string, listeners: Listeners): Promise<Outcome> {
  const content = await contentOf(file);
  if (asked.command === 'prepare') return prepareFile(asked, file, content, listeners);
  if (asked.command === 'analyze') return analyzeFile(asked, content, listeners);
  if (asked.command === 'validate') return validateFile(asked, content, listeners);
  if (asked.command === 'mrz') return readZoneOf(asked, content, listeners);
  return parseFile(asked, await bytesOf(content));
}

/** All files as the images of one request: one that fails fails all. */
async function runTogether(asked: Asked, names: readonly string[]): Promise<boolean> {
  try {
    const files = await Promise.all(names.map(async (file) => ({ file, content: await contentOf(file) })));
    const outcomes = await prepareTogether(asked, files, {});
    for (const [index, outcome] of outcomes.entries()) output.tell(nameOf(names[index] ?? ''), outcome);
    return true;
  } catch (error) {
    output.tell(names.map(nameOf).join(', '), failed(error));
    return false;
  }
}

const nameOf = (file: string): string => (file === STDIN ? 'stdin' : file);

/** What is wrong with the options is a wrong call, not a file that failed. */
function failed(error: unknown): Outcome {
  const isOfOptions = isIdSnapError(error) && error.field?.startsWith('options.') === true;
  if (isOfOptions) throw new WrongUse(error.message.replace(/^options\./, ''));
  return failureOf(error);
}

const HELP = 'idsnap --help says how it is called';

/** The line of a run that did not come to its files. */
function tellEnd(isWrongUse: boolean, message: string): void {
  const error = isWrongUse
    ? { code: 'wrong_use', message, advice: HELP }
    : { code: 'failed', message, advice: adviceOf('failed') };
  process.stdout.write(`${JSON.stringify({ ok: false, error, exitCode: isWrongUse ? WRONG_USE : FAILED })}\n`);
}

/** Libraries that say something say it where it is in nobody's way. */
const aside = (...words: unknown[]): void => {
  process.stderr.write(`${words.map(String).join(' ')}\n`);
};
Object.assign(console, { log: aside, info: aside, warn: aside });
// Should the program end before its work does, nothing was found to be well.
process.exitCode = FAILED;
main().then(
  (code) => {
    process.exitCode = output.isLost ? FAILED : code;
  },
  (error: unknown) => {
    const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
    const isWrongUse = error instanceof WrongUse || code.startsWith('ERR_PARSE_ARGS_');
    const message = error instanceof Error ? error.message : 'it failed';
    process.exitCode = isWrongUse ? WRONG_USE : FAILED;
    // Who reads lines of JSON gets one, also where the options could not be read.
    if (process.argv.includes('--json')) tellEnd(isWrongUse, message);
    process.stderr.write(isWrongUse ? `${message}\n${HELP}\n` : `it failed: ${message}\n`);
  },
);
