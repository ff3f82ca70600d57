import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import {
  crossCheckMrz,
  dispose,
  formatMrz,
  init,
  isIdSnapError,
  loadMrz,
  parseMrz,
  prepareImage,
  readZone,
} from 'idsnap';
import type { IdSnapError, Mrz } from 'idsnap';
import { plainPng } from '../fixtures.js';

const LINES = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'] as const;
/** The number with a `B` for an 8, which several readings explain. */
const MISREAD = [LINES[0], LINES[1].replace('L898902', 'LB98902')];

/** The same function, for arguments of any type. */
const untyped = (call: unknown) => call as (...given: unknown[]) => unknown;

function refusal(call: () => unknown): IdSnapError {
  try {
    call();
  } catch (error) {
    assert.ok(isIdSnapError(error), String(error));
    assert.match(error.advice, /^[A-Z].*\.$/);
    return error;
  }
  return assert.fail('expected a refusal');
}

function assertRefused(call: () => unknown, code: string, field: string): void {
  const error = refusal(call);
  assert.deepEqual([error.code, error.field], [code, field], error.message);
  assert.ok(parseMrz(LINES)?.valid, `the instance is as good as before: ${error.message}`);
}

/** A zone that was read, for what is asked of one. */
function read(zone: string | readonly string[]): Mrz {
  const mrz = parseMrz(zone);
  assert.ok(mrz !== null);
  return mrz;
}

it('says what to await before it is loaded', () => {
  for (const call of [
    () => parseMrz(LINES),
    () => readZone(LINES),
    () => untyped(crossCheckMrz)({}, {}),
    () => formatMrz({ format: 'TD3' }),
  ]) {
    const { code, message } = refusal(call);
    assert.deepEqual([code, message], ['not_loaded', 'await loadMrz() first']);
  }
});

describe('what cannot be loaded', () => {
  it('is said, and can be loaded afterwards', async () => {
    // In a process of its own, for a wasm file that is loaded stays.
    const { execFileSync } = await import('node:child_process');
    const script = `
      import { init, loadMrz, parseMrz } from 'idsnap';
      const wasmUrl = new URL('file:///nowhere/idsnap_bg.wasm');
      const codes = [];
      await init({ wasmUrl }).catch(({ code }) => codes.push(code));
      await loadMrz().catch(({ code }) => codes.push(code));
      await init({});
      await loadMrz();
      console.log(codes.join(), parseMrz(${JSON.stringify(LINES)}).valid);`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    assert.equal(output.trim(), 'engine_unavailable,engine_unavailable true');
  });
});

describe('once loaded', () => {
  before(() => Promise.all([loadMrz(), loadMrz()]));
  after(dispose);

  it('reads lines, one text, and nothing', () => {
    const mrz = read(LINES);
    const { status, surname, givenNames, documentNumber, dateOfBirth, checks } = mrz;
    assert.deepEqual([status, surname, givenNames, documentNumber], ['valid', 'ERIKSSON', 'ANNA MARIA', 'L898902C3']);
    assert.deepEqual([dateOfBirth, checks.length], [{ raw: '740812', iso: '1974-08-12' }, 5]);
    assert.deepEqual(parseMrz(LINES.join('\n')), mrz);
    for (const zone of ['', ' \n<<<', [], 'no zone']) assert.equal(parseMrz(zone), null);
  });

  it('tells a zone that cannot be read from none', () => {
    assert.deepEqual(readZone([]), { status: 'absent' });
    assert.deepEqual(readZone('no zone'), { status: 'unreadable', reason: 'form' });
    assert.deepEqual(readZone('P<'.repeat(250)), { status: 'unreadable', reason: 'too_long' });
    assert.deepEqual(readZone(LINES), { status: 'read', mrz: parseMrz(LINES) });
  });

  it('repairs nothing where that is not wanted', () => {
    const zone = [LINES[0], LINES[1].replace('7408122', '74O8122')];
    const outcomes = [parseMrz(zone), parseMrz(zone, { repair: false })];
    assert.deepEqual(
      outcomes.map((mrz) => [mrz?.repaired, mrz?.status]),
      [
        [true, 'valid'],
        [false, 'ambiguous'],
      ],
    );
  });

  it('compares with the print, which settles what is ambiguous', () => {
    const mrz = read(MISREAD);
    assert.equal(mrz.status, 'ambiguous');
    assert.ok(mrz.candidates?.some(({ value }) => value === 'L898902C3'));
    const of = (documentNumber: string) =>
      crossCheckMrz(mrz, { documentNumber, dateOfBirth: '1974-08-12' }).map(({ status }) => status);
    assert.deepEqual(of('L898902C3'), ['passed', 'passed', 'passed']);
    assert.deepEqual(of('X12345678'), ['failed', 'failed', 'passed']);
    assert.deepEqual(crossCheckMrz(JSON.parse(JSON.stringify(mrz)) as Mrz, {}), [
      { kind: 'mrz_format', status: 'not_run', vendorCode: 'mrz' },
    ]);
  });

  it('writes what it reads', () => {
    const lines = formatMrz({
      format: 'TD3',
      issuingState: 'UTO',
      nationality: 'UTO',
      surname: 'Eriksson',
      givenNames: 'Anna-Maria',
      documentNumber: 'L898902C3',
      dateOfBirth: '1974-08-12',
      dateOfExpiry: '2012-04-15',
      sex: 'F',
      optionalData: 'ZE184226B',
    });
    assert.deepEqual(lines, LINES);
    const [names] = formatMrz({ format: 'TD3', issuingState: 'KAZ', surname: 'Иванов', givenNames: 'Пётр' });
    assert.equal(names, 'P<KAZIVANOV<<PETR<<<<<<<<<<<<<<<<<<<<<<<<<<<');
  });

  it('takes the date of the page, unless it is told one', () => {
    const [first, second] = formatMrz({ format: 'TD3', issuingState: 'UTO', surname: 'A', dateOfBirth: '2031-05-06' });
    const zone = [first ?? '', second ?? ''];
    mock.timers.enable({ apis: ['Date'], now: new Date(2031, 4, 6, 0, 30) });
    try {
      assert.equal(parseMrz(zone)?.dateOfBirth?.iso, '2031-05-06');
      mock.timers.setTime(new Date(2031, 4, 5, 23, 30).getTime());
      assert.equal(parseMrz(zone)?.dateOfBirth?.iso, '1931-05-06');
      assert.equal(parseMrz(zone, { today: '2031-05-06' })?.dateOfBirth?.iso, '2031-05-06');
    } finally {
      mock.timers.reset();
    }
  });

  it('goes on after the engine was disposed of, and beside it', async () => {
    dispose();
    assert.ok(parseMrz(LINES)?.valid);
    const preparing = prepareImage(plainPng(40, 30));
    assert.ok(parseMrz(LINES)?.valid);
    await preparing;
    await init();
    assert.ok(parseMrz(LINES)?.valid);
  });
});

describe('what is no zone', () => {
  before(loadMrz);

  it('is refused by its place', () => {
    const long = 'P'.repeat(10_000_000);
    const throwing = new Proxy([], {
      get() {
        throw new RangeError('own');
      },
    });
    for (const zone of [
      undefined,
      null,
      5,
      {},
      new Map(),
      new Uint8Array(88),
      Symbol('x'),
      () => LINES,
      long,
      [long],
      throwing,
    ]) {
      for (const call of [parseMrz, readZone]) assertRefused(() => untyped(call)(zone), 'invalid_field', 'zone');
    }
    const hole = Object.assign([LINES[0]], { length: 2 });
    for (const zone of [[LINES[0], 5], [LINES[0], null], hole, [LINES[0], [LINES[1]]]]) {
      assertRefused(() => untyped(parseMrz)(zone), 'invalid_field', 'zone[1]');
    }
    assert.equal((refusal(() => untyped(parseMrz)(throwing)).cause as Error).message, 'own');
  });

  it('is read as characters that no zone has where it is text', () => {
    for (const zone of ['\ud800'.repeat(44), '\udfff\ud800', '\0', '‮'.repeat(88)]) assert.equal(parseMrz(zone), null);
    assert.equal(parseMrz([LINES[0].replace('ANNA', '\ud800NNA'), LINES[1]])?.status, 'valid');
  });
});

describe('options, zones and fields', () => {
  before(loadMrz);

  it('are refused by name', () => {
    const throwing = {
      get surname(): string {
        throw new RangeError('own');
      },
    };
    const mrz = read(LINES);
    const parse = (options: unknown) => () => untyped(parseMrz)(LINES, options);
    const check = (zone: unknown, fields: unknown) => () => untyped(crossCheckMrz)(zone, fields);
    const format = (fields: unknown) => () => untyped(formatMrz)(fields);
    for (const [call, code, field] of [
      [parse(null), 'invalid_field', 'options'],
      [parse([]), 'invalid_field', 'options'],
      [parse('2026-01-01'), 'invalid_field', 'options'],
      [parse({ today: '2026-02-30' }), 'invalid_field', 'options.today'],
      [parse({ today: new Date() }), 'invalid_field', 'options.today'],
      [parse({ repair: 'no' }), 'invalid_field', 'options.repair'],
      [parse({ autocorrect: true }), 'unknown_option', 'options.autocorrect'],
      [check(undefined, {}), 'invalid_field', 'mrz'],
      [check(LINES, {}), 'invalid_field', 'mrz'],
      [check({}, {}), 'missing_field', 'mrz.format'],
      [check({ ...mrz, status: 'sure' }, {}), 'invalid_field', 'mrz.status'],
      [check({ ...mrz, candidates: [{ field: 'sex' }] }, {}), 'invalid_field', 'mrz.candidates[0].field'],
      [check(mrz, undefined), 'invalid_field', 'fields'],
      [check(mrz, { surname: 5 }), 'invalid_field', 'fields.surname'],
      [check(mrz, { name: 'x' }), 'unknown_option', 'fields.name'],
      [check(mrz, { surname: 'x'.repeat(10_000_000) }), 'invalid_field', 'fields'],
      [check(mrz, throwing), 'invalid_field', 'fields'],
      [format(undefined), 'invalid_field', 'fields'],
      [format({}), 'missing_field', 'fields.format'],
      [format({ format: 'CHE-DL' }), 'invalid_field', 'fields.format'],
      [format({ format: 'TD3', surname: '\ud800' }), 'invalid_field', 'fields.surname'],
      [format({ format: 'TD3', surname: new Blob() }), 'invalid_field', 'fields.surname'],
      [format({ format: 'TD3', documentNumber: 'A123456789' }), 'invalid_field', 'fields.documentNumber'],
      [format({ format: 'TD3', dateOfBirth: '1990-02-30' }), 'invalid_field', 'fields.dateOfBirth'],
    ] as const) {
      assertRefused(call, code, field);
    }
  });
});
