import { parseArgs } from 'node:util';
import { OPERATIONS, WrongUse } from './usage.js';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

/** What every command takes. */
const COMMON = { json: FLAG, help: FLAG, version: FLAG, language: TEXT } as const;

const LIMITS = { 'max-edge': TEXT, 'max-bytes': TEXT, 'max-base64-length': TEXT } as const;

/** The options of each command. Those that hold a number say so by {@link NUMBERS}. */
const COMMANDS = {
  prepare: {
    ...LIMITS,
    vendor: TEXT,
    out: TEXT,
    force: FLAG,
    together: FLAG,
    quality: TEXT,
    'min-quality': TEXT,
    metadata: TEXT,
  },
  analyze: { document: TEXT, strictness: TEXT },
  validate: { ...LIMITS, vendor: TEXT },
  parse: { vendor: TEXT, operation: TEXT, status: TEXT },
  mrz: {},
} as const;

const NUMBERS: readonly string[] = ['max-edge', 'max-bytes', 'max-base64-length', 'quality', 'min-quality', 'status'];

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** What was asked for. Options have the names that the SDK gives them. */
export interface Asked {
  command: CommandName | undefined;
  files: readonly string[];
  options: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** Reads the command line. @throws {@link WrongUse}, or an error of `parseArgs`. */
export function readCommandLine(args: readonly string[]): Asked {
  const [first] = args;
  const command = isCommand(first) ? first : undefined;
  const rest = command === undefined ? args : args.slice(1);
  const { values, positionals } = parseArgs({
    args: [...rest],
    options: { ...COMMON, ...(command === undefined ? {} : COMMANDS[command]) },
    allowPositionals: true,
  });
  const options = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [camel(name), valueOf(name, value)]),
  );
  if (options['help'] === true || options['version'] === true) return { command, files: positionals, options };
  if (command === undefined) {
    throw new WrongUse(first === undefined ? 'name a command' : `there is no command "${first}"`);
  }
  if (positionals.length === 0) throw new WrongUse('name a file, or - for standard input');
  check(command, options, positionals);
  return { command, files: positionals, options };
}

const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(COMMANDS, name);

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function valueOf(name: string, value: unknown): string | number | boolean {
  if (!NUMBERS.includes(name)) return value as string | boolean;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw new WrongUse(`--${name} takes a whole number`);
}

/** What can be said before a file is read. */
function check(command: CommandName, options: Asked['options'], files: readonly string[]): void {
  const { vendor, operation, out } = options;
  const operations = typeof vendor === 'string' ? OPERATIONS.get(vendor) : undefined;
  if (vendor !== undefined && operations === undefined) {
    throw new WrongUse(`there is no vendor "${String(vendor)}"; there are: ${[...OPERATIONS.keys()].join(', ')}`);
  }
  if (command === 'validate' && vendor === undefined) throw new WrongUse('name a vendor with --vendor');
  if (operation !== undefined && operations?.includes(String(operation)) !== true) {
    throw new WrongUse(`there is no operation "${String(operation)}"; see idsnap parse --help`);
  }
  if (out === '') throw new WrongUse('--out takes the name of a folder; . is this one');
  const { status } = options;
  if (typeof status === 'number' && (status < 100 || status > 999)) throw new WrongUse('--status takes an HTTP status');
  const isPiped = files.length === 1 && files[0] === '-';
  if (command === 'prepare' && out === undefined && !isPiped) throw new WrongUse('say with --out where the files go');
  if (command === 'prepare' && out === undefined && options['json'] === true) {
    throw new WrongUse('--json needs --out: standard output takes the file or the line');
  }
  if (files.filter((name) => name === '-').length > 1) throw new WrongUse('standard input can be read once');
}
