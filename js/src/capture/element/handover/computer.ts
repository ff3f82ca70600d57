import { offerHandover } from '../../../handover/offer.js';
import type { HandoverOffer, HandoverPhoto, HandoverStep } from '../../../handover/types.js';
import type { Review } from '../../types.js';
import { isCameraPoor } from './cameras.js';
import { phoneButton, STATUS_PANELS } from './computer-panels.js';
import type { ComputerStatus, Shown } from './computer-panels.js';
import { AT_REST, codeText, Cover } from './seen.js';
import type { End, HandoverScreens, Seen } from './seen.js';
import { pageOf, partsOf } from './settings.js';
import { Told } from './texts.js';

const SECOND_MS = 1000;

/** Offers the phone on a computer. */
export const screens = (): HandoverScreens => new Told(new ComputerScreens());

/** The computer's end: offers the phone, shows its code and how far it is, and uses the photos as if taken here. */
class ComputerScreens implements End {
  readonly #cover = new Cover();
  #seen: Seen | undefined;
  #isPoor = false;
  /** Nothing while the phone is only offered. */
  #status: ComputerStatus | undefined;
  #panel: HTMLElement | undefined;
  #ending: AbortController | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  /** What the phone sent, and what is not used yet. */
  #photos: HandoverPhoto[] = [];
  /** What the person has been warned of on the phone. */
  #warned: readonly unknown[] = [];
  #accepted: Review | undefined;

  see(seen: Seen): void {
    const before = this.#seen;
    this.#seen = seen;
    if (!before) this.#prepare(seen);
    if (before?.texts !== seen.texts) this.#panel = undefined;
    this.#usePhotos(seen);
    // Whoever drops a file or opens the camera has chosen another way.
    if (this.#status && !AT_REST.includes(seen.context.phase)) this.#cancel();
    this.#draw();
  }

  disconnect(): void {
    this.#cancel();
  }

  #prepare({ host }: Seen): void {
    host.addEventListener('id-capture:cancel', this.#cancel);
    void isCameraPoor().then((isPoor) => {
      this.#isPoor = isPoor;
      this.#draw();
    });
    // A page that was reloaded goes on where it was.
    const { draft } = slotsOf(host);
    if (draft !== undefined && isKept(draft)) void this.#begin();
  }

  #draw(): void {
    const { context, content } = this.#seen ?? {};
    if (!this.#seen || !context || !content) return;
    if (this.#status) {
      this.#panel ??= STATUS_PANELS[this.#status.at](this.#seen, this.#status as never, this.#commands);
      this.#cover.show(content, this.#panel);
      return;
    }
    this.#cover.remove();
    phoneButton(this.#seen, this.#isPoor, this.#commands.begin);
  }

  readonly #commands = {
    begin: (): void => void this.#begin(),
    cancel: (): void => {
      this.#cancel();
      this.#draw();
      this.#seen?.content.querySelector<HTMLElement>('.phone')?.focus();
    },
  };

  #show(status: ComputerStatus): void {
    this.#status = status;
    this.#panel = undefined;
    this.#draw();
  }

  async #begin(): Promise<void> {
    const { host, content } = this.#seen ?? {};
    if (!host || !content) return;
    this.#cancel();
    const ending = new AbortController();
    this.#ending = ending;
    this.#photos = [];
    host.stop();
    this.#show({ at: 'opening' });
    try {
      const photos = await this.#follow(await this.#open(ending.signal), ending.signal);
      this.#end();
      this.#photos = [...photos];
      if (this.#seen) this.see(this.#seen);
    } catch (error) {
      if (ending.signal.aborted) return;
      this.#end();
      this.#show({ at: 'over', error });
    }
  }

  async #open(signal: AbortSignal): Promise<HandoverOffer> {
    const { host, content } = this.#seen ?? {};
    if (!host || !content) throw new Error('nothing is shown');
    const { draft } = slotsOf(host);
    const language = content.parentElement?.lang ?? '';
    return offerHandover(partsOf(host), {
      kind: host.document,
      sides: host.sides.slice(host.results.length),
      url: pageOf(host),
      signal,
      ...(language === '' ? {} : { language }),
      ...(draft === undefined ? {} : { keep: draft }),
    });
  }

  /** Shows each step until the photos are there. */
  async #follow(offer: HandoverOffer, signal: AbortSignal): Promise<readonly HandoverPhoto[]> {
    const qr = await offer.qr().catch(() => undefined);
    signal.throwIfAborted();
    let shown: Shown = { at: 'shown', offer, qr, done: [], isRefused: false, code: undefined };
    this.#show(shown);
    this.#clock = setInterval(() => {
      this.#tick(offer);
    }, SECOND_MS);
    this.#tick(offer);
    for await (const step of offer) {
      const next = afterStep(shown, step);
      if (next === shown) continue;
      shown = next;
      this.#show(shown);
      this.#say(step);
      this.#tick(offer);
    }
    return offer.photos;
  }

  #tick({ expiresAt }: HandoverOffer): void {
    const seconds = Math.max(0, Math.ceil((expiresAt.getTime() - Date.now()) / SECOND_MS));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const node = this.#panel?.querySelector('.time');
    if (node && this.#seen) node.textContent = this.#seen.texts.phone_time.replace('{time}', time);
  }

  #say(step: HandoverStep): void {
    const { context, texts } = this.#seen ?? {};
    if (!context || !texts) return;
    if (step.step === 'code') context.say(`${texts.phone_connected}. ${texts.phone_compare} ${codeText(step.code)}`);
    if (step.step === 'refused') context.say(texts.phone_refused);
  }

  /** The next photo of the phone, once it has its turn. It is judged again, and shown where more is found than there. */
  #usePhotos({ context: { capture } }: Seen): void {
    const { phase, side, review } = capture.state;
    const [next] = this.#photos;
    // After the event that told of this state.
    if (next?.side === side && AT_REST.includes(phase)) {
      this.#photos.shift();
      this.#warned = warningsOf(next.meta);
      queueMicrotask(() => void capture.useFile(next.blob, 'phone'));
    }
    if (phase !== 'review' || review?.rung !== 'phone' || review === this.#accepted) return;
    this.#accepted = review;
    if (review.warnings.every((warning) => this.#warned.includes(warning))) queueMicrotask(() => void capture.accept());
  }

  readonly #cancel = (): void => {
    this.#ending?.abort();
    this.#end();
  };

  #end(): void {
    clearInterval(this.#clock);
    this.#ending = undefined;
    this.#status = undefined;
    this.#panel = undefined;
  }
}

function afterStep(shown: Shown, step: HandoverStep): Shown {
  switch (step.step) {
    case 'code':
      return { ...shown, code: step.code };
    case 'side_done':
      return { ...shown, done: [...shown.done, step.side] };
    case 'refused':
      return { ...shown, isRefused: true };
    case 'phone_connected':
    case 'waiting':
    case 'delayed':
    case 'done':
    case 'expired':
    case 'failed':
      return shown;
  }
}

/** The warnings in spite of which a photo was accepted on the phone, by what it sent. */
function warningsOf(meta: unknown): readonly unknown[] {
  const { report } = (meta ?? {}) as { readonly report?: { readonly warnings?: unknown } };
  return Array.isArray(report?.warnings) ? report.warnings : [];
}

const slotsOf = (host: HTMLElement): { readonly draft: string | undefined } => ({
  draft: host.getAttribute('draft') ?? undefined,
});

function isKept(draft: string): boolean {
  try {
    return sessionStorage.getItem(`idsnap.handover.offer.${draft}`) !== null;
  } catch {
    return false;
  }
}
