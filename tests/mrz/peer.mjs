// Reads zones with npm `mrz`: node tests/mrz/peer.mjs FOLDER, the zones as JSON on the standard input.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = join(process.argv[2], 'node_modules', 'mrz');
const { version, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const { parse } = await import(pathToFileURL(join(folder, exports['.'])).href);

const read = (lines) => {
  try {
    const { format, valid, documentNumber, fields } = parse(lines, { autocorrect: true });
    return { format, valid, number: documentNumber, birth: fields.birthDate ?? null };
  } catch (error) {
    return { error: error.message };
  }
};

const zones = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify({ version, read: zones.map(read) }));
