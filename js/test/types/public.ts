/* eslint @typescript-eslint/no-unsafe-call: off, @typescript-eslint/no-unsafe-member-access: off,
   @typescript-eslint/no-unsafe-return: off, @typescript-eslint/no-meaningless-void-operator: off,
   @typescript-eslint/switch-exhaustiveness-check: off -- what is refused has no type, and nothing here runs */
// What the public types must accept, and what they must refuse.
import {
  adviceFor,
  analyzeImage,
  createClient,
  crossCheckMrz,
  formatMrz,
  IdSnapError,
  init,
  isIdSnapError,
  loadMrz,
  parseMrz,
  prepareImage,
  prepareImages,
  readZone,
} from 'idsnap';
import type {
  Check,
  CvsItem,
  ErrorCode,
  IdentityDocument,
  Limits,
  Mrz,
  MrzCandidate,
  MrzFields,
  MrzStatus,
  PreparedImage,
  PrintedFields,
  UnreadableZone,
  ZoneReading,
} from 'idsnap';
import { libheif } from 'idsnap/decoders/libheif';
import type { Quality } from './support.js';

const file = new Blob();
const client = createClient({ endpoint: '/idsnap', headers: () => ({ 'x-csrf': '1' }), retry: { attempts: 2 } });

export async function preparing(canvas: HTMLCanvasElement, frame: VideoFrame): Promise<void> {
  const image: PreparedImage = await prepareImage(file, { limits: 'zoloz', maxEdge: 1920, metadata: 'strip' });
  const quality: Quality = image.quality;
  const bytes: Uint8Array<ArrayBuffer> = image.bytes();
  await prepareImages([file, canvas, frame, bytes, bytes.buffer], { signal: new AbortController().signal });
  await prepareImage(file, { limits: { size: { max: 1, unit: 'bytes', scope: 'image' }, formats: ['image/jpeg'] } });
  const limits: Limits = 'biometric_kz';
  await init({ wasmUrl: new URL('https://app.example/x.wasm'), worker: false });

  await init({ decoders: libheif(), language: 'kk' });
  await analyzeImage(file, { decoders: { 'image/heic': (heic) => ({ width: heic.length, height: 1, data: heic }) } });
  await adviceFor('document_expired', 'vi');

  // @ts-expect-error a type that no decoder is asked for
  await prepareImage(file, { decoders: { 'image/heif': () => frame } });
  // @ts-expect-error a file is no image yet
  await prepareImage(file, { decoders: { 'image/heic': () => file } });
  // @ts-expect-error a code that does not exist
  await adviceFor('over_limit', 'vi');
  // @ts-expect-error an option that does not exist
  await prepareImage(file, { maxEdeg: 1920 });
  // @ts-expect-error a vendor that does not exist
  await prepareImage(file, { limits: 'moon' });
  // @ts-expect-error text where a number belongs
  await prepareImage(file, { maxBytes: '5MB' });
  // @ts-expect-error an address is no source
  await prepareImage('photo.jpg');
  // @ts-expect-error limits without formats
  await prepareImage(file, { limits: { maxEdge: 1000 } });
  // @ts-expect-error the result cannot be changed
  image.width = 5;
  // @ts-expect-error one source is no list
  await prepareImages(file);
  // @ts-expect-error phases are named
  await prepareImage(file, { onProgress: ({ phase }) => phase === 'resize' });
  void [quality, limits];
}

export async function zones(lines: readonly string[]): Promise<void> {
  await loadMrz();
  const mrz: Mrz | null = parseMrz(lines, { today: '2026-11-29', repair: false });
  const reading: ZoneReading = readZone('P<UTO');
  const reason: UnreadableZone | undefined = reading.status === 'unreadable' ? reading.reason : undefined;
  const printed: PrintedFields = { surname: 'Eriksson', sex: 'F' };
  const fields: MrzFields = { format: 'TD3', surname: 'Eriksson' };
  const written: string[] = formatMrz(fields);
  if (mrz !== null) {
    const checks: Check[] = crossCheckMrz(mrz, printed);
    const status: MrzStatus = mrz.status;
    const candidates: MrzCandidate[] | undefined = mrz.candidates;
    void [checks, status, candidates];
  }

  // @ts-expect-error there may be no zone
  void parseMrz(lines).surname;
  // @ts-expect-error a number is no zone
  parseMrz(5);
  // @ts-expect-error a date is written as text
  parseMrz(lines, { today: new Date() });
  // @ts-expect-error what may be null is no zone
  crossCheckMrz(parseMrz(lines), printed);
  // @ts-expect-error the format of a zone has to be said
  formatMrz({ surname: 'Eriksson' });
  // @ts-expect-error a driving licence is only read
  formatMrz({ format: 'CHE-DL' });
  // @ts-expect-error a field that no zone has
  formatMrz({ format: 'TD3', name: 'Eriksson' });
  // @ts-expect-error why a zone cannot be read is told of one that cannot be read
  void readZone(lines).reason;
  void [written, reason];
}

export async function analyzing(video: HTMLVideoElement): Promise<void> {
  const { corners, hints, pixelsPerMm } = await analyzeImage(video, {
    strictness: 'strict',
    thresholds: { maxTilt: 9 },
  });
  const density: number = pixelsPerMm ?? 0;
  const isBlurred: boolean = hints.includes('BLUR');
  if (corners !== null) await prepareImage(file, { crop: corners, cropMargin: 0.1 });

  // @ts-expect-error there may be no document
  await prepareImage(file, { crop: (await analyzeImage(file)).corners });
  // @ts-expect-error a strictness that does not exist
  await analyzeImage(file, { strictness: 'lax' });
  // @ts-expect-error a hint that does not exist
  hints.includes('UGLY');
  // @ts-expect-error a corner is missing
  await prepareImage(file, { crop: { topLeft: { x: 1, y: 2 } } });
  void [density, isBlurred];
}

export async function calling(): Promise<void> {
  const { data, documents, verdict, prepared } = await client.zoloz.recognize(
    { front: file, docType: '00000001003', operationMode: 'STRICT', productConfig: { enableOCR: true } },
    { prepare: { quality: 80 }, onProgress: ({ loaded, total }) => void [loaded, total] },
  );
  const code: string | undefined = data.resultCode;
  const document: IdentityDocument | undefined = documents[0];
  const surname: string | undefined = document?.surname?.value;
  await client.biometricKz.parseDocument({ front: file, countryCode: 'kz' });
  await client.beorg.recognize({ documents: [{ image: file, type: 'PASSPORT' }] }, { poll: { firstMs: 1000 } });
  await client.cvs.card({ image: file });
  await client.cvs.card({ form: 'url', imageUrl: 'https://app.example/card.jpg' });
  const resumed = await client.beorg.recognize(null, {
    resume: { vendor: 'beorg', operation: 'recognize', attempt: 'a' },
  });
  createClient({ endpoint: '/id', headers: (attempt) => ({ 'x-try': attempt.toFixed() }), deadlineMs: 9, stallMs: 9 });
  createClient({
    endpoint: '/id',
    onRequest: ({ id, bytes }) => void [id, bytes],
    onResponse: ({ code }) => void code,
  });
  await client.cvs.card({ image: file }, { traceparent: '00-0-0-01', deadlineMs: 9 });
  void resumed.documents;
  // @ts-expect-error without what is gone on with, a request is needed
  await client.beorg.recognize(null);
  // @ts-expect-error what is gone on with names its vendor
  await client.beorg.recognize(null, { resume: { operation: 'recognize', attempt: 'a' } });
  // @ts-expect-error listeners hear nothing of a person
  createClient({ endpoint: '/id', onRequest: ({ headers }) => void headers });
  const built = await client.cvs.build.cards({ front: file, back: file });
  const header: string | undefined = built.headers['content-type'];

  const reply = await client.beorg.getResult({ documentId: 's-1' });
  if (reply.state === 'ready') void reply.documents;
  const parsed = await client.zoloz.parse.asyncCheckResult(200, '{}');
  if (parsed.state === 'pending') void parsed.id;

  await client.zoloz.recognize({ front: file, autoDocTypes: ['08520000001'], autoDocCountrycode: ['HKG'] });
  await client.zoloz.recognize({
    ...{ front: file, docType: '00000001006', extra: { laterOption: 'Y' } },
    productConfig: {
      consistencyCheck: [{ type: 'mrzVisualConsistencyCheck', details: ['ID_NUMBER', 'LATER_FIELD'] }],
      extra: { laterControl: [1] },
    },
  });
  await client.biometricKz.parseDocument({ back: file, countryCode: 'kz', extra: { later: 1 } });
  await client.cvs.card({ image: file, extra: { later: true } });
  const known: boolean = data.resultCode === 'SUCCESS' || data.resultCode === 'ADDED_LATER';
  const number: string | undefined = data.ocrResult.ID_NUMBER ?? data.ocrResult['ADDED_LATER'];
  const isGenuine: boolean | undefined = data.spoofResult.TAMPER_CHECK;
  const neverExpires: boolean | undefined = document?.neverExpires;
  void [known, number, isGenuine, neverExpires];

  // @ts-expect-error no selector
  await client.zoloz.recognize({ front: file });
  // @ts-expect-error two selectors
  await client.zoloz.recognize({ front: file, docType: '00000001003', autoDocTypes: ['00000001003'] });
  // @ts-expect-error neither side
  await client.biometricKz.parseDocument({ countryCode: 'kz' });
  // @ts-expect-error a form holds no lists
  await client.cvs.card({ image: file, extra: { later: [1] } });
  // @ts-expect-error a field may be absent
  const unread: string = data.ocrResult.ID_NUMBER;
  void unread;
  // @ts-expect-error a field that does not exist
  await client.zoloz.recognize({ front: file, docType: '00000001003', docTyp: '00000001003' });
  // @ts-expect-error a request without its picture
  await client.zoloz.recognize({ docType: '00000001003' });
  // @ts-expect-error a secret has no place in a request
  await client.biometricKz.parseDocument({ front: file, countryCode: 'kz', apiKey: 'secret' });
  // @ts-expect-error a secret has no place in a request
  await client.beorg.addDocument({ documents: [], token: 'secret' });
  // @ts-expect-error a secret has no place in the client's options
  createClient({ endpoint: '/idsnap', apiKey: 'secret' });
  // @ts-expect-error a client needs an endpoint
  createClient({});
  // @ts-expect-error a vendor that does not exist
  await client.moon.recognize({ front: file });
  // @ts-expect-error an operation that does not exist
  await client.zoloz.build.recognise({ front: file });
  // @ts-expect-error a value that the vendor does not know
  await client.zoloz.recognize({ front: file, operationMode: 'STRICTER' });
  // @ts-expect-error a picture and its address exclude each other
  await client.cvs.card({ form: 'url', image: file });
  // @ts-expect-error what may be pending has no documents before it is told apart
  void reply.documents;
  // @ts-expect-error polling is for calls that wait
  await client.zoloz.recognize({ front: file }, { poll: { firstMs: 1 } });
  void [code, surname, verdict.accepted, prepared[0]?.byteLength, header];
}

export function narrowing(item: CvsItem, caught: unknown): string | undefined {
  if (isIdSnapError(caught) && caught instanceof IdSnapError) {
    const code: ErrorCode = caught.code;
    // @ts-expect-error a code that does not exist
    if (code === 'too_big') return undefined;
    return caught.vendor === 'zoloz' ? caught.vendorCode : caught.advice;
  }
  switch (item.type) {
    case 'passport':
      return item.info.placeOfBirth?.value;
    case 'chip_id_card_back':
      // @ts-expect-error a field of another kind of document
      return item.info.placeOfBirth?.value;
    // @ts-expect-error a type that does not exist
    case 'library_card':
      return undefined;
    default:
      return undefined;
  }
}
