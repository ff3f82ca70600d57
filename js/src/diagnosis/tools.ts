import { absolute, wasmUrls } from '../engine/address.js';
import { PART_FILES } from '../engine/files.js';
import { hasSimd, hasWasm } from '../engine/probes.js';
import { invalidField, isIdSnapError } from '../errors.js';
import { checked } from '../options.js';
import { VERSION } from '../version.js';

/** What a diagnosis is made with. It is loaded on demand, and importing these there would divide the first bundle. */
export const DIAGNOSIS_TOOLS = {
  absolute,
  checked,
  hasWasm,
  hasSimd,
  invalidField,
  isIdSnapError,
  PART_FILES,
  VERSION,
  wasmUrls,
};

/** What a diagnosis is made with. */
export type DiagnosisTools = typeof DIAGNOSIS_TOOLS;
