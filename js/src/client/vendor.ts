import type { Reply, VendorOperations } from '../../pkg/idsnap.js';
import type { DataOf, PolledCall, RequestOf, VendorName } from './types.js';

/** What the second operation is asked, by the reply to the first and the request that it was made with. */
export type FollowUp<Submit, Ask> = (
  submitted: Reply<DataOf<Submit>>,
  request: RequestOf<Submit>,
) => { [Field in keyof RequestOf<Ask>]: RequestOf<Ask>[Field] | undefined };

/** Two operations that are called as one: the first once, the second until there is a result. */
export interface Poll<Submit, Ask> {
  readonly submit: string;
  readonly ask: string;
  readonly followUp: FollowUp<Submit, Ask>;
}

/** Declares a call of two operations of a vendor. */
export type Polling<Operations> = <S extends keyof Operations & string, A extends keyof Operations & string>(
  submit: S,
  ask: A,
  followUp: FollowUp<Operations[S], Operations[A]>,
) => Poll<Operations[S], Operations[A]>;

/** What the client of a vendor has beside a call of each operation. */
export interface Vendor<V extends VendorName, Polled> {
  readonly name: V;
  readonly polled: Polled;
}

/** The calls that are polled. A mapped type of this form keeps each member's documentation. */
export type PolledCalls<Polled> = {
  readonly [P in keyof Polled]: Polled[P] extends Poll<infer Submit, infer Ask> ? PolledCall<Submit, Ask> : never;
};

/** Declares the client of a vendor, with the calls that are polled. */
export function vendor<V extends VendorName, Polled extends object>(
  name: V,
  polled: (poll: Polling<VendorOperations[V]>) => Polled,
): Vendor<V, Polled> {
  return { name, polled: polled((submit, ask, followUp) => ({ submit, ask, followUp })) };
}
