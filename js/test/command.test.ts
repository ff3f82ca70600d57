// `npx idsnap`, as a process.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dispose, prepareImage, prepareImages } from 'idsnap';
import { cardPng, plainPng } from './fixtures.js';

const COMMAND = fileURLToPath(new URL('../../dist/idsnap.js', import.meta.url));
const CARD = {
  topLeft: { x: 80, y: 60 },
  topRight: { x: 560, y: 60 },
  bottomRight: { x: 560, y: 363 },
  bottomLeft: { x: 80, y: 363 },
};
const ZONE = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];

const card = (): Uint8Array<ArrayBuffer> => cardPng(640, 420, CARD);

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'idsnap-command-'));
  mkdirSync(join(folder, 'in', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'in', 'card.png'), card());
  writeFileSync(join(folder, 'in', 'deep', 'plain.png'), plainPng(90, 60));
  writeFileSync(join(folder, 'in', 'text.jpg'), 'no image');
});
after(() => {
  rmSync(folder, { recursive: true });
  dispose();
});

interface Ran {
  code: number | null;
  out: string;
  lines: Record<string, unknown>[];
  errors: string;
  bytes: Buffer;
}

/** Runs the command in the folder. Lines are read where they are JSON. */
function run(args: readonly string[], input: string | Uint8Array = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    input,
    timeout: 120_000,
  });
  const out = stdout.toString();
  const lines = args.includes('--json')
    ? out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    : [];
  return { code: status, out, lines, errors: stderr.toString(), bytes: stdout };
}

describe('idsnap prepare', () => {
  it('gives the second file of a name a place of its own, and writes all files of a request or none', () => {
    mkdirSync(join(folder, 'twice', 'a'), { recursive: true });
    mkdirSync(join(folder, 'twice', 'b'), { recursive: true });
    writeFileSync(join(folder, 'twice', 'a', 'x.png'), card());
    writeFileSync(join(folder, 'twice', 'b', 'x.png'), plainPng(90, 60));
    const files = ['twice/a/x.png', 'twice/b/x.png'];
    const { code, lines } = run(['prepare', ...files, '--vendor', 'cvs', '--out', 'two', '--force', '--json']);
    assert.equal(code, 0);
    assert.deepEqual(
      lines.map(({ out }) => out),
      [join('two', 'x.png'), join('two', 'x-2.png')],
    );
    for (const line of lines) assert.equal(readFileSync(join(folder, String(line['out']))).length, line['byteLength']);
    mkdirSync(join(folder, 'three'));
    writeFileSync(join(folder, 'three', 'x-2.png'), 'in the way');
    const together = run(['prepare', ...files, '--vendor', 'cvs', '--out', 'three', '--together', '--json']);
    assert.equal(together.code, 1);
    assert.equal(existsSync(join(folder, 'three', 'x.png')), false);
  });

  it('writes the bytes that the SDK makes, for every file of a pattern', async () => {
    const { code, lines } = run(['prepare', 'in/**/*.png', '--vendor', 'zoloz', '--out', 'out', '--json']);
    assert.equal(code, 0);
    assert.deepEqual(
      lines.map(({ file, out, ok }) => [file, out, ok]),
      [
        [join('in', 'card.png'), join('out', 'card.jpg'), true],
        [join('in', 'deep', 'plain.png'), join('out', 'plain.jpg'), true],
      ],
    );
    const image = await prepareImage(card(), { limits: 'zoloz' });
    assert.deepEqual(readFileSync(join(folder, 'out', 'card.jpg')), Buffer.from(image.bytes()));
    const { sha256, byteLength, source, path } = image;
    const [told] = lines;
    assert.deepEqual(
      [told?.['sha256'], told?.['byteLength'], told?.['source'], told?.['path']],
      [sha256, byteLength, source, path],
    );
  });

  it('keeps what is there, unless it is forced', () => {
    writeFileSync(join(folder, 'card.png'), 'mine');
    const args = ['prepare', join('in', 'card.png'), '--out', '.'];
    const refused = run(args);
    assert.deepEqual([refused.code, refused.out], [1, '']);
    assert.match(refused.errors, /card\.png is there already/);
    assert.equal(readFileSync(join(folder, 'card.png'), 'utf8'), 'mine');
    assert.equal(run([...args, '--force']).code, 0);
    assert.notEqual(readFileSync(join(folder, 'card.png'), 'utf8'), 'mine');
  });

  it('goes through from standard input to standard output', async () => {
    const { code, bytes } = run(['prepare', '-', '--vendor', 'cvs', '--max-edge', '100', '--quality', '60'], card());
    const image = await prepareImage(card(), { limits: 'cvs', maxEdge: 100, quality: 60 });
    assert.equal(code, 0);
    assert.deepEqual(bytes, Buffer.from(image.bytes()));
  });

  it('shares a limit between the images of one request', async () => {
    const names = [join('in', 'card.png'), join('in', 'deep', 'plain.png')];
    const { code, lines } = run(['prepare', ...names, '--vendor', 'zoloz', '--together', '--out', 'both', '--json']);
    const images = await prepareImages([card(), plainPng(90, 60)], { limits: 'zoloz' });
    assert.equal(code, 0);
    assert.deepEqual(
      lines.map(({ sha256 }) => sha256),
      images.map(({ sha256 }) => sha256),
    );
  });

  it('goes on after a file that fails, and says so with 1', () => {
    const names = ['nothing.jpg', join('in', 'text.jpg'), 'in', join('in', 'card.png')];
    const { code, lines } = run(['prepare', ...names, '--out', 'rest', '--json', '--language', 'ru']);
    assert.equal(code, 1);
    const codes = lines.map(({ error }) => (error as { code: string } | undefined)?.code);
    assert.deepEqual(codes, ['no_file', 'not_an_image', 'no_file', undefined]);
    assert.match((lines[1]?.['error'] as { advice: string }).advice, /^Этот файл не фотография/);
  });
});

describe('idsnap, where what it writes to is gone', { skip: process.platform === 'win32' }, () => {
  /** Runs the command by a shell, whose exit code is the one of the command. */
  const shell = (line: string): number | null =>
    spawnSync('bash', ['-c', `set -o pipefail; idsnap() { '${process.execPath}' '${COMMAND}' "$@"; }; ${line}`], {
      cwd: folder,
    }).status;
  const photos = Array.from({ length: 4 }, (_, index) => `p${index}.png`);
  before(() => {
    mkdirSync(join(folder, 'many'));
    for (const name of photos) writeFileSync(join(folder, 'many', name), plainPng(90, 60));
  });

  it('writes every photo although nobody reads the lines, and tells of failures by its code', () => {
    assert.equal(shell("idsnap prepare 'many/*' nope.jpg --out unread --json | true"), 1);
    assert.deepEqual(readdirSync(join(folder, 'unread')), photos);
    assert.equal(shell("idsnap prepare 'many/*' --out enough --json | head -c 1 >/dev/null"), 0);
    assert.deepEqual(readdirSync(join(folder, 'enough')), photos);
  });

  it('writes every photo although the lines have no room, and fails', { skip: !existsSync('/dev/full') }, () => {
    assert.equal(shell("idsnap prepare 'many/*' --out full --json >/dev/full"), 1);
    assert.deepEqual(readdirSync(join(folder, 'full')), photos);
    assert.equal(shell('idsnap --help >/dev/full'), 1);
    assert.equal(shell('idsnap mend --json >/dev/full 2>/dev/full'), 2);
  });

  it('fails where the lines are all that it makes', () => {
    assert.equal(shell("idsnap analyze 'many/*' --json | true"), 1);
  });
});

describe('idsnap, with odd files and folders', () => {
  const errorOf = ([line]: Ran['lines']): Record<string, string> => line?.['error'] as Record<string, string>;

  it('refuses a file that is longer than any photo without reading it, and goes on', () => {
    writeFileSync(join(folder, 'film.jpg'), '');
    truncateSync(join(folder, 'film.jpg'), 268_435_457);
    const { code, lines } = run(['analyze', 'film.jpg', join('in', 'card.png'), '--json']);
    assert.deepEqual([code, errorOf(lines)['code'], lines[1]?.['ok']], [1, 'file_too_large', true]);
  });

  it('says of trouble with what is written that it is there', () => {
    const photo = join('in', 'card.png');
    mkdirSync(join(folder, 'odd', 'card.png'), { recursive: true });
    const folderInTheWay = errorOf(run(['prepare', photo, '--out', 'odd', '--force', '--json']).lines);
    assert.equal(folderInTheWay['code'], 'in_the_way');
    assert.match(folderInTheWay['message'] ?? '', /card\.png is a folder/);
    mkdirSync(join(folder, 'links'));
    symlinkSync(join(folder, 'nowhere', 'x.png'), join(folder, 'links', 'card.png'));
    const link = ['prepare', photo, '--out', 'links', '--json'];
    assert.equal(errorOf(run(link).lines)['code'], 'in_the_way');
    const forced = errorOf(run([...link, '--force']).lines);
    assert.equal(forced['code'], 'no_folder');
    assert.match(forced['message'] ?? '', /card\.png cannot be made/);
  });

  it('ends where a folder cannot be made, and tells the cause', { skip: !existsSync('/proc/self') }, () => {
    const { code, lines } = run(['prepare', join('in', 'card.png'), '--out', '/proc/idsnap', '--json']);
    assert.deepEqual([code, errorOf(lines)['code']], [1, 'no_folder']);
    const loop = join(folder, 'loop');
    symlinkSync(loop, loop);
    const looped = errorOf(run(['analyze', 'loop', '--json']).lines);
    assert.deepEqual([looped['code'], looped['message']], ['failed', 'ELOOP']);
    assert.match(looped['advice'] ?? '', /what the system said/);
  });

  it('finds files by a pattern whose names are not UTF-8', { skip: process.platform !== 'linux' }, () => {
    const odd = Buffer.from([...Buffer.from(`${folder}/latin-`), 0xe9]);
    mkdirSync(Buffer.concat([odd, Buffer.from('/sub')]), { recursive: true });
    for (const name of [[0xff], [0xfe]])
      writeFileSync(Buffer.concat([odd, Buffer.from('/sub/'), Buffer.from(name)]), plainPng(90, 60));
    const { code, lines } = run(['analyze', 'latin-*/sub/*', '--json']);
    assert.equal(code, 0);
    assert.deepEqual(
      lines.map(({ file }) => file),
      ['latin-\\xe9/sub/\\xfe', 'latin-\\xe9/sub/\\xff'],
    );
  });
});

describe('idsnap validate, analyze and parse', () => {
  it('tells whether a file fits as it is', () => {
    const { code, lines } = run(['validate', 'in/*.png', '--vendor', 'zoloz', '--json']);
    assert.equal(code, 1);
    assert.deepEqual([lines[0]?.['valid'], lines[0]?.['problems']], [false, ['format']]);
    run(['prepare', join('in', 'card.png'), '--vendor', 'zoloz', '--out', 'valid']);
    const fits = run(['validate', join('valid', 'card.jpg'), '--vendor', 'zoloz']);
    assert.deepEqual([fits.code, fits.errors], [0, '']);
    assert.match(fits.out, /fits as it is/);
    const large = run(['validate', join('valid', 'card.jpg'), '--vendor', 'zoloz', '--max-bytes', '3000', '--json']);
    assert.deepEqual([large.code, large.lines[0]?.['valid'], large.lines[0]?.['problems']], [1, false, ['size']]);
  });

  it('tells what is wrong with a photo', () => {
    const { code, lines } = run(['analyze', 'in/deep/*', '--json']);
    assert.deepEqual([code, lines[0]?.['hints']], [0, ['NO_DOCUMENT']]);
    assert.match(run(['analyze', join('in', 'card.png')]).out, /^✓ .*card\.png: .*sharpness \d/);
  });

  it('reads a stored response of a vendor', () => {
    const body = readFileSync(new URL('../../tests/fixtures/zoloz/recognized.json', import.meta.url));
    const { code, lines } = run(['parse', '-', '--vendor', 'zoloz', '--operation', 'recognize', '--json'], body);
    assert.equal(code, 0);
    const [told] = lines;
    assert.equal((told?.['documents'] as unknown[]).length, 1);
    assert.ok(told !== undefined && 'verdict' in told && !('raw' in told));
    const locked = run(['parse', '-', '--vendor', 'zoloz', '--status', '401', '--json'], '{}');
    assert.deepEqual([locked.code, (locked.lines[0]?.['error'] as { code: string }).code], [1, 'credentials_rejected']);
  });

  it('reads the zone of a photo, and fails where there is none', () => {
    const passport = fileURLToPath(new URL('../../zone/tests/fixtures/passport-flat.png', import.meta.url));
    const { code, lines } = run(['mrz', passport, join('in', 'card.png'), '--json', '--language', 'ru']);
    assert.equal(code, 1);
    const [read, none] = lines as [Record<string, unknown>, { status: string; error: Record<string, string> }];
    assert.deepEqual([read['ok'], read['status'], read['format'], 'exitCode' in read], [true, 'valid', 'TD3', false]);
    assert.equal((read['mrz'] as { format: string }).format, 'TD3');
    assert.deepEqual([none.status, none.error['code']], ['none', 'mrz_unreadable']);
    assert.match(none.error['advice'] ?? '', /^Не удалось прочитать/);
    assert.match(run(['mrz', passport]).out, /^✓ .*: TD3, valid\n {2}PWPIE.*\n.*surname: /s);
  });

  it('gives every failure of --json a code, advice and the exit code', () => {
    const zone = join(folder, 'zone.txt');
    writeFileSync(zone, 'no zone');
    const cases: [string, string[]][] = [
      ['no_file', ['analyze', 'nothing.jpg']],
      ['not_an_image', ['analyze', join('in', 'text.jpg')]],
      ['no_folder', ['prepare', join('in', 'card.png'), '--out', join('in', 'text.jpg')]],
      ['file_too_large', ['parse', 'long.txt']],
      ['in_the_way', ['prepare', join('in', 'card.png'), '--out', 'way']],
      ['does_not_fit', ['validate', join('in', 'card.png'), '--vendor', 'zoloz']],
      ['mrz_unreadable', ['parse', zone]],
      ['mrz_unreadable', ['mrz', join('in', 'card.png')]],
      ['wrong_use', ['mrz']],
      ['wrong_use', ['analyze', 'a.jpg', '--colour']],
    ];
    run(['prepare', join('in', 'card.png'), '--out', 'way']);
    writeFileSync(join(folder, 'long.txt'), '');
    truncateSync(join(folder, 'long.txt'), 268_435_457);
    const page = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
    for (const [expected, args] of cases) {
      const { code, lines } = run([...args, '--json']);
      const [{ ok, exitCode, error }] = lines as [Record<string, unknown> & { error: Record<string, string> }];
      assert.deepEqual([ok, error['code'], exitCode], [false, expected, code], args.join(' '));
      assert.equal(code, expected === 'wrong_use' ? 2 : 1);
      for (const key of ['message', 'advice']) assert.ok((error[key] ?? '').length > 5, `${expected}: ${key}`);
      assert.ok(page.includes(`\`${expected}\``), expected);
    }
  });

  it('reads the text of a zone', () => {
    const { code, out } = run(['parse', '-'], `${ZONE.join('\n')}\n`);
    assert.equal(code, 0);
    assert.match(out, /TD1, valid\n.*surname: ERIKSSON/s);
    assert.equal(run(['parse', '-'], 'no zone').code, 1);
  });
});

describe('idsnap, called wrongly', () => {
  it('says what is wrong and ends with 2, before it reads a file', () => {
    const cases: [string[], RegExp][] = [
      [[], /name a command/],
      [['mend', 'a.jpg'], /no command "mend"/],
      [['prepare', '--out', 'x'], /name a file/],
      [['prepare', 'a.jpg'], /--out/],
      [['prepare', 'a.jpg', '--out', ''], /--out takes the name of a folder/],
      [['prepare', 'a.jpg', '--out', 'x', '--vendor', 'acme'], /no vendor "acme"; there are: \w+/],
      [['prepare', 'a.jpg', '--out', 'x', '--max-bytes', '1e3'], /--max-bytes takes a whole number/],
      [['prepare', 'a.jpg', '--out', 'x', '--colour'], /--colour/],
      [['validate', 'a.jpg'], /--vendor/],
      [['parse', 'a.json', '--vendor', 'zoloz', '--operation', 'read'], /no operation "read"/],
    ];
    for (const [args, message] of cases) {
      const { code, out, errors } = run(args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(errors, message);
    }
    const option = run(['prepare', join('in', 'card.png'), '--out', 'x', '--quality', '101']);
    assert.deepEqual([option.code, option.out], [2, '']);
    assert.match(option.errors, /quality/);
  });

  it('helps', () => {
    for (const args of [
      ['--help'],
      ['prepare', '--help'],
      ['analyze', '--help'],
      ['validate', '--help'],
      ['parse', '--help'],
    ]) {
      const { code, out } = run(args);
      assert.equal(code, 0);
      assert.ok(
        out.split('\n').every((line) => line.length <= 120),
        args.join(' '),
      );
      assert.match(out, /idsnap/);
    }
    assert.match(run(['--version']).out, /^\d+\.\d+\.\d+\n$/);
  });
});
