import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { IN_NPM_TEST, matrixLines } from '../suites/bundlers.mjs';

describe('the matrix of set-ups', () => {
  it('names a test for each that npm test runs', () => {
    const tests = readFileSync(inRoot('tests', 'packaging', 'bundlers.test.mjs'), 'utf8');
    for (const title of Object.values(IN_NPM_TEST)) assert.ok(tests.includes(`it('${title}'`), title);
  });

  it('tells what ran, what failed, and of the others when they last ran', () => {
    const failures = [{ name: IN_NPM_TEST.webpack }];
    const kept = { Rollup: { said: 'passed', at: '2026-11-30T01:02:03.000Z' } };
    const lines = matrixLines({ failures }, ['Rollup', 'Bun'], kept).map((line) => line.replace(/ {2,}/, ': '));
    assert.ok(lines.includes('webpack: failed'));
    assert.ok(lines.includes('Vite 8, build: passed'));
    const others = 'not run here, takes packages of npm and minutes: npm run test:packaging';
    assert.ok(lines.includes(`Rollup: ${others}, passed 2026-11-30`));
    assert.ok(lines.includes(`Bun: ${others} has not run in this checkout`));
    assert.match(lines.at(-1), /not tried: /);
  });
});
