import { VENDORS } from '../../../pkg/operations.js';
import { invalidField } from '../../errors.js';
import { checked, nameOf } from '../../options.js';
import type { CaptureOptions } from '../types.js';

type Range = readonly [least: number, most: number];

const PREPARE = {
  ...{ maxEdge: 'number', quality: 'number', minQuality: 'number', maxBytes: 'number', maxBase64Length: 'number' },
  ...{ metadata: 'string', damaged: 'string', verify: 'boolean', decoders: 'object' },
};
const LIMITS = { size: 'object', maxEdge: 'number', formats: 'Array' };
const SIZE = { max: 'number', unit: 'string', scope: 'string' };
const FORMATS = ['image/jpeg', 'image/png', 'image/bmp', 'image/webp'];

/** The thresholds that are shares, and the others. */
const SHARES = ['minBrightness', 'maxPrintLevel', 'maxCoverage', 'minCoverage', 'minSharpness', 'maxGlare'];
const MEASURES = ['minMargin', 'maxTilt', 'minPixelsPerMm'];

const each = <T>(names: readonly string[], value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.map((name) => [name, value]));

/** What numbers have to be between. */
const RANGES: Readonly<Record<string, Range>> = {
  ...each(SHARES, [0, 1]),
  ...each(['quality', 'minQuality'], [1, 100]),
  ...each(['maxEdge', 'maxBytes', 'max'], [1, Infinity]),
  maxBase64Length: [4, Infinity],
  margin: [0, 0.5],
};

/** Refuses what is inside of the options and would else be refused only once there is a photo. */
export function checkInside({ limits, prepare, thresholds, crop }: CaptureOptions): void {
  if (typeof limits === 'string') oneOf('options.limits', limits, ids());
  else if (limits) checkLimits(limits);
  if (prepare) checkPrepare(prepare);
  if (thresholds) numbers('options.thresholds', thresholds, each([...SHARES, ...MEASURES], 'number'));
  if (typeof crop === 'object') numbers('options.crop', crop, { margin: 'number' });
}

/** Refuses what is none of these. */
export function oneOf(field: string, value: unknown, known: readonly string[]): void {
  const found = typeof value === 'string' ? `"${value}"` : nameOf(value);
  if (!known.some((name) => name === value)) throw invalidField(field, found, known.join(', '));
}

const ids = (): string[] => Object.values(VENDORS).map(({ id }) => id);

function checkPrepare(prepare: object): void {
  const field = 'options.prepare';
  const { metadata = 'strip', damaged = 'refuse' } = numbers(field, prepare, PREPARE);
  oneOf(`${field}.metadata`, metadata, ['strip', 'camera']);
  oneOf(`${field}.damaged`, damaged, ['refuse', 'allow']);
}

function checkLimits(limits: object): void {
  const field = 'options.limits';
  const { size, formats } = numbers(field, limits, LIMITS);
  if (!Array.isArray(formats)) throw invalidField(`${field}.formats`, nameOf(formats), 'a list of formats');
  for (const [index, format] of formats.entries()) oneOf(`${field}.formats[${index}]`, format, FORMATS);
  if (typeof size !== 'object' || size === null) return;
  const { unit, scope } = numbers(`${field}.size`, size, SIZE);
  oneOf(`${field}.size.unit`, unit, ['bytes', 'base64_characters']);
  oneOf(`${field}.size.scope`, scope, ['image', 'request']);
}

/** Checks what is there, and that each number is in its range. */
function numbers(field: string, options: object, spec: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = checked(field, options, spec) as Record<string, unknown>;
  for (const [name, value] of Object.entries(own)) {
    const [least, most] = RANGES[name] ?? [0, Infinity];
    if (typeof value !== 'number' || (value >= least && value <= most)) continue;
    const expected = most === Infinity ? `${least} or more` : `${least} to ${most}`;
    throw invalidField(`${field}.${name}`, nameOf(value), expected);
  }
  return own;
}
