import { invalidField, localError } from '../../errors.js';
import { nameOf } from '../../options.js';
import type { Quad } from '../analysis.js';
import type { Environment } from '../parts/parts.js';
import type { Capture, CaptureOptions, CaptureState, VideoView } from '../types.js';
import { initialMachine } from './machine.js';
import type { Effect, Event, Machine } from './machine.js';
import { Performer } from './performer.js';
import { settingsOf } from './settings.js';
import type { Settings } from './settings.js';
import { transition } from './transition.js';

/** Makes a capture in an environment. */
export function createCaptureOn(environment: Environment, options: CaptureOptions = {}): Capture {
  // The types of listeners are in the interface alone.
  const session: EventTarget = new CaptureSession(environment, settingsOf(options));
  return session as Capture;
}

/** Hands every event to the machine, and what the machine asks for to the performer. It decides nothing itself. */
class CaptureSession extends EventTarget implements Omit<Capture, keyof EventTarget> {
  readonly #performer: Performer;
  readonly #hasPage: () => boolean;
  #machine: Machine;

  constructor(environment: Environment, settings: Settings) {
    super();
    this.#machine = initialMachine(settings);
    this.#performer = new Performer(environment, settings, this.#send);
    this.#hasPage = () => environment.platform.window() !== undefined;
    if (settings.signal?.aborted === true) this.dispose();
  }

  get state(): CaptureState {
    return this.#machine.state;
  }

  async start(video: HTMLVideoElement): Promise<void> {
    if (!this.#hasPage()) {
      throw localError(
        'engine_unavailable',
        'a capture needs a page: call start() in a browser',
        undefined,
        'wrong_setup',
      );
    }
    const isVideo = typeof video === 'object' && (video as object | null) !== null && 'srcObject' in video;
    if (!isVideo) throw invalidField('video', nameOf(video), 'a <video> element');
    await this.#send('start', video);
  }

  stop(): void {
    void this.#send('stop');
  }

  dispose(): void {
    void this.#send('dispose');
  }

  cancel(): void {
    void this.#send('cancel');
  }

  shoot(): Promise<void> {
    return this.#send('shoot');
  }

  useFile(file: Blob, rung: 'native' | 'file' | 'phone' = 'file'): Promise<void> {
    return this.#send('useFile', file, rung);
  }

  accept(): Promise<void> {
    return this.#send('accept');
  }

  retake(): void {
    void this.#send('retake');
  }

  setCorners(corners: Quad): void {
    void this.#send('setCorners', corners);
  }

  setView(view: VideoView | undefined): void {
    void this.#send('setView', view);
  }

  setTorch(on: boolean): Promise<void> {
    return this.#send('setTorch', on);
  }

  setZoom(value: number): Promise<void> {
    return this.#send('setZoom', value);
  }

  switchCamera(deviceId?: string): Promise<void> {
    return this.#send('switchCamera', deviceId);
  }

  /** Settles when everything that the event has begun is done. */
  readonly #send = async (...event: Event): Promise<void> => {
    const [machine, effects] = transition({ ...this.#machine, cameraNow: this.#performer.cameraNow }, event);
    this.#machine = machine;
    await Promise.all(effects.map((effect) => this.#perform(...effect)));
  };

  #perform(...[name, ...given]: Effect): unknown {
    if (name === 'tell') return this.dispatchEvent(new CustomEvent(given[0] as string, { detail: given[1] }));
    // The name and what is given belong together, which their types no longer say here.
    return (this.#performer[name] as (...given: readonly unknown[]) => unknown)(...given);
  }
}
