// Cameras that do what a test says, and what the page and the browser say of them.
import type { DraftVault } from '../../src/capture/platform/platform.js';

/** A camera as the system lists it, and what it can do. */
export interface FakeCamera {
  deviceId: string;
  label: string;
  width?: number;
  height?: number;
  facingMode?: string;
  capabilities?: Record<string, unknown>;
  settings?: Record<string, unknown>;
}

export const BACK: FakeCamera = { deviceId: 'back', label: 'camera2 0, facing back', facingMode: 'environment' };

export class FakeTrack extends EventTarget {
  readyState: MediaStreamTrackState = 'live';
  muted = false;
  readonly applied: object[] = [];
  readonly camera: FakeCamera;
  readonly settings: Record<string, unknown>;
  /** Where set, constraints wait for it. */
  readonly applying: Promise<void> | undefined;

  constructor(camera: FakeCamera, applying?: Promise<void>) {
    super();
    this.applying = applying;
    this.camera = camera;
    const { deviceId, facingMode, width = 1280, height = 720 } = camera;
    this.settings = { deviceId, width, height, ...(facingMode !== undefined && { facingMode }), ...camera.settings };
  }

  get label(): string {
    return this.camera.label;
  }

  getSettings(): object {
    return this.settings;
  }

  getCapabilities(): object {
    return this.camera.capabilities ?? {};
  }

  async applyConstraints(constraints: { advanced?: Record<string, unknown>[] }): Promise<void> {
    this.applied.push(constraints);
    await this.applying;
    Object.assign(this.settings, constraints.advanced?.[0]);
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** As when the camera is pulled out. */
  end(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

export const domError = (name: string): Error => Object.assign(new Error('refused'), { name });

/** `navigator.mediaDevices`. */
export class FakeDevices extends EventTarget {
  cameras: FakeCamera[] = [BACK];
  readonly tracks: FakeTrack[] = [];
  readonly requests: MediaTrackConstraints[] = [];
  /** Answers in place of the camera; a promise that never settles is one too. */
  answer: ((video: MediaTrackConstraints) => Promise<never> | undefined) | undefined;
  /** Where set, requests wait for it. */
  gate: Promise<void> | undefined;
  /** Where set, cameras wait for it before they take constraints. */
  applying: Promise<void> | undefined;

  async getUserMedia({ video }: { video: MediaTrackConstraints | true }): Promise<MediaStream> {
    const wish = video === true ? {} : video;
    this.requests.push(wish);
    await this.gate;
    await this.answer?.(wish);
    const exact = (wish.deviceId as { exact?: string } | undefined)?.exact;
    const camera = this.cameras.find(({ deviceId }) => exact === undefined || deviceId === exact);
    if (camera === undefined) throw domError(exact === undefined ? 'NotFoundError' : 'OverconstrainedError');
    const track = new FakeTrack(camera, this.applying);
    this.tracks.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return Promise.resolve(
      this.cameras.map((camera) => ({ ...camera, kind: 'videoinput' }) as unknown as MediaDeviceInfo),
    );
  }

  /** The tracks that are on. */
  get on(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }
}

export class FakePermission extends EventTarget {
  state: PermissionState = 'prompt';

  change(state: PermissionState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

export class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
}

/** Drafts in memory, as plain bytes. */
export class FakeVault implements DraftVault {
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();

  load(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return Promise.resolve(this.kept.get(name));
  }

  save(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.kept.set(name, bytes);
    return Promise.resolve();
  }

  clear(name: string): Promise<void> {
    this.kept.delete(name);
    return Promise.resolve();
  }
}
