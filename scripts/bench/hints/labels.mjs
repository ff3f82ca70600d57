// Whether a photo of known damage ought to get a hint: by how strong the damage is, and by whether OCR still reads it.

/** Each strictness. */
export const STRICTNESSES = ['relaxed', 'normal', 'strict'];

/** A photo of which OCR reads less lacks something. */
const READABLE = 0.95;

/**
 * How strong a damage is, and at each strictness its limits: up to the first nothing is wrong, above the second the hint
 * is due. What lies between counts neither way.
 */
const DAMAGES = {
  // Noise is what covers print in the dark: Tesseract reads all of it down to 0.12, and half at 0.06.
  TOO_DARK: { of: ({ gain }) => -gain, relaxed: [-0.25, -0.12], normal: [-0.35, -0.2], strict: [-0.5, -0.3] },
  // Where the document lies is known exactly, so that the limits stand close to what the hints promise.
  TOO_CLOSE: { of: ({ coverage }) => coverage, relaxed: [0.95, 0.99], normal: [0.87, 0.93], strict: [0.82, 0.88] },
  OUT_OF_FRAME: { of: ({ margin }) => -margin, relaxed: [0, 0.015], normal: [-0.015, 0], strict: [-0.03, -0.012] },
  // A fingertip that hardly reaches in counts as well.
  COVERED: { of: ({ fingers }) => fingers, relaxed: [0, 0.5], normal: [0, 0.5], strict: [0, 0.5] },
  TOO_FAR: { of: ({ coverage }) => -coverage, relaxed: [-0.13, -0.11], normal: [-0.24, -0.2], strict: [-0.37, -0.33] },
  TILTED: { of: ({ tilt }) => tilt, relaxed: [25, 35], normal: [16, 24], strict: [9, 15] },
  LOW_RESOLUTION: {
    of: ({ pixelsPerMm }) => -pixelsPerMm,
    relaxed: [-4.8, -4.2],
    normal: [-6.4, -5.6],
    strict: [-8.5, -7.5],
  },
  // Of text of 1.5 to 2.7 mm Tesseract reads all up to 0.15 mm, 95 % at 0.2, half at 0.33.
  BLUR: { of: blurMm, relaxed: [0.22, 0.31], normal: [0.16, 0.24], strict: [0.12, 0.19] },
  // What takes a seventh of the contrast over little needs no hint; what takes half of it over much does.
  GLARE: {
    of: ({ faintGlare, strongGlare }, [, most]) => (strongGlare > most ? strongGlare : Math.min(faintGlare, most)),
    relaxed: [0.02, 0.045],
    normal: [0.006, 0.015],
    strict: [0.002, 0.006],
  },
  // Print survives in black on white long after the portrait is gone.
  TOO_BRIGHT: {
    of: ({ washed, contrast }) => Math.max(washed, 1 - contrast),
    relaxed: [0.55, 0.85],
    normal: [0.4, 0.7],
    strict: [0.25, 0.55],
  },
};

/** Every hint. */
export const HINTS = ['NO_DOCUMENT', ...Object.keys(DAMAGES)];

/** Damages that leave all of the text in the picture, so that OCR may have the last word. */
const READ = { BLUR: ['defocus', 'motion'], TOO_DARK: ['dark'], TOO_BRIGHT: ['overexposed', 'veil'] };

/** From the least to the most that speaks for a hint. */
const LABELS = ['none', 'uncounted', 'due'];

/** Whether a photo ought to have the hint: 'due', 'none', or 'uncounted'. */
export function labelOf(hint, photo, strictness) {
  const label = ownLabelOf(hint, photo, strictness);
  if (hint !== 'TOO_FAR') return label;
  // A photo that has pixels enough for a millimetre is near enough, however little of it the document fills.
  const resolution = ownLabelOf('LOW_RESOLUTION', photo, strictness);
  return LABELS[Math.min(LABELS.indexOf(label), LABELS.indexOf(resolution))];
}

/** By the damage that the hint is of, alone. */
function ownLabelOf(hint, { truth, read }, strictness) {
  if (hint === 'NO_DOCUMENT') return labelOfNothing(truth);
  // In a picture of nothing the light is that of the table, and nothing else is measured.
  if (!truth.corners) return hint === 'TOO_DARK' ? 'uncounted' : 'none';
  const { of, [strictness]: limits } = DAMAGES[hint];
  const strength = of(truth, limits);
  if (strength > limits[1]) return 'due';
  const isUnread = READ[hint]?.includes(truth.damage) && read < READABLE;
  return strength <= limits[0] && !isUnread ? 'none' : 'uncounted';
}

/** A document ought to be seen where it is whole, of some size, and not lost in the dark or in light. */
function labelOfNothing(truth) {
  if (!truth.corners) return 'due';
  const isSeen = truth.coverage > 0.1 && truth.margin > 0 && truth.tilt < 40;
  const isLit = truth.gain > 0.2 && truth.washed < 0.7 && truth.contrast > 0.3;
  return isSeen && isLit && blurMm(truth) < 0.4 ? 'none' : 'uncounted';
}

/** The blur of lens, focus and motion as one standard deviation, in the direction where it is most. */
function blurMm({ lensMm, defocusMm, motionMm }) {
  // The variance of a disc is a quarter of its radius squared, of a line a twelfth of its length squared.
  return Math.hypot(lensMm, defocusMm / 2, motionMm / Math.sqrt(12));
}
