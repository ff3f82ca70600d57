// What a vendor sends reaches JavaScript whatever it is.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createClient, dispose } from 'idsnap';

const client = createClient({ endpoint: 'https://app.example/id' });

describe('a response on its way to JavaScript', () => {
  after(dispose);

  it('keeps every whole number, as a text where JavaScript has none', async () => {
    for (const number of ['9007199254740991', '9007199254740992', '-9007199254740992', '9007199254740993']) {
      const value = Number.isSafeInteger(Number(number)) ? Number(number) : number;
      const zoloz = await client.zoloz.parse.recognize(
        200,
        `{"result":{"resultStatus":"S"},"recognitionResult":"Y","docEdition":${number},"ocrResult":{"A":${number}}}`,
      );
      assert.deepEqual(zoloz.data.docEdition ?? zoloz.data.extra['docEdition'], value);
      assert.equal(zoloz.data.ocrResult['A'], number);
      const beorg = await client.beorg.parse.getResult(200, `{"documents":[{"data":{"A":"b"}}],"x":${number}}`);
      assert.ok(beorg.state === 'ready', number);
      assert.deepEqual([beorg.data.extra, (beorg.raw as { x: unknown }).x], [{ x: value }, value]);
      const cvs = await client.cvs.parse.card(200, `{"errorCode":"0","data":{"info":{"a":[${number}]}}}`);
      assert.deepEqual(cvs.data.items[0]?.extra, { a: [value] });
    }
  });

  it('notes that text was replaced', async () => {
    for (const [text, expected] of [
      ['\\ud83d', true],
      ['\\ud83d\\ude00', undefined],
    ] as const) {
      const reply = await client.biometricKz.parse.parseDocument(200, `{"last_name":"${text}A"}`);
      assert.equal(reply.textReplaced, expected, text);
    }
  });
});
