import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { ACCOUNTS, customerKeys, privatePem } from './support.js';

function messageOf(options: Partial<ProxyOptions>): string {
  try {
    createProxy({ authorize: 'anyone', ...options });
  } catch (error) {
    assert(error instanceof TypeError);
    return error.message;
  }
  return assert.fail('no error');
}

function withKey(privateKey: string): ProxyOptions {
  return { authorize: 'anyone', zoloz: { ...ACCOUNTS.zoloz, privateKey } };
}

const pkcs1 = customerKeys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const shortPem = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
/** The key with one byte of its DER form changed. */
function changed(at: number): string {
  const der = Buffer.from(bare(privatePem), 'base64');
  der[at] = (der[at] ?? 0) ^ 1;
  return der.toString('base64');
}
const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');

describe('a proxy that does not start', () => {
  it('is told in a screenful: Node prints the line of the package that the error comes from', () => {
    const script = "import { createProxy } from 'idsnap/proxy'; createProxy({ authorize: 'anyone' });";
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    const text = stderr.toString();
    assert.equal(status, 1);
    assert.match(text, /TypeError: createProxy: no vendor is set up/);
    assert.ok(text.length < 2000, `${text.length} characters`);
  });
});

describe('the options of the proxy', () => {
  const wrong: [title: string, options: Partial<ProxyOptions>, message: string][] = [
    ['no vendor', {}, 'createProxy: no vendor is set up; give zoloz, beorg, biometricKz or cvs.'],
    [
      'a misspelt option',
      { ...ACCOUNTS, timeout: 5 } as ProxyOptions,
      'createProxy: the option timeout is not known; the known ones are zoloz, beorg, biometricKz, cvs, log, fetch, now, ' +
        'authorize, allowedHosts, store, rememberMs, bodyTimeoutMs, minBytesPerSecond, ' +
        'basePath, allowedOrigins, allowCredentials, ownership, rateLimit, maxBodyBytes, maxAnswerBytes, timeoutMs, ' +
        'hookTimeoutMs.',
    ],
    [
      'a missing token',
      { beorg: { ...ACCOUNTS.beorg, token: '' } },
      'createProxy: the option beorg.token is missing or empty.',
    ],
    [
      'a token with a line break',
      { beorg: { ...ACCOUNTS.beorg, token: 'abc\n' } },
      'createProxy: the option beorg.token holds a space, a line break or a character outside ASCII.',
    ],
    [
      'an address without TLS',
      { zoloz: { ...ACCOUNTS.zoloz, baseUrl: 'http://zoloz.example' } },
      'createProxy: the option zoloz.baseUrl is not an https address (http is for localhost alone).',
    ],
    ...[
      'https://user@zoloz.example',
      'https://:password@zoloz.example',
      'https://zoloz.example/?a=1',
      'https://zoloz.example/#a',
    ].map((baseUrl): [string, Partial<ProxyOptions>, string] => [
      `the address ${baseUrl}`,
      { zoloz: { ...ACCOUNTS.zoloz, baseUrl } },
      'createProxy: the option zoloz.baseUrl has a user name, a query or a fragment.',
    ]),
    [
      'no address',
      { zoloz: { ...ACCOUNTS.zoloz, baseUrl: 'zoloz' } },
      'createProxy: the option zoloz.baseUrl is not an address.',
    ],
    [
      'a colon in the user name of HTTP Basic',
      { cvs: { apiKey: 'a:b', apiSecret: 'c' } },
      'createProxy: the option cvs.apiKey holds a colon, which HTTP Basic does not allow.',
    ],
    [
      'an origin with a path',
      { ...ACCOUNTS, allowedOrigins: ['https://shop.example/'] },
      'createProxy: the option allowedOrigins holds something that is not an origin such as https://shop.example.',
    ],
    [
      'cookies from everywhere',
      { ...ACCOUNTS, allowedOrigins: ['*'], allowCredentials: true },
      'createProxy: the option allowCredentials cannot stand beside an allowedOrigins of "*": name the origins.',
    ],
    [
      'a limit of nothing',
      { ...ACCOUNTS, maxBodyBytes: 0 },
      'createProxy: the option maxBodyBytes is not a whole number from 1 up.',
    ],
    [
      'a base path without a slash',
      { ...ACCOUNTS, basePath: 'api' },
      'createProxy: the option basePath is not a path such as /api/idsnap.',
    ],
    [
      'half of an ownership',
      { ...ACCOUNTS, ownership: { owns: () => true } as unknown as NonNullable<ProxyOptions['ownership']> },
      'createProxy: the option ownership does not have both functions, remember and owns.',
    ],
  ];
  for (const [title, options, message] of wrong) {
    it(`refuses ${title} in a full sentence`, () => {
      assert.equal(messageOf(options), message);
    });
  }

  it('never shows the value of an option', () => {
    const message = messageOf({ cvs: { apiKey: 'k', apiSecret: 'very secret' } });
    assert.doesNotMatch(message, /very/);
  });
});

describe('authorize', () => {
  it('must be decided: without it the proxy does not start', () => {
    for (const authorize of [undefined, null, true, false, 'everyone', '', {}]) {
      const message = messageOf({ ...ACCOUNTS, authorize } as unknown as ProxyOptions);
      assert.match(message, /^createProxy: the option authorize is missing: give a function .* or 'anyone'\.$/);
    }
  });
});

describe('the private key', () => {
  const convert = 'convert it with "openssl pkcs8 -topk8 -nocrypt -in key.pem" and pass the result';
  const wrong: [title: string, key: string, problem: string][] = [
    ['nothing', '', 'is missing or empty'],
    ['a PKCS#1 key in PEM', pkcs1, `holds a PKCS#1 key; ${convert}`],
    ['a PKCS#1 key in bare base64', bare(pkcs1), `holds a PKCS#1 key; ${convert}`],
    ['a key of another kind', elliptic, 'is not an RSA PRIVATE KEY'],
    [
      'a public key',
      privatePem.replaceAll('PRIVATE', 'PUBLIC'),
      'holds a PEM block named "PUBLIC KEY"; one named "PRIVATE KEY" is needed',
    ],
    ['a PEM that was cut off', privatePem.slice(0, 400), 'holds a PEM block that does not end, or something beside it'],
    [
      'damaged base64',
      privatePem.replace('MII', 'M!I'),
      'is not a PRIVATE KEY in PEM form: its base64 text is damaged',
    ],
    ['words', 'aGVsbG8=', 'is not an RSA key in DER form'],
    ['cut off', bare(privatePem).slice(0, 800), 'is an RSA PRIVATE KEY that is damaged'],
    [
      'changed in one byte of its first prime',
      changed(750),
      'is an RSA PRIVATE KEY that is damaged: its primes do not belong to it',
    ],
    [
      'changed in one byte of its exponent',
      changed(400),
      'is an RSA PRIVATE KEY that is damaged: its exponents do not belong together',
    ],
    ['too short', shortPem, 'is an RSA PRIVATE KEY that has 1024 bits; 2048 are needed'],
  ];
  for (const [title, key, problem] of wrong) {
    it(`is refused when it is ${title}`, () => {
      assert.equal(messageOf(withKey(key)), `createProxy: the option zoloz.privateKey ${problem}.`);
    });
  }

  it('of every size that is in use starts', () => {
    for (const modulusLength of [2048, 3072, 4096]) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
      const vendorPublicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      createProxy({ authorize: 'anyone', zoloz: { ...ACCOUNTS.zoloz, privateKey: pem, vendorPublicKey } });
    }
  });

  it('of the vendor is refused when it is damaged', () => {
    const pem = customerKeys.publicKey.export({ type: 'spki', format: 'der' });
    const vendorPublicKey = pem.subarray(0, -9).toString('base64');
    const message = messageOf({ zoloz: { ...ACCOUNTS.zoloz, vendorPublicKey } });
    assert.equal(message, 'createProxy: the option zoloz.vendorPublicKey is an RSA PUBLIC KEY that is damaged.');
  });

  it('may be bare base64 or have its line breaks written out', () => {
    createProxy(withKey(bare(privatePem)));
    createProxy(withKey(privatePem.replaceAll('\n', '\\n')));
  });
});
