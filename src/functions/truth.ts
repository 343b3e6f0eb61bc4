/** What differences of a function's own values say about its slopes at one point. */
import { at } from '../case/at.js';
import { unitRoundoff } from '../case/tensor-data.js';
import { noiseOf, noisePoints } from './noise.js';
import { type Coordinate, coordinatesOf, flat, largestOf, moved, roundingOf } from './points.js';
import { type Slope, slopeOf, unknownSlope } from './slopes.js';
import type { Place, Subject, Tensors } from './subject.js';

/** The steps of the three tries, each halved seven times: from a sixteenth of x down to where float64 ends. */
const firstSteps = [2 ** -4, 2 ** -12, 2 ** -20] as const;
const halvings = 8;

/** Steps are at least so many units of rounding long. */
const shortest = 2 ** 10;

/** A slope is known well enough at this fraction of itself, and finer steps are not tried. */
const wellKnown = 2 ** -24;

/** How many points go in one message. */
const inOneMessage = 512;

/** JᵀΔ of one entry. */
export interface Expectation {
  readonly value: number;
  /** Half the width of the interval of right slopes, at a kink. */
  readonly spread: number;
  readonly error: number;
  /** Σ|Δ_k J_kj|: the size of what was added up. */
  readonly terms: number;
  /** The same of the steepest quotients that were seen. */
  readonly steepest?: number;
}

/** The gradient's entry that belongs to a coordinate. @param slopes by entry of the outputs, as the cotangent is */
export function expectedOf(slopes: readonly Slope[], delta: readonly number[]): Expectation {
  let [value, spread, error, terms, steepest] = [0, 0, 0, 0, 0];
  slopes.forEach((slope, k) => {
    const weight = at(delta, k);
    if (weight === 0) return;
    value += weight * slope.value;
    spread += Math.abs(weight) * slope.spread;
    error += Math.abs(weight) * slope.error;
    terms += Math.abs(weight) * (Math.abs(slope.value) + slope.spread);
    steepest += Math.abs(weight) * (slope.steepest ?? 0);
  });
  return { value, spread, error: Number.isNaN(value) ? Number.POSITIVE_INFINITY : error, terms, steepest };
}

/** The slopes at one point. What was found once is kept. The noise of each entry of the outputs is measured, unless it is given. */
export class Truth {
  private readonly found = new Map<string, Slope[]>();

  constructor(
    private readonly subject: Subject,
    private readonly place: Place,
    private readonly outputs: Tensors,
    private noise?: Promise<number[]>,
  ) {}

  /** What is known of the noise at the point, for who looks along a line through it. */
  get knownNoise(): Promise<number[]> | undefined {
    return this.noise;
  }

  /**
   * @param chosen the coordinates whose slopes are wanted
   * @param stretch what all steps are multiplied by
   * @returns by coordinate, then by entry of the outputs
   */
  async slopes(chosen: readonly Coordinate[], stretch = 1): Promise<Slope[][]> {
    const keyOf = ({ input, entry }: Coordinate) => `${input} ${entry} ${stretch}`;
    const missing = chosen.filter((each) => !this.found.has(keyOf(each)));
    if (missing.length > 0) {
      this.noise ??= noiseAt(this.subject, this.place, this.outputs);
      const search = new Search(
        this.subject,
        this.place.inputs,
        flat(this.outputs),
        await this.noise,
        stretch,
      );
      const found = await search.slopes(missing);
      missing.forEach((each, index) => {
        this.found.set(keyOf(each), at(found, index));
      });
    }
    return chosen.map((each) => this.found.get(keyOf(each)) as Slope[]);
  }

  /** In how many digits the function computes: what a value may be off by, as a fraction of the largest. */
  async rounding(): Promise<number> {
    this.noise ??= noiseAt(this.subject, this.place, this.outputs);
    return Math.max(0, ...(await this.noise)) / (largestOf(this.outputs) || 1);
  }

  /**
   * Central quotients with steps that are shorter than those of slopes, each with a bound on what noise adds: of a kink that is near,
   * but not at the point, they see one side alone. By step, then by entry of the outputs.
   */
  async quotientsCloseBy(each: Coordinate): Promise<Slope[][]> {
    this.noise ??= noiseAt(this.subject, this.place, this.outputs);
    const noise = await this.noise;
    const points = shortSteps.flatMap((step) =>
      [1, -1].map((side) => moved(this.place.inputs, [{ at: each, by: side * step * each.scale }])),
    );
    const values = (await this.subject.values(points)).map(flat);
    return shortSteps.map((step, n) => {
      const [ahead, behind] = [at(values, 2 * n), at(values, 2 * n + 1)];
      const length = 2 * step * each.scale;
      const moving = 2 * roundingOf(this.place.inputs, each);
      return noise.map((lost, k): Slope => {
        const value = (at(ahead, k) - at(behind, k)) / length;
        return { value, spread: 0, error: (2 * lost + moving * Math.abs(value)) / length };
      });
    });
  }

  /** Whether some outputs move along an entry in stairs: equal, then not, then equal again, several times. */
  async isStairs(each: Coordinate, which: readonly number[]): Promise<boolean> {
    const line = widths.flatMap((width) =>
      Array.from({ length: 2 * stairPoints + 1 }, (_, n) => (n / stairPoints - 1) * width * each.scale),
    );
    const values = (
      await this.subject.values(line.map((by) => moved(this.place.inputs, [{ at: each, by }])))
    ).map(flat);
    return which.some((k) => {
      const landings = values.filter((list, n) => {
        const [y, before, earlier] = [list, values[n - 1], values[n - 2]].map((each) => each && at(each, k));
        // The first two of a line have none before them.
        const along = n % (2 * stairPoints + 1);
        if (along < 2 || y !== before || before === undefined || earlier === undefined) return false;
        // Where it stays, to the end of the line, is the flat side of a kink.
        const rest = values.slice(n + 1, n + 2 * stairPoints + 1 - along);
        const leaves = rest.some((later) => at(later, k) !== y);
        return leaves && Math.abs(before - earlier) > leastStair * Math.abs(before);
      });
      return landings.length >= fewestStairs;
    });
  }
}

/** Fractions of an entry's scale. */
const shortSteps = [2 ** -24, 2 ** -28, 2 ** -32, 2 ** -36];

/** Where stairs are looked for: how far on both sides, as fractions of an entry's scale, and at how many points on each. */
const widths = [2 ** -4, 2 ** -7, 2 ** -10, 2 ** -13];
const stairPoints = 16;
const fewestStairs = 3;
/** Lower ones are rounding. */
const leastStair = 2 ** -45;

/** How far apart points are that rounding can hardly tell apart, in units of it. */
const near = 8;

/** As fractions of an entry's scale; no powers of two, as in fewer digits all such points would be rounded alike. */
const far = [1.1e-4, 1.3e-5, 1.7e-6, 2.1e-7, 2.6e-8, 3.3e-9];

/** By how much the fourth differences of a bend may shrink from one of these distances to the next: the fourth power of 9. */
const sharpest = 9 ** 4;

/** Noise this many times as large as between neighbours may be the function's own bend. */
const suspicious = 8;

/** A step of rounding in fewer digits is at most so high, as a fraction of the largest value: in bfloat16, times four. */
const highestStep = 2 ** -4;

/**
 * What one value may be off by, entry by entry, and at least half a unit in the last place. Noise shows between neighbours, or,
 * where the function is a staircase of fewer digits, farther away. There each side is looked at alone: a kink is no noise. Noise
 * is as large at any distance, and a bend of the function is not: where it looks large, it is looked at again from nearer by.
 */
async function noiseAt(subject: Subject, place: Place, outputs: Tensors): Promise<number[]> {
  const roundoff = outputs.flatMap(({ data, dtype }) =>
    data.map((x) => 2 * unitRoundoff[dtype] * Math.abs(x)),
  );
  const largest = largestOf(outputs);
  const middle = (noisePoints - 1) / 2;
  const closely = pointsAlong(place, -middle, middle, (each) => near * roundingOf(place.inputs, each));
  const [first = 0, ...nearer] = far;
  const values = (await subject.values([...closely, ...pointsAside(place, first)])).map(flat);
  const beside = roundoff.map((least, k) =>
    Math.max(least, 4 * sizeOfNoise(values.slice(0, noisePoints).map((each) => at(each, k)))),
  );
  let wide = roundoff.map((_, k) => noiseOfSides(values.slice(noisePoints), k));
  for (const spacing of nearer) {
    if (wide.every((size, k) => size <= suspicious * at(beside, k))) break;
    const again = (await subject.values(pointsAside(place, spacing))).map(flat);
    // What vanishes at once was a step of a staircase, which is not among the nearer points; or a jump, if it was higher.
    wide = wide.map((size, k) => {
      const smaller = noiseOfSides(again, k);
      const isStep = smaller < size / sharpest && size < highestStep * largest;
      return isStep ? size : Math.min(size, smaller);
    });
  }
  return beside.map((size, k) => Math.max(size, at(wide, k)));
}

const pointsAside = (place: Place, spacing: number): Tensors[] =>
  pointsAlong(place, 1 - noisePoints, noisePoints - 1, ({ scale }) => spacing * scale);

/** The larger of both sides' noise. 0: none was found. */
function noiseOfSides(values: readonly (readonly number[])[], k: number): number {
  const along = values.map((each) => at(each, k));
  return 4 * Math.max(...[along.slice(0, noisePoints), along.slice(noisePoints - 1)].map(sizeOfNoise));
}

function sizeOfNoise(values: readonly number[]): number {
  const found = noiseOf(values);
  return found.kind === 'too-close' ? 0 : found.size;
}

/** Points from the `from`th to the `to`th on a line through all entries. */
function pointsAlong(
  place: Place,
  from: number,
  to: number,
  spacing: (each: Coordinate) => number,
): Tensors[] {
  const line = coordinatesOf(place);
  return Array.from({ length: to - from + 1 }, (_, n) =>
    moved(
      place.inputs,
      line.map((each, index) => ({ at: each, by: (from + n) * spacing(each) * sign(index) })),
    ),
  );
}

/** Without a pattern that a function might share. */
export const sign = (index: number): 1 | -1 => (((index * 0x9e3779b1) >>> 7) % 2 === 0 ? 1 : -1);

/** Looks for slopes, with ever finer steps where they are not known well enough. */
class Search {
  /** The largest value of the function. */
  private readonly largest: number;
  private readonly largestInput: number;

  constructor(
    private readonly subject: Subject,
    private readonly inputs: Tensors,
    private readonly center: readonly number[],
    private readonly noise: readonly number[],
    private readonly stretch: number,
  ) {
    this.largest = center.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    this.largestInput = largestOf(inputs);
  }

  /** The unit roundoff of the inputs: in float32 finer steps drown in noise. */
  private get unit(): number {
    return this.inputs.reduce((most, { dtype }) => Math.max(most, unitRoundoff[dtype]), 0);
  }

  async slopes(coordinates: readonly Coordinate[]): Promise<Slope[][]> {
    const estimates: Slope[][][] = coordinates.map(() => this.center.map(() => []));
    const found = (which: number) => at(estimates, which).map(together);
    let open = coordinates.map((_, which) => which);
    for (const step of firstSteps.filter((each) => each > shortest * this.unit)) {
      const first = step * this.stretch;
      const sampled = await this.sample(
        open.map((which) => at(coordinates, which)),
        first,
      );
      open.forEach((which, index) => {
        at(sampled, index).forEach((slope, k) => {
          at(at(estimates, which), k).push(slope);
        });
      });
      open = open.filter(
        (which) => !found(which).every((slope) => this.isKnown(slope, at(coordinates, which))),
      );
    }
    return coordinates.map((_, which) => found(which));
  }

  /** Slopes with steps from `first` on. */
  private async sample(coordinates: readonly Coordinate[], first: number): Promise<Slope[][]> {
    const steps = Array.from({ length: halvings }, (_, n) => first * 2 ** -n);
    const points = coordinates.flatMap((each) =>
      steps.flatMap((h) => [h, -h].map((by) => moved(this.inputs, [{ at: each, by: by * each.scale }]))),
    );
    const values = (await inPieces(points, (some) => this.subject.values(some))).map(flat);
    return coordinates.map((each, index) => {
      const own = values.slice(2 * halvings * index, 2 * halvings * (index + 1));
      const [ahead, behind] = [0, 1].map((side) => own.filter((_, n) => n % 2 === side)) as [
        (readonly number[])[],
        (readonly number[])[],
      ];
      return this.center.map((center, k) => this.slopeOfEntry(each, first, k, { center, ahead, behind }));
    });
  }

  private slopeOfEntry(
    each: Coordinate,
    first: number,
    k: number,
    {
      center,
      ahead,
      behind,
    }: { center: number; ahead: readonly (readonly number[])[]; behind: readonly (readonly number[])[] },
  ): Slope {
    const entries = (side: readonly (readonly number[])[]) => side.map((values) => at(values, k));
    const h = first * each.scale;
    const steepest = Math.abs(at(at(ahead, 0), k) - at(at(behind, 0), k)) / (2 * h);
    const noise =
      at(this.noise, k) + roundingOf(this.inputs, each) * (Number.isFinite(steepest) ? steepest : 0);
    const hidden = this.unit * this.largestInput;
    return slopeOf({ center, first: h, ahead: entries(ahead), behind: entries(behind), noise, hidden });
  }

  /** To a small fraction of itself, and no kink: finer steps may show that a kink is only near. */
  private isKnown({ value, spread, error }: Slope, { scale }: Coordinate): boolean {
    const size = Math.max(Math.abs(value), this.largest / (1024 * scale));
    return spread === 0 && error <= Math.max(wellKnown, 2 ** 12 * this.unit) * size;
  }
}

/**
 * What estimates with ever finer steps say together. A kink is only near if finer steps find one of its two slopes; if they
 * find the mean, they straddle it.
 */
function together(estimates: readonly Slope[]): Slope {
  const finite = estimates.filter(({ error }) => Number.isFinite(error));
  // Where the function moves at all, points among which it does not lie on one step of a staircase.
  const moving = finite.filter(({ still }) => still !== true);
  const known = moving.length > 0 ? moving : finite;
  const at = known.findLastIndex(({ spread }) => spread > 0);
  const kink = known[at];
  const isFlat =
    estimates.some(({ stairs }) => stairs) || (moving.length > 0 && moving.length < finite.length);
  const stairs = isFlat ? ({ stairs: true } as const) : {};
  if (kink === undefined) return { ...trusted(known), ...stairs };
  const finer = known.slice(at + 1).find((each) => isOneSideOf(kink, each));
  const coarser = known.slice(0, at).find(({ spread, error }) => spread === 0 && error < kink.spread);
  return { ...(finer ?? coarser ?? kink), ...stairs };
}

/**
 * The most exact of the estimates that another one confirms. If none does, their bounds are accidents, and what they differ by
 * is all that is known.
 */
function trusted(estimates: readonly Slope[]): Slope {
  const byError = [...estimates].sort((a, b) => a.error - b.error);
  const [best = unknownSlope, ...others] = byError;
  if (others.length === 0) return best;
  const gap = (a: Slope, b: Slope) => Math.abs(a.value - b.value);
  const confirmed = byError.find((each) =>
    byError.some((other) => other !== each && gap(each, other) <= each.error + other.error),
  );
  if (confirmed !== undefined) return confirmed;
  const nearest = others.reduce(
    (least, other) => Math.min(least, gap(best, other)),
    Number.POSITIVE_INFINITY,
  );
  return { ...best, error: Math.max(best.error, nearest) };
}

const isOneSideOf = (kink: Slope, { value, error }: Slope): boolean =>
  error < kink.spread / 8 && Math.abs(Math.abs(value - kink.value) - kink.spread) <= 4 * error + kink.error;

async function inPieces(
  points: readonly Tensors[],
  ask: (some: readonly Tensors[]) => Promise<readonly Tensors[]>,
): Promise<Tensors[]> {
  const answers: Tensors[] = [];
  for (let from = 0; from < points.length; from += inOneMessage)
    answers.push(...(await ask(points.slice(from, from + inOneMessage))));
  return answers;
}
