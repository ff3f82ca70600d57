import type { OptionReader } from './checks.js';
import type { Redact } from './redact.js';

/** Bytes whose memory is not shared, as `fetch` and WebCrypto want them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A method that a vendor's integration uses. */
export type Method = 'GET' | 'POST';

/** One request that a vendor's integration makes: all others are refused. */
export interface Route {
  /** What the route does, for the log. */
  readonly operation: string;
  /** The vendor's path, or the form of it. */
  readonly path: string | RegExp;
  readonly methods: readonly Method[];
  /** What a body may be; empty where there is none. */
  readonly accepts: AcceptedBodies;
  /** The query parameters that pass, and the form of each value. */
  readonly query: Readonly<Record<string, RegExp>>;
  /** What a second request does at the vendor. */
  readonly repeat: RepeatEffect;
  /** The vendor's id of the submission that the request asks about. A request without a readable one is refused. */
  requestedId?(request: VendorRequest): string | undefined;
  /** The member of the body that holds that id. No other member may have a name that could be taken for it. */
  readonly idMember?: string;
  /** The vendor's id of the submission that the response opens. */
  issuedId?(response: VendorResponse): string | undefined;
}

/** The forms that a body may have. */
export interface AcceptedBodies {
  /** One JSON object. */
  readonly json?: {
    /** The members that may pass. Default: all that are no secret. */
    readonly members?: readonly string[];
    /** The members that hold images. Default: none that the proxy knows of. */
    readonly images?: ImageMembers;
  };
  /** `multipart/form-data`. */
  readonly form?: {
    /** The parts that may pass, by their names. */
    readonly parts: FormParts;
  };
}

/** Members that hold an image, or a list of images, as base64 text. Addresses and objects are refused there. */
export type ImageMembers = Readonly<Record<string, 'text' | 'list'>>;

/** The parts that a form may have, by their names. */
export type FormParts = Readonly<Record<string, FormPart>>;

/** What a part of a form is. Readers disagree about the second of two, and look for files and texts in different places. */
export interface FormPart {
  /** Whether it has a file name. */
  readonly kind: 'file' | 'text';
  /** Whether there may be several. Default: `false`. */
  readonly repeats?: boolean;
}

/**
 * What a second request does at the vendor.
 *
 * - `harmless`: nothing.
 * - `costs`: it is billed again, and leaves nothing behind.
 * - `doubles`: it opens a second submission.
 */
export type RepeatEffect = 'harmless' | 'costs' | 'doubles';

/** A request that met its route, before its body is read. */
export interface RequestHead {
  readonly route: Route;
  readonly method: Method;
  /** The vendor's path, without the query. */
  readonly path: string;
  /** The query parameters that passed. */
  readonly query: Readonly<Record<string, string>>;
  /** The `content-type` as it was received. */
  readonly contentType: string;
}

/** A request that met its route, with its whole body. */
export interface VendorRequest extends RequestHead {
  /** Empty for `GET`. */
  readonly body: Bytes;
  /** How many bytes in front of the body in its buffer are free: what is written there makes one text with it. */
  readonly roomBytes: number;
  /**
   * The JSON object that the body holds, if its media type says so. No key stands in it twice, and texts of more than
   * 1,024 bytes are empty in it, or one space where they do not begin as base64.
   */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** What the proxy adds to a request, or puts in the place of what it received. */
export interface Outgoing {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for `GET`. */
  readonly body?: Bytes;
}

/** What the proxy adds to a request whose body is passed on while it arrives. */
export interface Passing {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** What stands in front of the body. */
  readonly before?: Bytes;
  /** What stands before the brace that ends a JSON object. */
  readonly ending?: JsonEnding;
}

/** Members that are added to a JSON object behind its own. */
export interface JsonEnding {
  /** How long the text is, whatever the body holds: the length of the request is told before its body has come. */
  readonly bytes: number;
  /**
   * The text, made of the whole body's members.
   *
   * @throws `Refusal` for members that may not pass.
   */
  text(json: Readonly<Record<string, unknown>>): string;
}

/** What came back from the vendor. */
export interface VendorResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Bytes;
}

/**
 * A vendor as the proxy knows it, declared once: the registry has one line for it. The name under which it stands
 * there is the name of its option.
 */
export interface GatewayDefinition<Options extends object = object, Id extends string = string> {
  /** The vendor's name in the proxy's paths, in lower case with underscores. */
  readonly id: Id;
  /** The vendor's own name, for prose. */
  readonly name: string;
  /** What only the proxy adds, in lower case: a request that carries one of these names is refused. */
  readonly secretNames: readonly string[];
  /** What may be requested. */
  readonly routes: readonly Route[];
  /**
   * Sets the vendor up for one account.
   *
   * @throws `TypeError` that names the option that is missing or malformed.
   */
  open(options: OptionReader<Options>, context: GatewayContext): OpenGateway;
}

/** What a gateway is given beside its options. */
export interface GatewayContext {
  /** The clock. */
  readonly now: () => Date;
  /** Refuses a request that carries `name`, if only the proxy may add what has that name. */
  readonly refuseSecret: (name: string) => void;
}

/** A vendor that is set up: how the secrets are added, and how a response is checked. */
export interface OpenGateway {
  /** The vendor's address without a trailing slash. */
  readonly baseUrl: string;
  /** The routes, where the options change what they let pass. */
  readonly routes?: readonly Route[];
  /** Texts that must not reach the client even if the vendor repeats them. */
  readonly secrets: readonly string[];
  /** Adds what is secret. */
  outgoing(request: VendorRequest): Outgoing | Promise<Outgoing>;
  /** The same for a body that is passed on while it arrives. Absent: the vendor's request needs the whole body. */
  passing?(head: RequestHead): Passing;
  /** Refuses a response that is not the vendor's. */
  verify?(request: RequestHead, response: VendorResponse): Promise<void>;
}

/** A vendor that is set up, with its name in the proxy's paths and what may be requested of it. */
export interface Gateway extends OpenGateway {
  readonly id: string;
  readonly routes: readonly Route[];
  /** Overwrites the secrets that a response repeats. */
  readonly redact: Redact;
  /** How long this vendor may take. Absent: as long as every vendor. */
  readonly timeoutMs: number | undefined;
}

/** Declares a gateway with its literal name. */
export function defineGateway<Options extends object, const Id extends string>(
  definition: GatewayDefinition<Options, Id>,
): GatewayDefinition<Options, Id> {
  return definition;
}
