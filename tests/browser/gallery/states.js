// Every state that <id-capture> can be in, as the engine would tell it.

const PHONE = { deviceId: 'back', label: 'Back camera', width: 720, height: 1280, facesUser: false };
const WEBCAM = { deviceId: 'webcam', label: 'Webcam', width: 1280, height: 720, facesUser: false };
const CAMERAS = [PHONE, { deviceId: 'wide', label: 'Wide camera' }];

/** Where the card lies in the example photo of 1600 x 1200 pixels, with some table: left, top, width, height. */
export const CARD_IN_PHOTO = [80, 120, 1440, 960];

/** How much of a video's width that part takes. */
export const SHARE = { tall: 0.96, wide: 0.56 };

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

/** The corners of the card in the example photo. */
const CARD = {
  topLeft: { x: 131, y: 211 },
  topRight: { x: 1440, y: 165 },
  bottomRight: { x: 1469, y: 990 },
  bottomLeft: { x: 160, y: 1035 },
};

/** The corners of the card in the video that is drawn of it. */
function cornersIn({ width, height }) {
  const [left, top, across, down] = CARD_IN_PHOTO;
  const scale = (width * (width < height ? SHARE.tall : SHARE.wide)) / across;
  const shift = { x: (width - across * scale) / 2, y: (height - down * scale) / 2 };
  const place = ({ x, y }) => ({ x: (x - left) * scale + shift.x, y: (y - top) * scale + shift.y });
  return Object.fromEntries(Object.entries(CARD).map(([name, point]) => [name, place(point)]));
}

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

const review =
  (warnings, given = {}) =>
  ({ photo }) => ({
    phase: 'review',
    camera: CAMERA,
    review: {
      url: photo,
      width: 1600,
      height: 1200,
      analysis: { ...analysis, hints: warnings, pixelsPerMm: 12 },
      warnings,
      warningsLeft: 2,
      acceptable: warnings.length === 0,
      corners: CARD,
      rung: 'live',
      ...given,
    },
  });

const fileError = (code) => ({ code, category: 'image', message: code, retryable: false, advice: '' });

const HINTS = [
  'NO_DOCUMENT',
  'TOO_FAR',
  'TOO_CLOSE',
  'OUT_OF_FRAME',
  'TILTED',
  'BLUR',
  'GLARE',
  'TOO_DARK',
  'TOO_BRIGHT',
  'LOW_RESOLUTION',
  'SAME_SIDE',
  'HOLD_STILL',
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

/** Each makes a state from a picture of the example card: `photo` is its object URL, `blob` its file. */
export const STATES = {
  intro: () => ({}),
  'intro back': () => ({ side: 'back', step: 1 }),
  'intro single': () => ({ steps: 1 }),
  'intro error': () => ({ error: fileError('not_an_image') }),
  starting: () => ({ phase: 'starting', permission: 'prompt' }),
  'live searching': () => live(),
  ...Object.fromEntries(
    HINTS.map((hint) => [`live ${hint}`, () => (hint === 'NO_DOCUMENT' ? live({ hint }) : withCard(hint))]),
  ),
  'live shutter': () => withCard('BLUR', { shutter: true }),
  'live zoom': () =>
    withCard('TOO_FAR', { shutter: true, torch: true, zoom: { min: 1, max: 5, step: 0.1, value: 1.6 } }),
  'live manual': () => live({ auto: false, shutter: true, side: 'back', step: 1 }),
  'live tap': () => live({ rung: 'tap', reason: 'slow_device', auto: false, shutter: true }),
  'live offer': () => withCard('BLUR', { rung: 'native', reason: 'failed_tries', shutter: true }),
  capturing: () => withCard(undefined, { phase: 'capturing' }),
  checking: () => ({ phase: 'capturing', rung: 'file' }),
  preparing: () => ({ phase: 'preparing' }),
  review: review([]),
  'review warnings': review(['BLUR', 'GLARE']),
  'review overridable': review(['TOO_DARK', 'OUT_OF_FRAME', 'LOW_RESOLUTION'], { acceptable: true, warningsLeft: 0 }),
  'review no document': review(['NO_DOCUMENT'], { corners: null }),
  'review same side': review(['SAME_SIDE']),
  done: ({ blob }) => ({
    phase: 'done',
    side: 'back',
    step: 1,
    results: ['front', 'back'].map((side) => ({ side, image: { blob }, report: {} })),
  }),
  'file again': () => ({ rung: 'file' }),
  ...Object.fromEntries(REASONS.map((reason) => [`blocked ${reason}`, blocked(reason)])),
  'blocked error': () => ({ phase: 'blocked', rung: 'file', reason: 'no_camera', error: fileError('too_many_pixels') }),
};
