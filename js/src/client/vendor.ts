import type { Reply, VendorOperations } from '../../pkg/idsnap.js';
import type { Calls, DataOf, PolledCall, RequestOf, VendorName, Wire } from './types.js';

/** What is asked for the result, by the reply to the submission and the request that it was made with. */
export type FollowUp<Submit, Ask> = (
  submitted: Reply<DataOf<Submit>>,
  request: RequestOf<Submit>,
) => { [Field in keyof RequestOf<Ask>]: RequestOf<Ask>[Field] | undefined };

/** Two operations that are called as one: one that submits, and the one that the core declares as its `next`. */
export interface Poll<Submit, Ask> {
  readonly submit: string;
  readonly followUp: FollowUp<Submit, Ask>;
}

/** The operation that is asked for the result of another. */
type NextOf<Operations, S extends keyof Operations> = Operations[S] extends {
  next: infer Next extends keyof Operations;
}
  ? Operations[Next]
  : never;

/** Declares a call of an operation that is followed up until there is a result. */
export type Polling<Operations> = <S extends keyof Operations & string>(
  submit: S,
  followUp: FollowUp<Operations[S], NextOf<Operations, S>>,
) => Poll<Operations[S], NextOf<Operations, S>>;

/** What the client of a vendor has beside a call of each operation. */
export interface Vendor<V extends VendorName, Polled> {
  readonly name: V;
  readonly polled: Polled;
}

/** The calls that are polled. A mapped type of this form keeps each member's documentation. */
export type PolledCalls<Polled> = {
  readonly [P in keyof Polled]: Polled[P] extends Poll<infer Submit, infer Ask> ? PolledCall<Submit, Ask> : never;
};

/** The client of a vendor. */
export type VendorClient<Declared extends Vendor<VendorName, object>> = Calls<VendorOperations[Declared['name']]> &
  PolledCalls<Declared['polled']> &
  Wire<Declared['name']>;

/** Declares the client of a vendor, with the calls that are polled. */
export function vendor<V extends VendorName, Polled extends object>(
  name: V,
  polled: (poll: Polling<VendorOperations[V]>) => Polled,
): Vendor<V, Polled> {
  return { name, polled: polled((submit, followUp) => ({ submit, followUp })) };
}
