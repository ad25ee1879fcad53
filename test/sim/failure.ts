/** A rule the simulation found broken. `kind` tells failures apart while the list of operations is being shrunk. */
export class SimFailure extends Error {
  readonly kind: string;

  constructor(kind: string, detail: string) {
    super(`${kind}: ${detail}`);
    this.name = 'SimFailure';
    this.kind = kind;
  }
}

/** `error` as a failure; what nobody foresaw is one too. */
export function toFailure(error: unknown): SimFailure {
  if (error instanceof SimFailure) return error;
  return new SimFailure('threw', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
