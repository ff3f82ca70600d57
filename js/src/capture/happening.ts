/** One call of a method of `T`, as data: its name, then what it is given. */
export type Happening<T, K extends keyof T = keyof T> = {
  [P in K]: T[P] extends (...given: infer Given) => unknown ? readonly [P, ...Given] : never;
}[K];

/** Tells what happened. */
export type Report<T> = (...happening: Happening<T>) => void;
