import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { adviceFor, createClient, dispose, init, isIdSnapError, prepareImage } from 'idsnap';
import type { ErrorCode, IdSnapError } from 'idsnap';
import { en } from '../pkg/advice.js';
import { ENGINE_TEXTS } from '../src/advice/engine.js';
import { kk } from '../src/advice/kk.js';
import { ky } from '../src/advice/ky.js';
import type { AdviceTexts } from '../src/advice/texts.js';
import { ru } from '../src/advice/ru.js';
import { uz } from '../src/advice/uz.js';
import { vi } from '../src/advice/vi.js';
import { failure } from './failure.js';

const LANGUAGES: Readonly<Record<string, AdviceTexts>> = { kk, ky, ru, uz, vi };
/** What every text of a language has at least one of: letters that English has not. */
const LETTERS: Readonly<Record<string, RegExp>> = {
  kk: /[а-яё]/i,
  ky: /[а-яё]/i,
  ru: /[а-яё]/i,
  uz: /\b(qayta|bu|surat|hujjat|xizmat|sayt|sahifa|fayl|seans|tarmoq|bekor|aloqa|faylni|hali|nusxasini)/i,
  vi: /[àáảãạăâđêôơưèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]/i,
};
/** A HEIC file, as far as anybody looks. */
const HEIC = Uint8Array.from(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'));

describe('the texts', () => {
  it('are those of the published list in English', async () => {
    const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` *\| \w+ *\| (?:yes|no) *\| (.+?) *\|$/gm)];
    const { unsupported_format_HEIC: heic = '', ...codes } = en;
    assert.deepEqual(codes, Object.fromEntries(rows.map(([, code, advice]) => [code, advice])));
    assert.ok(page.includes(heic));
    assert.ok(rows.length > 50, `${rows.length} codes`);
  });

  for (const [name, texts] of Object.entries(LANGUAGES)) {
    it(`are whole in ${name}`, () => {
      assert.deepEqual(Object.keys(texts).sort(), Object.keys(en).sort());
      for (const [code, text] of Object.entries(texts)) {
        assert.notEqual(text, en[code], code);
        assert.match(text, LETTERS[name] ?? /^$/, code);
        assert.match(text, /^\p{Lu}.*\.$/u, code);
        assert.doesNotMatch(text, /[{}<>]|\bTODO\b|\s{2}/, code);
        assert.ok(text.length < 260, code);
      }
    });

    it(`say a thing of their own for each thing in ${name}`, () => {
      const meanings = new Set(Object.values(en)).size;
      assert.equal(new Set(Object.values(texts)).size, meanings, 'texts that are the same in English alone');
    });
  }
});

describe('the texts of an engine that is not available', () => {
  it('are there in every language, are their own, and are those of the page on errors', async () => {
    const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    assert.deepEqual(Object.keys(ENGINE_TEXTS).sort(), ['en', ...Object.keys(LANGUAGES)].sort());
    for (const [language, texts] of Object.entries(ENGINE_TEXTS)) {
      const all = [texts.operator, texts.unreachable, texts.memory];
      assert.equal(new Set(all).size, 3, language);
      for (const text of all) {
        assert.match(text, /^\p{Lu}.*\.$/u);
        if (language === 'en') assert.ok(page.includes(`| ${text} |`), text);
        else assert.match(text, LETTERS[language] ?? /^$/);
      }
    }
  });
});

describe('adviceFor', () => {
  it('takes the language that the lookup of RFC 4647 gives', async () => {
    // Uzbek is there in Latin letters alone: the language counts above the script.
    const tags = { 'uz-Cyrl': uz, 'uz-Cyrl-UZ': uz, 'kk-Arab-CN': kk, ru_RU: ru, 'vi-x-shop': vi, 'ru-u-nu-latn': ru };
    for (const [tag, texts] of Object.entries(tags)) {
      assert.equal(await adviceFor('aborted', tag), texts.aborted, tag);
    }
    // The registry prefers two letters where there are two.
    for (const tag of ['rus', 'RUS-KZ']) assert.equal(await adviceFor('aborted', tag), ru.aborted, tag);
    for (const tag of ['x-ru', 'i-default', 'und-Cyrl', 'russian', '', '-', 'zh-Hans']) {
      assert.equal(await adviceFor('aborted', tag), en['aborted'], tag);
    }
  });

  it('takes an error, a reason, a code and an abort, and a tag with a region', async () => {
    const error = await failure(prepareImage(HEIC));
    assert.equal(await adviceFor(error, 'ru-KZ'), ru.unsupported_format_HEIC);
    assert.equal(await adviceFor({ code: 'document_expired', advice: 'x' }, 'vi'), vi.document_expired);
    assert.equal(await adviceFor('rate_limited', 'KK'), kk.rate_limited);
    assert.equal(await adviceFor(new DOMException('x', 'AbortError'), 'uz'), uz.aborted);
  });

  it('speaks English where there is no such language', async () => {
    assert.equal(await adviceFor('aborted', 'de'), en['aborted']);
    assert.equal(await adviceFor('aborted', 'constructor'), en['aborted']);
    assert.equal(await adviceFor('aborted', 'en-GB'), en['aborted']);
  });

  it('keeps the advice of a code that it does not know, and refuses what is no failure', async () => {
    const newer = { code: 'from_the_future' as ErrorCode, advice: 'Wait.' };
    assert.equal(await adviceFor(newer, 'ru'), 'Wait.');
    for (const given of ['constructor', 'nothing', undefined, 7, {}]) {
      assert.equal((await failure(adviceFor(given as ErrorCode, 'ru'))).code, 'invalid_field', JSON.stringify(given));
    }
    assert.equal((await failure(adviceFor('aborted', 7 as unknown as string))).field, 'language');
  });
});

describe('what cannot be read', () => {
  it('is refused by name, and not with an error of its own', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const getter = {
      get code(): never {
        throw new Error('mine');
      },
    };
    for (const given of [proxy, getter]) {
      const error = await failure(adviceFor(given as unknown as ErrorCode, 'ru'));
      assert.deepEqual([error.code, error.field], ['invalid_field', 'error']);
    }
  });
});

describe('the language of a client and of the page', () => {
  after(async () => {
    await init({ language: 'en' });
    dispose();
  });
  const refused = { status: 'SUCCESS', error_codes: ['x'] };

  it('is English by itself', async () => {
    assert.equal((await failure(prepareImage(HEIC))).advice, en['unsupported_format_HEIC']);
  });

  it('is that of init in calls that say nothing else, and changes nothing but the advice', async () => {
    const { info: before, cause } = await failure(prepareImage(HEIC));
    await init({ language: 'ky' });
    const error = await failure(prepareImage(HEIC));
    assert.equal(error.advice, ky.unsupported_format_HEIC);
    assert.deepEqual(error.info, { ...before, advice: ky.unsupported_format_HEIC });
    assert.equal(error.cause, cause);
    assert.equal((await failure(prepareImage(new Uint8Array(0)))).advice, ky.empty_image);
  });

  it('is that of the client before it, in errors and in verdicts', async () => {
    const client = createClient({ endpoint: 'http://localhost', language: 'vi' });
    const error = await failure(client.beorg.parse.getResult(401, JSON.stringify(refused)));
    assert.equal(error.advice, vi[error.code]);
    const reply = await client.biometricKz.parse.parseDocument(200, '{"result":{}}').catch((cause: unknown) => cause);
    const advised = isIdSnapError(reply) ? [reply] : (reply as { verdict: { reasons: IdSnapError[] } }).verdict.reasons;
    assert.ok(advised.length > 0);
    for (const { code, advice } of advised) assert.equal(advice, vi[code]);
    const call = await failure(client.beorg.addDocument({ documents: [] }));
    assert.equal(call.advice, vi[call.code]);
  });

  it('leaves an abort as it is', async () => {
    const reason = new Error('enough');
    await assert.rejects(prepareImage(HEIC, { signal: AbortSignal.abort(reason) }), reason);
  });
});
