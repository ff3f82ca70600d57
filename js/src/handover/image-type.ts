/** ITU-T T.81: start of image, and the start of the next marker. */
const JPEG = '\xff\xd8\xff';
/** PNG, third edition, section 5.2. */
const PNG = '\x89PNG\r\n\x1a\n';

/** Brands of ISO/IEC 23008-12 and of AVIF, and the types that they say. */
const BRANDS: readonly (readonly [brands: RegExp, type: string])[] = [
  [/^(?:avif|avis)$/, 'image/avif'],
  [/^(?:hei[cxms]|hev[cxms])$/, 'image/heic'],
  [/^(?:mif1|msf1)$/, 'image/heif'],
];

/** A file may name many brands; the first ones say what it is. */
const BRAND_BYTES = 64;

/**
 * The MIME type that the first bytes of a file say: JPEG, PNG, WebP, HEIC, HEIF or AVIF, else `undefined`. Nothing else is
 * handed over, so that no page can open a document with scripts as a photo.
 */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, BRAND_BYTES));
  if (start.startsWith(JPEG)) return 'image/jpeg';
  if (start.startsWith(PNG)) return 'image/png';
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'image/webp';
  if (!start.startsWith('ftyp', 4)) return undefined;
  const brands = [8, ...Array.from({ length: 12 }, (_, index) => 16 + 4 * index)].map((at) => start.slice(at, at + 4));
  return BRANDS.find(([pattern]) => brands.some((brand) => pattern.test(brand)))?.[1];
}
