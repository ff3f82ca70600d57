import { sdk } from '../shared.js';
import { browserParts } from './parts/browser.js';
import { browserPlatform } from './platform/browser.js';
import { createCaptureOn } from './session/session.js';
import type { Capture, CaptureOptions } from './types.js';

/**
 * Makes a capture: the camera, the guidance and the pictures, without a user interface. Nothing is asked for or loaded
 * before `start()` or `useFile()`.
 *
 * @example
 * const capture = createCapture({ sides: ['front', 'back'], limits: 'zoloz' });
 * capture.addEventListener('statechange', () => render(capture.state));
 * capture.addEventListener('captured', ({ detail }) => detail.complete && send(detail.results));
 * await capture.start(video);
 * @throws {@link IdSnapError} `unknown_option` or `invalid_field`.
 */
export function createCapture(options?: CaptureOptions): Capture {
  return createCaptureOn({ platform: platform(), parts: browserParts }, options);
}

const platform = (): ReturnType<typeof browserPlatform> =>
  browserPlatform({
    start: () => sdk.engine.start(),
    prepareImage: sdk.one,
    analyzeImage: sdk.analyze,
    analyzeFrame: sdk.analyzeFrame,
    readMrz: sdk.readMrz,
  });
