import { isIdSnapError } from '../errors.js';

/** How the command ends where a file failed, and where it was called wrongly. */
export const FAILED = 1;
export const WRONG_USE = 2;

/** What came of a file: facts for a line of JSON, and what a person reads. */
export interface Outcome {
  ok: boolean;
  facts: Readonly<Record<string, unknown>>;
  text: string;
}

/** A failure of a file that is not of the SDK: the file system's, or a file that is in the way. */
export class FileFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly advice = adviceOf(code),
  ) {
    super(message);
  }
}

/** What is told of a file that failed. The cause of an error is not: it may hold anything. */
export function failureOf(error: unknown): Outcome {
  if (isIdSnapError(error)) {
    const { code, message, advice, format } = error;
    const remedy =
      format === 'HEIC' && code === 'unsupported_format' ? '\n  Here, install libheif-js beside idsnap.' : '';
    const facts = { code, message, advice, ...(format === undefined ? {} : { format }) };
    return { ok: false, facts: { error: facts }, text: `${code}: ${message}\n  ${advice}${remedy}` };
  }
  const { code, message, advice } = error instanceof FileFailure ? error : inputFailure(error);
  return { ok: false, facts: { error: { code, message, advice } }, text: message };
}

/** What to do about failures that are not of the SDK, in English: who calls the command sees it, not who took the photo. */
const ADVICE: Readonly<Record<string, string>> = {
  no_file: 'Check the name; put patterns in quotes.',
  no_folder: 'Name a folder with --out, or one that can be made.',
  no_access: 'Check who may read the file and write to the folder.',
  in_the_way: 'Write over it with --force, or name another folder with --out.',
  file_too_large: 'Name a photo: no photo has so many bytes.',
};

/** What to do about a failure that has no code of the SDK. */
export const adviceOf = (code: string): string =>
  ADVICE[code] ?? 'The message is what the system said: mend that, and call it again.';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? '';
/** What the system calls a failure. */
const wordOf = (error: unknown): string => codeOf(error) || (error instanceof Error ? error.name : 'it failed');
const NO_ACCESS = ['EACCES', 'EPERM', 'EROFS'];

/** A failure of the system while a file was read. */
function inputFailure(error: unknown): FileFailure {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FileFailure('no_file', 'there is no such file');
  if (code === 'EISDIR') return new FileFailure('no_file', 'it is a folder');
  if (NO_ACCESS.includes(code)) return new FileFailure('no_access', 'it may not be read');
  return new FileFailure('failed', wordOf(error));
}

/** A failure of the system while `out` was written, which is none of the file that it was made of. */
export function outputFailure(error: unknown, out: string): FileFailure {
  const code = codeOf(error);
  if (code === 'EISDIR')
    return new FileFailure('in_the_way', `${out} is a folder`, 'Move it, or name another folder with --out.');
  if (code === 'EEXIST' || code === 'ENOTDIR') return new FileFailure('no_folder', 'what --out names is no folder');
  if (code === 'ENOENT')
    return new FileFailure('no_folder', `${out} cannot be made: the folder that it leads to is not there`);
  if (NO_ACCESS.includes(code)) return new FileFailure('no_access', `${out} may not be written`);
  return new FileFailure('failed', `${out} could not be written: ${wordOf(error)}`);
}

/** Writes lines to standard output, failures of people's reading and progress to standard error. */
export class Output {
  /** Whether each file is one line of JSON. */
  isJson = false;
  /** Whether what is made goes elsewhere, so that the work goes on where nobody reads the lines any more. */
  isAside = false;
  /** Whether lines could not be written although somebody waits for them, as on a full disk. */
  isLost = false;
  #isClosed = false;
  readonly #showsProgress = process.stderr.isTTY;

  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      this.#isClosed = true;
      // A reader that has enough, such as `head`, does not make a failure of files that were written.
      this.isLost ||= error.code !== 'EPIPE';
      if (!this.isAside) process.exit(process.exitCode === WRONG_USE ? WRONG_USE : FAILED);
    });
    // The exit code tells of a failure, whether or not its sentence can be read.
    process.stderr.on('error', () => undefined);
  }

  /** Says what came of a file. */
  tell(file: string, { ok, facts, text }: Outcome): void {
    this.#clear();
    if (this.#isClosed && (ok || this.isJson)) return;
    if (this.isJson)
      process.stdout.write(`${JSON.stringify({ file, ok, ...facts, ...(ok ? {} : { exitCode: FAILED }) })}\n`);
    else (ok ? process.stdout : process.stderr).write(`${ok ? '✓' : '✗'} ${file}: ${text}\n`);
  }

  /** Says what is being done, where somebody watches. */
  progress(text: string): void {
    if (!this.#showsProgress) return;
    this.#clear();
    process.stderr.write(text.slice(0, process.stderr.columns - 1));
  }

  /** Leaves nothing half said. */
  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#showsProgress) process.stderr.write('\r\u001b[K');
  }
}

/** A whole number with its thousands apart. */
export const grouped = (number: number): string => number.toLocaleString('en-US');
