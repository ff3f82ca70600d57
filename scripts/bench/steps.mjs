// How long each step of the engine takes in Node, in WebAssembly as in a page, and its share of the path it is part of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, targetDir } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';
import { cargoWasm, ensureWasm } from '../toolchain.mjs';
import { median, printTable } from './table.mjs';

const EDGE = 1920;
const QUALITY = 85;
const MAX_BYTES = 525_000;
/** 5,000,000 base64 characters, a vendor's own limit. */
const VENDOR_BYTES = 3_750_000;

/** Name, number in the Rust crate, its parameter, and the path of which it is a part. */
const STEPS = [
  { name: 'decode, full size', step: 0 },
  { name: 'decode, half', step: 1 },
  { name: 'decode, quarter', step: 2 },
  { name: 'decode, eighth', step: 3 },
  { name: 'coefficients alone', step: 4, of: 'budget' },
  { name: `decode for ${EDGE} px`, step: 11, parameter: EDGE, of: 'edge' },
  { name: `resample to ${EDGE} px`, step: 6, parameter: EDGE, held: EDGE, of: 'edge' },
  { name: `encode at quality ${QUALITY}, ${EDGE} px`, step: 7, parameter: QUALITY, held: EDGE, of: 'edge' },
  { name: `encode to ${MAX_BYTES} bytes, ${EDGE} px`, step: 8, parameter: MAX_BYTES, held: EDGE },
  { name: `transcode to ${MAX_BYTES} bytes`, step: 9, parameter: MAX_BYTES, of: 'budget' },
  { name: 'rewrite the metadata', step: 10, of: 'untouched' },
  { name: `whole path to ${EDGE} px`, step: 12, parameter: EDGE, path: 'edge' },
  { name: `whole path to ${MAX_BYTES} bytes`, step: 13, parameter: MAX_BYTES, path: 'budget' },
  { name: `whole path to ${VENDOR_BYTES} bytes`, step: 13, parameter: VENDOR_BYTES, path: 'vendor' },
  { name: 'whole path, acceptable already', step: 14, path: 'untouched' },
  { name: 'the same without verifying', step: 15, of: 'untouched' },
];

/** Measures and prints. */
export async function measureSteps({ photo, rounds }) {
  const file = readFileSync(photo);
  const engine = await startEngine();
  const times = STEPS.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    STEPS.forEach((one, index) => {
      const ms = timed(engine, file, one);
      if (round > 0) times[index].push(ms);
    });
  }
  const medians = times.map(median);
  const whole = Object.fromEntries(STEPS.flatMap(({ path }, index) => (path ? [[path, medians[index]]] : [])));
  const share = ({ of }, ms) => (of ? `${((100 * ms) / whole[of]).toFixed(0)} % of ${nameOf(of)}` : '');
  const rows = STEPS.map((one, index) => [one.name, medians[index].toFixed(1), share(one, medians[index])]);
  printTable('steps of the engine in Node, processor time', ['', 'median ms', 'share'], rows);
}

const nameOf = (path) => STEPS.find((one) => one.path === path).name;

/** Processor time, which the machine's other work changes least. Every step has a file of its own in memory. */
function timed({ memory, reserve, run }, file, { name, step, parameter = 0, held }) {
  const at = reserve(file.length);
  new Uint8Array(memory.buffer, at, file.length).set(file);
  if (held !== undefined && run(5, held) === 0) throw new Failure(`${name}: the picture cannot be decoded`);
  const before = process.cpuUsage();
  const outcome = run(step, parameter);
  const { user, system } = process.cpuUsage(before);
  if (outcome === 0) throw new Failure(`${name} failed`);
  return (user + system) / 1000;
}

async function startEngine() {
  const toolchain = await ensureWasm();
  const target = join(targetDir(), 'steps');
  const manifest = inRoot('scripts', 'bench', 'engine', 'Cargo.toml');
  await cargoWasm(toolchain, ['build', '--release', '--manifest-path', manifest, '--target-dir', target]);
  const wasm = readFileSync(join(target, 'wasm32-unknown-unknown/release/idsnap_engine_steps.wasm'));
  const module = await WebAssembly.compile(wasm);
  return (await WebAssembly.instantiate(module, standIns(module))).exports;
}

/** The crate has the boundary to JavaScript in it, which no step uses. */
function standIns(module) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
  return imports;
}
