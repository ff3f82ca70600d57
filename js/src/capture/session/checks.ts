import { VENDORS } from '../../../pkg/operations.js';
import { invalidField } from '../../errors.js';
import { checked, nameOf } from '../../options.js';
import type { Spec } from '../../options.js';
import type { CaptureOptions } from '../types.js';

const each = <T>(names: string, value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, value]));

const SHARES = 'minBrightness maxPrintLevel maxCoverage minCoverage minSharpness maxGlare';
const THRESHOLDS = each(`${SHARES} minMargin maxTilt minPixelsPerMm`, 'number');
const PREPARE = {
  ...each('maxEdge quality minQuality maxBytes maxBase64Length', 'number'),
  ...{ metadata: 'string', damaged: 'string', verify: 'boolean', decoders: 'object' },
};
const LIMITS = { size: 'object', maxEdge: 'number', formats: 'Array' };
const SIZE = { max: 'number', unit: 'string', scope: 'string' };
const FORMATS = ['jpeg', 'png', 'bmp', 'webp'].map((name) => `image/${name}`);

/** What numbers have to be between. */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...each(SHARES, [0, 1]),
  ...each('quality minQuality', [1, 100]),
  ...each('maxEdge maxBytes max', [1, Infinity]),
  ...{ maxBase64Length: [4, Infinity], margin: [0, 0.5] },
};

/** What texts have to be. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  document: ['id1', 'id2', 'id3', 'any'],
  strictness: ['relaxed', 'normal', 'strict', 'off'],
  mrz: ['require', 'prefer', 'off'],
  metadata: ['strip', 'camera'],
  damaged: ['refuse', 'allow'],
  unit: ['bytes', 'base64_characters'],
  scope: ['image', 'request'],
};

/** A copy of options, of which each is known, of the type that it has to be, and in its range. */
export function allowed<T extends object>(root: string, options: T, spec: Spec): T {
  const copy = checked(root, options, spec);
  for (const [name, value] of Object.entries(copy)) {
    const field = `${root}.${name}`;
    const [least, most] = RANGES[name] ?? [0, Infinity];
    if (typeof value === 'string') oneOf(field, value, CHOICES[name] ?? [value]);
    if (typeof value !== 'number' || (value >= least && value <= most)) continue;
    throw invalidField(field, nameOf(value), most < Infinity ? `${least} to ${most}` : `${least} or more`);
  }
  return copy;
}

/** Refuses what is inside of the options and would else be refused only once there is a photo. */
export function checkInside({ limits, prepare, thresholds, crop, sides }: CaptureOptions): void {
  listOf('options.sides', sides, ['front', 'back']);
  if (typeof limits === 'string') {
    const ids = Object.values(VENDORS).map(({ id }) => id);
    oneOf('options.limits', limits, ids);
  } else if (limits) {
    const { size, formats } = allowed('options.limits', limits, LIMITS);
    listOf('options.limits.formats', formats, FORMATS);
    if (size) allowed('options.limits.size', { ...each('max unit scope', null), ...size }, SIZE);
  }
  if (prepare) allowed('options.prepare', prepare, PREPARE);
  if (thresholds) allowed('options.thresholds', thresholds, THRESHOLDS);
  if (typeof crop === 'object') allowed('options.crop', crop, { margin: 'number' });
}

function listOf(field: string, list: unknown, known: readonly string[]): void {
  if (!Array.isArray(list) || list.length === 0)
    throw invalidField(field, nameOf(list), `a list of ${known.join(', ')}`);
  for (const [index, one] of list.entries()) oneOf(`${field}[${index}]`, one, known);
}

function oneOf(field: string, value: unknown, known: readonly string[]): void {
  const found = typeof value === 'string' ? `"${value}"` : nameOf(value);
  if (!known.some((name) => name === value)) throw invalidField(field, found, known.join(', '));
}
