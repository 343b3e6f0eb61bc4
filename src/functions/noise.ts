/**
 * How much of a function's value is noise: ECNoise (Moré and Wild, "Estimating computational noise", SIAM J. Sci.
 * Comput. 33, 2011). Along a line, at points so close together that the function itself is a straight line, the
 * differences of higher order are noise alone.
 */

/** How many points along the line. */
export const noisePoints = 9;

export type Noise =
  | { readonly kind: 'found'; readonly size: number }
  /** Most neighbours are equal: the points are too close together. */
  | { readonly kind: 'too-close' }
  /** The estimates of different orders do not agree; that of the fourth order is the size. */
  | { readonly kind: 'unsettled'; readonly size: number };

/** How much alike the estimates of three orders must be. */
const alike = 4;

/**
 * The standard deviation of one value's noise.
 * @param values the function at equally spaced points
 */
export function noiseOf(values: readonly number[]): Noise {
  const range = Math.max(...values) - Math.min(...values);
  if (!Number.isFinite(range)) return { kind: 'unsettled', size: 0 };
  if (range === 0) return { kind: 'too-close' };
  let differences: readonly number[] = values;
  const levels: number[] = [];
  const changesSign: boolean[] = [];
  let gamma = 1;
  for (let order = 1; order < values.length; order++) {
    const before = differences;
    differences = before.slice(1).map((value, at) => value - (before[at] as number));
    if (order === 1 && isFlat(differences)) return { kind: 'too-close' };
    if (order === 1 && (isFlatOnOneSide(differences) || isBent(differences)))
      return { kind: 'found', size: 0 };
    gamma *= (0.5 * order) / (2 * order - 1);
    const mean = differences.reduce((sum, each) => sum + each * each, 0) / differences.length;
    levels.push(Math.sqrt(gamma * mean));
    changesSign.push(Math.min(...differences) * Math.max(...differences) < 0);
  }
  return settled(levels, changesSign);
}

/** The first level that agrees with the two after it, where the differences change their sign as noise does. */
function settled(levels: readonly number[], changesSign: readonly boolean[]): Noise {
  for (let order = 0; order + 3 < levels.length; order++) {
    const three = levels.slice(order, order + 3);
    if (changesSign[order] && Math.max(...three) <= alike * Math.min(...three))
      return { kind: 'found', size: levels[order] as number };
  }
  return { kind: 'unsettled', size: levels[3] ?? 0 };
}

const halfAreZero = (differences: readonly number[]): boolean =>
  2 * differences.filter((each) => each === 0).length >= differences.length;

const sidesOf = (differences: readonly number[]): readonly number[][] => {
  const middle = differences.length / 2;
  return [differences.slice(0, middle), differences.slice(middle)];
};

/** A staircase: equal neighbours here and there. */
const isFlat = (differences: readonly number[]): boolean =>
  halfAreZero(differences) && !isFlatOnOneSide(differences);

/** As at a kink of relu, where the other side moves at every step: that says nothing of noise. */
function isFlatOnOneSide(differences: readonly number[]): boolean {
  const [left = [], right = []] = sidesOf(differences);
  const isStill = (side: readonly number[]) => side.every((each) => each === 0);
  const isMoving = (side: readonly number[]) => side.every((each) => each !== 0);
  return (isStill(left) && isMoving(right)) || (isMoving(left) && isStill(right));
}

/** As at a kink: one slope up to a place, and another one behind it. That says nothing of noise either. */
function isBent(differences: readonly number[]): boolean {
  const range = Math.max(...differences) - Math.min(...differences);
  const isStraight = (part: readonly number[]) => Math.max(...part) - Math.min(...part) < range / 64;
  // One difference may lie across the kink.
  return differences.some((_, place) => {
    const [before, after] = [differences.slice(0, place), differences.slice(place + 1)];
    if (![before, after].every((part) => part.length === 0 || isStraight(part))) return false;
    const [slope, other] = [before.at(-1), after[0]];
    return slope === undefined || other === undefined || Math.abs(slope - other) > range / 4;
  });
}
