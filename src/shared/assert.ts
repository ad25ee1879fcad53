/** Ends every exhaustive switch: a new variant without a case is a type error, and at run time a bug. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}

/** States what must hold. A failure is a bug (house rule 28), never a user's error. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${what}`);
}
