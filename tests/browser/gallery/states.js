// Every state that <id-capture> can be in, as the engine would tell it.

const PHONE = { deviceId: 'back', label: 'Back camera', width: 720, height: 1280, facesUser: false };
const WEBCAM = { deviceId: 'webcam', label: 'Webcam', width: 1280, height: 720, facesUser: false };
const CAMERAS = [PHONE, { deviceId: 'wide', label: 'Wide camera' }];

/** The size of the photo that is reviewed. */
export const PHOTO = { width: 1600, height: 1200 };

/** How the card lies on the table, in radians. */
export const TURN = -0.03;

/** Where a picture of this size shows the card, before it is turned around the middle. */
export function placeCard({ width, height }) {
  const across = width * (width < height ? 0.86 : width === PHOTO.width ? 0.8 : 0.53);
  const down = across / 1.586;
  return { left: (width - across) / 2, top: (height - down) / 2, width: across, height: down };
}

/** The corners of the card in a picture of this size. */
function cornersIn(size) {
  const { left, top, width, height } = placeCard(size);
  const turned = (x, y) => {
    const [right, down] = [x - size.width / 2, y - size.height / 2];
    const [cos, sin] = [Math.cos(TURN), Math.sin(TURN)];
    return { x: size.width / 2 + right * cos - down * sin, y: size.height / 2 + right * sin + down * cos };
  };
  return {
    topLeft: turned(left, top),
    topRight: turned(left + width, top),
    bottomRight: turned(left + width, top + height),
    bottomLeft: turned(left, top + height),
  };
}

/** The camera that suits the window: tall on a phone, wide on a desktop. */
const CAMERA = innerWidth < innerHeight ? PHONE : WEBCAM;

export const baseState = Object.freeze({
  phase: 'idle',
  rung: 'live',
  side: 'front',
  step: 0,
  steps: 2,
  shutter: false,
  auto: true,
  cameras: [],
  results: [],
});

const live = (given = {}) => ({
  phase: 'live',
  camera: CAMERA,
  cameras: CAMERAS,
  torch: false,
  permission: 'granted',
  ...given,
});

const withCard = (hint, given = {}) => live({ hint, corners: cornersIn(CAMERA), ...given });

const blocked = (reason) => () => ({ phase: 'blocked', rung: 'native', reason });

const analysis = { sharpness: 0.8, glare: 0, brightness: 0.6, contrast: 0.6, corners: null, coverage: 0.6, tilt: 2 };

/** A box of the photo in which something is in the way. */
const place = (left, top, right, bottom) => ({
  topLeft: { x: PHOTO.width * left, y: PHOTO.height * top },
  topRight: { x: PHOTO.width * right, y: PHOTO.height * top },
  bottomRight: { x: PHOTO.width * right, y: PHOTO.height * bottom },
  bottomLeft: { x: PHOTO.width * left, y: PHOTO.height * bottom },
});

const PLACES = { GLARE: place(0.5, 0.35, 0.62, 0.5), COVERED: place(0.2, 0.7, 0.35, 0.82) };

const issueOf = (hint) => ({ hint, measured: 0.1, threshold: 0.05, ...(PLACES[hint] && { place: PLACES[hint] }) });

const review =
  (warnings, given = {}, besides = {}) =>
  ({ photo }) => ({
    phase: 'review',
    camera: CAMERA,
    ...besides,
    review: {
      url: photo,
      ...PHOTO,
      analysis: { ...analysis, hints: warnings, issues: warnings.map(issueOf), pixelsPerMm: 12 },
      warnings,
      warningsLeft: 2,
      acceptable: warnings.length === 0,
      corners: cornersIn(PHOTO),
      rung: 'live',
      ...given,
    },
  });

const fileError = (code) => ({ code, category: 'image', message: code, retryable: false, advice: '' });

const HINTS = [
  'NO_DOCUMENT',
  'NOT_A_DOCUMENT',
  'TOO_FAR',
  'TOO_CLOSE',
  'OUT_OF_FRAME',
  'COVERED',
  'TILTED',
  'BLUR',
  'GLARE',
  'TOO_DARK',
  'TOO_BRIGHT',
  'SAME_SIDE',
  'WRONG_SIDE',
  'HOLD_STILL',
  'PUT_DOWN',
];

const REASONS = [
  'permission_denied',
  'permission_dismissed',
  'policy_blocked',
  'insecure_context',
  'no_camera',
  'camera_in_use',
  'camera_ended',
  'camera_timeout',
  'in_app_browser',
  'unsupported',
];

/** Each makes a state, or the states that follow one another, from a picture of the example card: `photo` is its object URL, `blob` its file. */
export const STATES = {
  intro: () => ({}),
  'intro back': () => ({ side: 'back', step: 1 }),
  'intro single': () => ({ steps: 1 }),
  'intro error': () => ({ error: fileError('not_an_image') }),
  'intro heic': () => ({ error: { ...fileError('unsupported_format'), format: 'HEIC' } }),
  starting: () => ({ phase: 'starting', permission: 'prompt' }),
  'live searching': () => live(),
  ...Object.fromEntries(
    HINTS.map((hint) => [`live ${hint}`, () => (hint === 'NO_DOCUMENT' ? live({ hint }) : withCard(hint))]),
  ),
  'live to the left': () => withCard('OUT_OF_FRAME', { direction: 'left' }),
  'live top away': () => withCard('TILTED', { direction: 'top' }),
  'live shutter': () => withCard('BLUR', { shutter: true }),
  'live zoom': () =>
    withCard('TOO_FAR', { shutter: true, torch: true, zoom: { min: 1, max: 5, step: 0.1, value: 1.6 } }),
  'live manual': () => live({ auto: false, shutter: true, side: 'back', step: 1 }),
  'live tap': () => live({ rung: 'tap', reason: 'slow_device', auto: false, shutter: true }),
  'live error': () => withCard('BLUR', { error: fileError('damaged_image') }),
  'live offer': () => withCard('BLUR', { rung: 'native', reason: 'failed_tries', shutter: true }),
  capturing: () => withCard(undefined, { phase: 'capturing', taking: 'live' }),
  checking: () => ({ phase: 'capturing', taking: 'file' }),
  // What happened before tells what there is to celebrate.
  taken: (photo) => [
    withCard('HOLD_STILL'),
    withCard(undefined, { phase: 'capturing', taking: 'live' }),
    { ...review([])(photo), taking: 'live' },
  ],
  'turning over': () => [withCard('HOLD_STILL'), { phase: 'preparing' }, live({ side: 'back', step: 1 })],
  preparing: () => ({ phase: 'preparing' }),
  review: review([]),
  'review warnings': review(['BLUR', 'GLARE']),
  'review overridable': review(['TOO_DARK', 'OUT_OF_FRAME', 'LOW_RESOLUTION'], { acceptable: true, warningsLeft: 0 }),
  'review covered': review(['COVERED', 'NOT_A_DOCUMENT'], { acceptable: true }),
  'review error': review(['BLUR', 'GLARE'], {}, { error: fileError('not_an_image') }),
  'review screen': review(['SCREEN', 'PHOTOCOPY'], { acceptable: true, rung: 'file' }),
  'review file': review(['BLUR', 'GLARE'], { rung: 'file' }),
  'review no document': review(['NO_DOCUMENT'], { corners: null }),
  'review same side': review(['SAME_SIDE']),
  corners: review([]),
  done: ({ blob }) => ({
    phase: 'done',
    side: 'back',
    step: 1,
    results: ['front', 'back'].map((side) => ({ side, image: { blob }, report: {} })),
  }),
  'intro after tries': () => ({ rung: 'native', reason: 'failed_tries' }),
  ...Object.fromEntries(REASONS.map((reason) => [`blocked ${reason}`, blocked(reason)])),
  'blocked error': () => ({ phase: 'blocked', rung: 'file', reason: 'no_camera', error: fileError('too_many_pixels') }),
};
