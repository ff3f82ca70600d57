import { acceptHandover } from '../../../handover/accept.js';
import type { AcceptedHandover } from '../../../handover/types.js';
import type { Side, SideResult } from '../../types.js';
import type { IdCaptureEvents } from '../events.js';
import { forgetLink } from './link.js';
import { PHONE_PANELS } from './phone-panels.js';
import type { PhoneStatus } from './phone-panels.js';
import { Cover } from './seen.js';
import type { End, HandoverScreens, Host, Seen } from './seen.js';
import { partsOf } from './settings.js';
import { Told } from './texts.js';

type Captured = IdCaptureEvents['id-capture:captured'];

/** Accepts what a link offers, on a phone. */
export const screens = (link: string): HandoverScreens => new Told(new PhoneScreens(link));

/** The phone's end: has the person compare the code, lets them photograph, and sends each side as it is accepted. */
class PhoneScreens implements End {
  readonly #cover = new Cover();
  readonly #link: string;
  readonly #ending = new AbortController();
  #seen: Seen | undefined;
  #status: PhoneStatus = { at: 'connecting' };
  #panel: HTMLElement | undefined;
  #accepted: AcceptedHandover | undefined;
  #sending: Promise<unknown> = Promise.resolve();
  /** The sides that are sent, or will be. */
  #queued = new Set<string>();

  constructor(link: string) {
    this.#link = link;
  }

  see(seen: Seen): void {
    const before = this.#seen;
    this.#seen = seen;
    if (before?.texts !== seen.texts) this.#panel = undefined;
    if (!before) void this.#begin(seen.host);
    const { at } = this.#status;
    // Before the codes were compared nothing is photographed, whatever the page has asked for.
    if ((at === 'connecting' || at === 'compare') && seen.context.phase !== 'idle') seen.host.stop();
    this.#draw();
  }

  /** A reset is this end's own, which sets the document and its sides. */
  disconnect(): void {
    if (this.#seen?.host.isConnected !== true) this.#accepted?.dispose();
  }

  async #begin(host: Host): Promise<void> {
    // The photos are for the computer: the page on the phone, which may be the same page, hears of none.
    for (const name of ['id-capture:captured', 'id-capture-captured']) {
      host.addEventListener(name, this.#onCaptured, { capture: true });
    }
    host.addEventListener('id-capture:cancel', this.#onCancel);
    try {
      const accepted = await this.#accept(host);
      this.#accepted = accepted;
      accepted.signal.addEventListener('abort', () => {
        this.#fail(accepted.signal.reason);
      });
      this.#prepare(host, accepted);
    } catch (error) {
      this.#fail(error);
    }
  }

  #accept(host: Host): Promise<AcceptedHandover> {
    const parts = partsOf(host);
    const told: typeof fetch = async (input, init) => {
      try {
        const response = await parts.fetch(input, init);
        this.#tellOffline(false);
        return response;
      } catch (error) {
        if (init?.signal?.aborted !== true) this.#tellOffline(true);
        throw error;
      }
    };
    return acceptHandover({ ...parts, fetch: told }, this.#link, { signal: this.#ending.signal });
  }

  /** The same document, language and sides, less what was sent before this page was reloaded. */
  #prepare(host: Host, accepted: AcceptedHandover): void {
    const { kind, sides, sent, language, code } = accepted;
    const missing = sides.slice(sent.length);
    // The computer is another device, and its page another version of this one perhaps.
    if (!isKnown(kind, sides)) {
      this.#onCancel();
      return;
    }
    this.#queued = new Set(sent);
    if (language !== undefined) host.lang = language;
    if (missing.length === 0) {
      void this.#finish(accepted);
      return;
    }
    if (host.document !== kind) host.document = kind as Host['document'];
    if (host.sides.join() !== missing.join()) host.sides = missing as readonly Side[];
    this.#show({ at: 'compare', code });
  }

  #draw(): void {
    if (!this.#seen) return;
    const { at } = this.#status;
    if (at === 'capturing') {
      this.#cover.remove();
      return;
    }
    this.#panel ??= PHONE_PANELS[at](this.#seen, this.#status as never, this.#commands);
    this.#cover.show(this.#seen.content, this.#panel);
  }

  readonly #commands = {
    confirm: (): void => {
      this.#show({ at: 'capturing' });
      void this.#seen?.host.start();
    },
    cancel: (): void => {
      this.#onCancel();
    },
  };

  #show(status: PhoneStatus): void {
    this.#status = status;
    this.#panel = undefined;
    this.#draw();
  }

  #tellOffline(isOffline: boolean): void {
    const { at } = this.#status;
    if (at !== 'connecting' && at !== 'sending') return;
    if ((this.#status.isOffline ?? false) === isOffline) return;
    this.#show({ ...this.#status, isOffline });
    if (isOffline) this.#seen?.context.say(this.#seen.texts.computer_offline);
  }

  readonly #onCaptured = (event: Event): void => {
    event.stopImmediatePropagation();
    const accepted = this.#accepted;
    if (!accepted || event.type !== 'id-capture:captured') return;
    const { results, complete } = (event as CustomEvent<Captured>).detail;
    // Sides that came back with a draft were told of to nobody.
    for (const result of results) this.#send(accepted, result);
    if (complete) void this.#finish(accepted);
  };

  #send(accepted: AcceptedHandover, { side, image, report }: SideResult): void {
    if (this.#queued.has(side)) return;
    this.#queued.add(side);
    this.#sending = this.#sending
      .then(() => accepted.send(side, image, { meta: { report } }))
      .then(() => {
        if (this.#status.at === 'sending') this.#show({ ...this.#status, done: accepted.sent.length });
      });
    this.#sending.catch((error: unknown) => {
      this.#fail(error);
    });
  }

  async #finish(accepted: AcceptedHandover): Promise<void> {
    this.#show({ at: 'sending', done: accepted.sent.length, count: accepted.sides.length });
    try {
      await this.#sending;
      await accepted.finish();
      this.#show({ at: 'done' });
      this.#leave();
    } catch (error) {
      this.#fail(error);
    }
  }

  readonly #onCancel = (): void => {
    if (this.#status.at === 'done' || this.#status.at === 'over') return;
    const accepted = this.#accepted;
    this.#fail(undefined);
    void accepted?.cancel();
  };

  /** It is over, and what is photographed now would go nowhere. The first reason counts. */
  #fail(error: unknown): void {
    if (this.#status.at === 'done' || this.#status.at === 'over') return;
    this.#show({ at: 'over', error });
    this.#leave();
    this.#seen?.host.stop();
    if (!this.#accepted) this.#ending.abort();
  }

  #leave(): void {
    forgetLink();
  }
}

const KINDS: readonly string[] = ['id1', 'id2', 'id3', 'any'];
const SIDES: readonly string[] = ['front', 'back'];

const isKnown = (kind: string, sides: readonly string[]): boolean =>
  KINDS.includes(kind) && sides.every((side) => SIDES.includes(side));
