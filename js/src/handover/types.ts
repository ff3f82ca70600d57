import type { HeaderSource } from '../client/delivery.js';
import type { PreparedImage } from '../images/prepared.js';

/** Where the relay is, and how it is asked. */
export interface HandoverOptions {
  /** Where the relay is mounted: an address, which may be relative to the page. Redirects are not followed. */
  endpoint: string;
  /** Headers of every request, or a function that is asked before each attempt. */
  headers?: HeaderSource;
  /** Makes the requests, as the global `fetch`. */
  fetch?: typeof fetch;
  /** Where secrets outlive a reload of the page; `null` for nowhere. Default: `sessionStorage`, where there is one. */
  storage?: HandoverStorage | null;
}

/** What outlives a reload. */
export type HandoverStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The two ends of a handover. */
export interface Handover {
  /**
   * Offers the handover, on the computer.
   *
   * @throws `IdSnapError` when the relay cannot be reached or refuses.
   */
  offer(options: OfferOptions): Promise<HandoverOffer>;
  /**
   * Accepts what the address of the phone's page offers. It waits until the computer has responded.
   *
   * @throws `IdSnapError` `handover_link_invalid`, `handover_taken`, `handover_expired` and others.
   */
  accept(href: string, options?: AcceptOptions): Promise<AcceptedHandover>;
}

/** What is to be photographed, and where. */
export interface OfferOptions {
  /** The kind of document, such as `id1`: 1 to 32 small letters, digits, `_` and `-`. */
  kind: string;
  /** The sides, in order: 1 to 4, each once, written like `kind`. */
  sides: readonly string[];
  /** The language of the phone's page, a BCP 47 tag. */
  language?: string;
  /** The page for the phone, which may be relative to this one. An address of http or https, without a fragment. */
  url: string;
  /** Ends the handover and tells the phone. */
  signal?: AbortSignal;
  /**
   * A name of this person's session: a page that was reloaded goes on when it offers the same under this name. Until then
   * the key is in `storage`, for as long as the session lives. Default: a reload ends the handover.
   */
  keep?: string;
}

/** A handover as the computer sees it. Its steps may be iterated any number of times, each time from the first. */
export interface HandoverOffer extends AsyncIterable<HandoverStep> {
  /** The address for the phone. Whoever has it can be the phone: show it to this person alone. */
  readonly url: string;
  /** The address as a QR code. Its code is loaded now: `engine_unavailable` where that fails. */
  qr(): Promise<QrCode>;
  /** Six digits that the phone shows too, once one is connected. */
  readonly code: string | undefined;
  /** When the handover ends. */
  readonly expiresAt: Date;
  /**
   * The photos in the order of the sides, once all have come and are what the phone sent. Rejects with an
   * `IdSnapError`, or with the reason of `signal`.
   */
  readonly photos: Promise<readonly HandoverPhoto[]>;
  /** Stops, without telling the phone: a page that is left calls it, and may go on with `keep`. */
  dispose(): void;
}

/** What happens, as the computer sees it. */
export type HandoverStep =
  | { readonly step: 'waiting' }
  | { readonly step: 'phone_connected' }
  /** The code that the phone shows: the person should compare it. */
  | { readonly step: 'code'; readonly code: string }
  /** A side has come; the photos are to be had once all have. */
  | { readonly step: 'side_done'; readonly side: string; readonly done: number; readonly count: number }
  /** A second phone has tried. If the codes differ, it is the right one. */
  | { readonly step: 'refused' }
  /** The server has asked to wait for so many milliseconds: it goes on then. */
  | { readonly step: 'delayed'; readonly retryAfterMs: number }
  | { readonly step: 'done' }
  | { readonly step: 'expired' }
  /** It failed, or was ended; `error` is what `photos` rejects with. */
  | { readonly step: 'failed'; readonly error: unknown };

/** A photo that was handed over. */
export interface HandoverPhoto {
  readonly side: string;
  /** The file, of the type that its bytes say: JPEG, PNG, WebP, HEIC, HEIF or AVIF. */
  readonly blob: Blob;
  /** What the phone prepared. Absent when it sent a `Blob`. */
  readonly image?: PreparedImage;
  /** What the phone sent beside it, or `undefined`. It comes from the phone: check it. */
  readonly meta: unknown;
}

/** A QR code, its quiet zone included. */
export interface QrCode {
  /** Modules of a side, and of the `viewBox` that `path` is for: `0 0 size size`. */
  readonly size: number;
  /** The dark modules, as the `d` of an SVG `path`. The ground has to be light. */
  readonly path: string;
}

/** How a phone waits. */
export interface AcceptOptions {
  /** Ends the wait, and the handover on this side. The computer goes on waiting. */
  signal?: AbortSignal;
}

/** A handover as the phone sees it. */
export interface AcceptedHandover {
  readonly kind: string;
  readonly sides: readonly string[];
  readonly language: string | undefined;
  /** Six digits that the computer shows too. Have the person compare them before the first photo. */
  readonly code: string;
  readonly expiresAt: Date;
  /** The sides that were sent already, also before this page was reloaded. */
  readonly sent: readonly string[];
  /** Aborts when the handover ends otherwise than well, with the `IdSnapError` that says why. */
  readonly signal: AbortSignal;
  /**
   * Encrypts and sends a side; sides are sent in order. It goes on through lost networks until the handover ends. The same
   * photo again changes nothing. Another photo of a side that arrived, perhaps from a page before this one, is refused with
   * `invalid_field` and the field `side`: the one that arrived counts, and `sent` has its side.
   *
   * @throws `IdSnapError` `not_an_image`, `image_too_large`, `rate_limited`, `handover_ended` and others.
   */
  send(side: string, image: PreparedImage | Blob, options?: SendOptions): Promise<void>;
  /** Says that all sides are sent, and waits until the computer has them. */
  finish(): Promise<void>;
  /** Ends the handover on both sides. */
  cancel(): Promise<void>;
  /** Stops, without telling the computer: a page that is reloaded goes on. */
  dispose(): void;
}

/** What goes with a photo. */
export interface SendOptions {
  /** Anything that is JSON, encrypted with the photo; at most 64,000 bytes of it. */
  meta?: unknown;
  /** Ends the wait. The photo may have been sent. */
  signal?: AbortSignal;
}
