// Whether text is still readable, by Tesseract: the yardstick of damages that has nothing to do with how hints are found.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { edits } from '../edits.mjs';

/** The share of characters of the lines printed that Tesseract reads in a picture of them, 0 to 1. */
export async function accuracy(path, lines) {
  const read = await linesIn(path);
  const right = lines.map((line) => Math.max(0, ...read.map((one) => line.length - edits(line, one))));
  return sum(right) / sum(lines.map(({ length }) => length));
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

async function linesIn(path) {
  const { stdout } = await promisify(execFile)('tesseract', [path, '-', '--psm', '6'], {
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  return stdout.split('\n').map((line) => line.trim());
}
