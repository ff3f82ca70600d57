import { VENDORS } from '../../pkg/operations.js';

/** The vendors by their ids, and the operations whose responses can be read, first the one that gives a result. */
export const OPERATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(VENDORS).map(({ id, operations }) => {
    const names = Object.keys(operations);
    const result = names.find((name) => operations[name]?.next === undefined);
    return [id, [...names.filter((name) => name === result), ...names.filter((name) => name !== result)]];
  }),
);

/** The command was called in a way that it does not know. */
export class WrongUse extends Error {}

const vendors = [...OPERATIONS.keys()].join(', ');
/** The vendor of the examples. */
const [example = ''] = OPERATIONS.keys();

const GENERAL = `idsnap: what the browser does with photos of documents, on a server or a laptop

  idsnap prepare  FILE… --vendor ID --out DIR   make photos fit what a vendor accepts
  idsnap analyze  FILE…                         where the document is, and what is wrong with the photo
  idsnap validate FILE… --vendor ID             whether files fit as they are
  idsnap mrz      FILE…                         the machine readable zone of photos, read on this machine
  idsnap parse    FILE… --vendor ID …           a stored response of a vendor as a normalized document
  idsnap parse    FILE…                         the text of a machine readable zone

FILE is a path, a pattern such as 'scans/**/*.jpg' (in quotes, if the shell shall not expand it), or - for
what comes in on standard input. Vendors: ${vendors}.

  --json           one line of JSON for each file
  --language TAG   advice in en, kk, ky, ru, uz or vi
  --help           this text; after a command, more on it
  --version        the version

It ends with 0 when all is well, 1 when a file failed, and 2 when it was called wrongly.
`;

const PREPARE = `idsnap prepare FILE… --out DIR [--vendor ID] [options]

Writes each photo as the browser would send it, byte for byte. With - and without --out, the file goes to
standard output.

  --vendor ID             keep the limits of ${vendors}
  --out DIR               where the files go; made if it is not there
  --force                 write over files that are there
  --together              all files are images of one request, and share the vendor's limit if it counts them together
  --max-edge PX           the longest side
  --max-bytes N           the most bytes
  --max-base64-length N   the most characters of the base64 form
  --quality N             1 to 100, where no limit forces less
  --min-quality N         1 to 100, below which the image is reduced in size instead
  --metadata strip|camera what of the metadata stays

HEIC is read where the package libheif-js is installed beside this one.

  idsnap prepare front.heic back.heic --vendor ${example} --together --out ready
  idsnap prepare - --vendor ${example} < scan.png > scan.jpg
`;

const ANALYZE = `idsnap analyze FILE… [options]

Says where the document lies, how sharp, bright and glaring the photo is, and what a person can do better. A
file fails only if it cannot be read.

  --document id1|id2|id3              the size of the document; default id1, a card
  --strictness relaxed|normal|strict|off

  idsnap analyze 'inbox/*.jpg' --json | jq -r 'select(.hints | length > 0) | .file'
`;

const VALIDATE = `idsnap validate FILE… --vendor ID

Says whether a file meets what a vendor accepts as it is: its format, its size, whole and upright. A file that
does not is a failed file (1). What the vendor makes of the document is another question.

  --vendor ID   ${vendors}
  --max-edge PX, --max-bytes N, --max-base64-length N   limits of your own beside it

  idsnap validate photos/*.jpg --vendor ${example}
`;

const PARSE = `idsnap parse FILE… --vendor ID [--operation NAME] [--status N]
idsnap parse FILE…

Reads the stored body of a vendor's response into normalized documents, checks and a verdict. Without a vendor,
FILE is the text of a machine readable zone. What is printed is what is on the document: mind where it goes.

  --vendor ID        ${vendors}
  --operation NAME   what was called; default: the first of its list
                     ${[...OPERATIONS].map(([id, names]) => `${id}: ${names.join(', ')}`).join('\n                     ')}
  --status N         the HTTP status of the response; default 200

  idsnap parse response.json --vendor ${example}
  echo 'I<UTOD231458907<<<<<<<<<<<<<<<
  7408122F1204159UTO<<<<<<<<<<<6
  ERIKSSON<<ANNA<MARIA<<<<<<<<<<' | idsnap parse -
`;

const MRZ = `idsnap mrz FILE…

Reads the machine readable zone of a photo: nothing leaves this machine. A file fails where no zone is found, and
where its check digits do not settle what it says; that of a Swiss driving licence has none, and is 'unchecked'.
What is printed is what is on the document: mind where it goes.

  idsnap mrz passport.jpg --json | jq .mrz.documentNumber
`;

/** The help text, as a whole or on a command. */
export const usage = (command: string | undefined): string =>
  ({ prepare: PREPARE, analyze: ANALYZE, validate: VALIDATE, mrz: MRZ, parse: PARSE })[command ?? ''] ?? GENERAL;
