import type { Report } from '../happening.js';
import { Lazy } from '../parts/lazy.js';
import type { CameraCode, Environment } from '../parts/parts.js';
import type { Platform } from '../platform/platform.js';
import type { Camera } from './camera.js';
import type { CameraHappenings, Live } from './live.js';
import { refusal, unlessInApp } from './refusal.js';

/** The camera, whose code is loaded by the first start. */
export class CameraAccess {
  readonly #code: Lazy<CameraCode>;
  readonly #create: (code: CameraCode) => Live;
  readonly #platform: Platform;
  readonly #on: Report<CameraHappenings>;
  #live: Live | undefined;
  #run = 0;

  constructor({ platform, parts }: Environment, on: Report<CameraHappenings>) {
    this.#code = new Lazy(() => parts.loadCamera());
    this.#platform = platform;
    this.#create = ({ Live, cameras }) => {
      const loadLenses = parts.loadLenses.bind(parts);
      return new Live({ platform, cameras, loadLenses, unlessInApp: unlessInApp(platform.facts()) }, on);
    };
    this.#on = on;
  }

  /** What keeps the camera running, once a camera was opened. */
  get live(): Live | undefined {
    return this.#live;
  }

  /** The camera that is open. */
  get camera(): Camera | undefined {
    return this.#live?.camera;
  }

  /** Opens a camera in place of the one that is open, unless it is closed before the code came. */
  async open(video: HTMLVideoElement, deviceId: string | undefined): Promise<void> {
    this.close();
    const run = this.#run;
    const refused = refusal(this.#platform.facts(), this.#platform.devices() !== undefined);
    const code = await (refused ? undefined : this.#code.get());
    if (run !== this.#run) return;
    if (code) await (this.#live ??= this.#create(code)).open(video, deviceId);
    else this.#on('blocked', refused ?? 'camera_timeout');
  }

  /** Turns the camera off; one that is being opened will be turned off when it comes. */
  close(): void {
    this.#run += 1;
    this.#live?.close();
  }
}
