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
  const { code, message } = systemFailure(error);
  const advice = ADVICE[code];
  return { ok: false, facts: { error: { code, message, ...(advice === undefined ? {} : { advice }) } }, text: message };
}

/** What to do about failures that are not of the SDK, in English: who calls the command sees it, not who took the photo. */
const ADVICE: Readonly<Record<string, string>> = {
  no_file: 'Check the name; put patterns in quotes.',
  no_folder: 'Name a folder with --out, or one that can be made.',
  no_access: 'Check who may read the file and write to the folder.',
  in_the_way: 'Write over it with --force, or name another folder with --out.',
};

function systemFailure(error: unknown): { code: string; message: string } {
  if (error instanceof FileFailure) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT') return { code: 'no_file', message: 'there is no such file' };
  if (code === 'EISDIR') return { code: 'no_file', message: 'it is a folder' };
  if (code === 'EEXIST' || code === 'ENOTDIR') return { code: 'no_folder', message: 'what --out names is no folder' };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return { code: 'no_access', message: 'it may not be read or written' };
  return { code: 'failed', message: code ?? (error instanceof Error ? error.name : 'it failed') };
}

/** Writes lines to standard output, failures of people's reading and progress to standard error. */
export class Output {
  readonly #isJson: boolean;
  readonly #showsProgress = process.stderr.isTTY;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
  }

  /** Says what came of a file. */
  tell(file: string, { ok, facts, text }: Outcome): void {
    this.#clear();
    if (this.#isJson)
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
