import * as core from '../../pkg/idsnap.js';
import type { ZoneReading } from '../../pkg/idsnap.js';
import { today } from '../engine/clock.js';
import type { WasmUrls } from '../engine/address.js';
import { arriving } from '../engine/arrival.js';
import type { ReadFile } from '../engine/compile.js';
import { load, loadPart, restart } from '../engine/loader.js';
import { IdSnapError, invalidField, isInfo, localError } from '../errors.js';
import type { Describing, LoadedMrz, MrzFunctions } from './functions.js';

/** The longest input as JSON text: a zone has 90 characters, and a printed field hardly more. */
const MAX_CHARACTERS = 100_000;

/** Makes the core ready in this thread, where it can answer at once. */
export async function openMrz(describing: Describing, wasm: WasmUrls, readFile?: ReadFile): Promise<LoadedMrz> {
  await load({ first: wasm.first, part: (part) => wasm.parts[part] }, readFile, arriving);
  await loadPart('vendors');
  return { ...functionsWith(describing), restart };
}

function functionsWith(describing: Describing): MrzFunctions {
  const written = (root: string, value: unknown): string => write(describing, root, () => value ?? null);
  const readZone = (zone: unknown, options: unknown = {}): ZoneReading => {
    const lines = write(describing, 'zone', () => linesOf(zone, describing));
    const how = written('options', options);
    return run(() => core.readZone(lines, how, today()));
  };
  return {
    readZone,
    parseMrz: (zone, options) => {
      const reading = readZone(zone, options);
      return reading.status === 'read' ? reading.mrz : null;
    },
    crossCheckMrz: (mrz, fields) => {
      const [zone, printed] = [written('mrz', mrz), written('fields', fields)];
      return run(() => core.crossCheckMrz(zone, printed));
    },
    formatMrz: (fields) => {
      const json = written('fields', fields);
      return run(() => core.formatMrz(json));
    },
  };
}

/** What a caller gave as JSON text. */
function write({ encode, legible }: Describing, root: string, given: () => unknown): string {
  const { json, images } = encode(root, legible(root, given));
  const [image] = images;
  if (image !== undefined) throw invalidField(image.field, 'an image', 'text');
  if (json.length <= MAX_CHARACTERS) return json;
  throw invalidField(root, `${json.length} characters of JSON`, `at most ${MAX_CHARACTERS}`);
}

function linesOf(zone: unknown, { nameOf }: Describing): string[] {
  if (typeof zone === 'string') return [zone];
  if (!Array.isArray(zone)) throw invalidField('zone', nameOf(zone), 'a string or an array of strings');
  return Array.from(zone, (line: unknown, at) => {
    if (typeof line === 'string') return line;
    throw invalidField(`zone[${at}]`, nameOf(line), 'a string');
  });
}

/** Calls the core. A trap leaves its instance unusable, so that the next call takes a fresh one. */
function run<T>(call: () => T): T {
  try {
    // Only a call without texts may be the first of a fresh instance: texts are written before the instance is there.
    core.version();
    return call();
  } catch (thrown) {
    if (isInfo(thrown)) throw new IdSnapError(thrown);
    restart();
    throw localError('engine_failed', 'the engine failed', thrown);
  }
}
