import type { CaptureOptions, DocumentSize, HandoverSettings, MrzDemand, Side, Strictness } from '../types.js';

/** Node and server-side rendering have no elements; importing must work there all the same. */
const Base = (globalThis as Partial<typeof globalThis>).HTMLElement ?? (Object as unknown as typeof HTMLElement);

/** The attributes that have a property of the same name. */
const REFLECTED = [
  'document',
  'sides',
  'limits',
  'strictness',
  'auto',
  'autostart',
  'crop',
  'mrz',
  'camera',
  'handover',
] as const;

/** Every attribute that describes the capture. */
export const ATTRIBUTES = [...REFLECTED, 'draft', 'shutter-after-ms', 'max-warnings', 'fallback-after-tries'];

/** The attributes of `<id-capture>` that describe the capture, and the properties they reflect to. */
export abstract class ConfiguredElement extends Base {
  #limits: CaptureOptions['limits'];
  #prepare: CaptureOptions['prepare'];
  #handover: HandoverSettings | undefined;

  /** The document's size, which gives the frame its shape. Default `id1`. Reflects `document`. */
  get document(): DocumentSize {
    return (this.getAttribute('document') ?? 'id1') as DocumentSize;
  }

  set document(value: DocumentSize) {
    this.setAttribute('document', value);
  }

  /** The sides to photograph, in order. Default `['front']`. Reflects `sides`, where they stand apart by spaces. */
  get sides(): readonly Side[] {
    return ((this.getAttribute('sides') ?? 'front').match(/\w+/g) ?? []) as Side[];
  }

  set sides(value: readonly Side[] | string) {
    this.setAttribute('sides', typeof value === 'string' ? value : value.join(' '));
  }

  /** The limits of the results: a vendor's name, which reflects `limits`, or limits of your own, which do not. */
  get limits(): CaptureOptions['limits'] {
    return this.#limits ?? ((this.getAttribute('limits') ?? undefined) as CaptureOptions['limits']);
  }

  set limits(value: CaptureOptions['limits'] | null) {
    this.#limits = typeof value === 'object' && value !== null ? value : undefined;
    this.#write('limits', typeof value === 'string' ? value : null);
    this.optionsChanged();
  }

  /** How much is let pass. Default `normal`. Reflects `strictness`. */
  get strictness(): Strictness {
    return (this.getAttribute('strictness') ?? 'normal') as Strictness;
  }

  set strictness(value: Strictness) {
    this.setAttribute('strictness', value);
  }

  /** Whether photos are taken by themselves. Default `true`. Reflects `auto="false"`. */
  get auto(): boolean {
    return this.getAttribute('auto') !== 'false';
  }

  set auto(value: boolean) {
    this.#write('auto', value ? null : 'false');
  }

  /**
   * Whether the camera is asked for at once, without the screen that has the button, for a page that has already asked.
   * Default `false`. Reflects `autostart`.
   */
  get autostart(): boolean {
    return this.hasAttribute('autostart');
  }

  set autostart(value: boolean) {
    this.#write('autostart', value ? '' : null);
  }

  /** Whether the result is cut to the document, or with which margin. Default `false`. Reflects `crop`. */
  get crop(): boolean | { margin?: number } {
    const text = this.getAttribute('crop');
    return text ? { margin: Number(text) } : text === '';
  }

  set crop(value: boolean | { margin?: number }) {
    this.#write('crop', typeof value === 'object' ? String(value.margin ?? '') : value ? '' : null);
  }

  /** Whether the MRZ is read, and has to be: see {@link MrzDemand}. Default `off`. Reflects `mrz`. */
  get mrz(): MrzDemand {
    return (this.getAttribute('mrz') ?? 'off') as MrzDemand;
  }

  set mrz(value: MrzDemand) {
    this.setAttribute('mrz', value);
  }

  /** The `deviceId` of the camera to use. Default: the main camera on the back. Reflects `camera`. */
  get camera(): string {
    return this.getAttribute('camera') ?? '';
  }

  set camera(value: string) {
    this.#write('camera', value || null);
  }

  /**
   * How it is told besides the screen that a photo was taken: `vibration`, `sound`, both by a space, or `none`. Default
   * `vibration`, where the device has it and the person has touched the page. Reflects `feedback`.
   */
  get feedback(): string {
    return this.getAttribute('feedback') ?? 'vibration';
  }

  set feedback(value: string) {
    this.setAttribute('feedback', value);
  }

  /**
   * Where the relay of a handover is mounted, so that a person at a computer may use their phone: its address, which
   * reflects `handover`, or settings, which do not. The page for the phone is named by `handover-url`, or is this one.
   */
  get handover(): HandoverSettings | string | undefined {
    return this.#handover ?? this.getAttribute('handover') ?? undefined;
  }

  set handover(value: HandoverSettings | string | null | undefined) {
    this.#handover = typeof value === 'object' && value !== null ? value : undefined;
    this.#write('handover', typeof value === 'string' ? value : null);
    this.optionsChanged();
  }

  /** How the results are prepared besides `limits`. No attribute. */
  get prepare(): CaptureOptions['prepare'] {
    return this.#prepare;
  }

  set prepare(value: CaptureOptions['prepare']) {
    this.#prepare = value;
    this.optionsChanged();
  }

  /** Tells that a later capture would be another one. @internal */
  protected abstract optionsChanged(): void;

  /** What the attributes and properties ask for. @internal */
  protected captureOptions(): CaptureOptions {
    const { document, sides, limits, strictness, auto, crop, mrz, camera, prepare } = this;
    const text = (name: string): string | undefined => this.getAttribute(name) ?? undefined;
    const number = (name: string): number | undefined => (this.hasAttribute(name) ? Number(text(name)) : undefined);
    const options = {
      document,
      sides,
      limits,
      prepare,
      strictness,
      auto,
      crop,
      mrz,
      deviceId: camera || undefined,
      draft: text('draft'),
      shutterAfterMs: number('shutter-after-ms'),
      maxWarnings: number('max-warnings'),
      fallbackAfterTries: number('fallback-after-tries'),
    };
    return options as CaptureOptions;
  }

  /**
   * Hands properties that a page set before the element was defined, which hide those of the class, over to them.
   * @internal
   */
  protected upgradeProperties(): void {
    for (const name of [...REFLECTED, 'feedback', 'prepare', 'strings']) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  #write(name: string, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}
