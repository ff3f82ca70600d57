// The clock of the page reaches the zones that vendors send.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createClient, dispose, formatMrz, loadMrz } from 'idsnap';

describe('a zone in a response', () => {
  before(loadMrz);
  after(dispose);

  it('has nobody born after today, whatever the year of expiry', async () => {
    const year = new Date().getFullYear();
    const mrz = formatMrz({
      format: 'TD3',
      surname: 'ERIKSSON',
      documentNumber: 'L898902C3',
      dateOfBirth: `${year - 98}-01-01`,
      dateOfExpiry: `${year + 5}-01-01`,
    });
    const client = createClient({ endpoint: 'https://app.example/id' });
    const reply = await client.beorg.parse.getResult(
      200,
      JSON.stringify({ mrz, documents: [{ data: { Number: '1' } }] }),
    );
    assert.ok(reply.state === 'ready');
    assert.equal(reply.documents[0]?.mrz?.dateOfBirth?.iso, `${year - 98}-01-01`);
  });
});
