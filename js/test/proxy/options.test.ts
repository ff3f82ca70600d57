import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { createProxy, type ProxyOptions } from 'idsnap/proxy';
import { ACCOUNTS, customerKeys, privatePem } from './support.js';

function messageOf(options: ProxyOptions): string {
  try {
    createProxy(options);
  } catch (error) {
    assert(error instanceof TypeError);
    return error.message;
  }
  return assert.fail('no error');
}

function withKey(privateKey: string): ProxyOptions {
  return { zoloz: { ...ACCOUNTS.zoloz, privateKey } };
}

const pkcs1 = customerKeys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');

describe('the options of the proxy', () => {
  const wrong: [title: string, options: ProxyOptions, message: string][] = [
    ['no vendor', {}, 'createProxy: no vendor is set up; give zoloz, beorg, biometricKz or cvs.'],
    [
      'a misspelt option',
      { ...ACCOUNTS, timeout: 5 } as ProxyOptions,
      'createProxy: the option timeout is not known; the known ones are zoloz, beorg, biometricKz, cvs, authorize, log, fetch, now, ' +
        'basePath, allowedOrigins, allowCredentials, ownership, maxBodyBytes, maxAnswerBytes, timeoutMs.',
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
    ].map((baseUrl): [string, ProxyOptions, string] => [
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
  ];
  for (const [title, key, problem] of wrong) {
    it(`is refused when it is ${title}`, () => {
      assert.equal(messageOf(withKey(key)), `createProxy: the option zoloz.privateKey ${problem}.`);
    });
  }

  it('may be bare base64 or have its line breaks written out', () => {
    createProxy(withKey(bare(privatePem)));
    createProxy(withKey(privatePem.replaceAll('\n', '\\n')));
  });
});
