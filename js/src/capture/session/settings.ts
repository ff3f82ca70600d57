import type { PrepareOptions } from '../../images/prepare.js';
import type { Quad } from '../analysis.js';
import type { CaptureOptions } from '../types.js';
import { allowed, checkInside } from './checks.js';

const SPEC = {
  document: 'string',
  sides: 'Array',
  limits: 'string or object',
  prepare: 'object',
  strictness: 'string',
  thresholds: 'object',
  auto: 'boolean',
  crop: 'boolean or object',
  mrz: 'string',
  shutterAfterMs: 'number',
  maxWarnings: 'number',
  fallbackAfterTries: 'number',
  draft: 'string',
  deviceId: 'string',
  signal: 'AbortSignal',
};

const DEFAULTS = {
  document: 'id1',
  sides: ['front'],
  strictness: 'normal',
  auto: true,
  crop: false,
  mrz: 'off',
  shutterAfterMs: 10_000,
  maxWarnings: 2,
  fallbackAfterTries: 4,
} as const;

/** Options in which everything that has a default is there. */
export type Settings = Readonly<CaptureOptions & Required<Pick<CaptureOptions, keyof typeof DEFAULTS>>>;

/** Refuses what is unknown, of a wrong type or out of range. */
export function settingsOf(options: CaptureOptions): Settings {
  const own = allowed('options', options, SPEC);
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const settings: Settings = { ...DEFAULTS, ...given };
  checkInside(settings);
  return settings;
}

/** How a picture with these corners is prepared. */
export function prepareOptions({ limits, prepare, crop }: Settings, corners: Quad | null): PrepareOptions {
  const margin = typeof crop === 'object' ? crop.margin : undefined;
  const cut = crop === false || corners === null ? {} : { crop: corners, cropMargin: margin };
  return { ...prepare, limits, ...cut };
}
