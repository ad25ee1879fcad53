/** How much time a run takes for each figure. */
export interface Effort {
  readonly name: 'tiny' | 'short' | 'full';
  /** Rounds in which all contestants take turns; figures are medians over them. */
  readonly rounds: number;
  readonly sliceMs: number;
  readonly warmUpMs: number;
  /** Crowds of thousands are made smaller by this factor. */
  readonly scale: number;
}

/** `tiny` is for trying the bench itself: too short for figures that mean anything. */
export const EFFORTS: Readonly<Record<Effort['name'], Effort>> = {
  tiny: { name: 'tiny', rounds: 2, sliceMs: 150, warmUpMs: 100, scale: 0.1 },
  short: { name: 'short', rounds: 5, sliceMs: 800, warmUpMs: 400, scale: 0.5 },
  full: { name: 'full', rounds: 5, sliceMs: 2000, warmUpMs: 1000, scale: 1 },
};

/** `count` at this effort, at least `least`. */
export const scaled = ({ scale }: Effort, count: number, least = 10): number =>
  Math.max(Math.min(least, count), Math.round(count * scale));
