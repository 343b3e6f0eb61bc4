/** The branch of a program on which an evaluation lies: the sides of its kinks, and the parts of its domains. */
import { at } from '../case/at.js';
import { fromEdge } from '../case/domain.js';
import { type Domain, factsOf, type Id, type Step } from '../case/vocabulary.js';
import type { Entries } from './entry.js';
import type { Evaluation } from './evaluation.js';
import { isTip } from './one-sided.js';
import { type Picking, pickedPositions, picksAs } from './picking.js';
import type { StepPlan } from './plan.js';
import { kinkDistanceOf, sideOf } from './radius.js';
import { unwritten } from './unwritten.js';

type Arguments = readonly Entries<number>[];
/** Whether a step's arguments lie where those of the evaluation do. */
type Guard = (args: Arguments) => boolean;

/** A step whose arguments move. */
interface Moved {
  readonly plan: StepPlan;
  readonly args: Arguments;
  readonly out: number[];
  /** Only if the arguments can leave the branch. */
  readonly guard: Guard | undefined;
}

/** A program's values at inputs that move, as long as they stay on the branch of an evaluation. */
export class Branch {
  /** The values of all ids at the inputs that were last followed. Detached values stay as they are in the evaluation. */
  readonly values: Arguments;
  private readonly steps: readonly Moved[];

  /** @param inputs lists that the caller writes to before each call of `follow` */
  constructor({ plan, values: base }: Evaluation, inputs: Arguments) {
    const values: Entries<number>[] = [...inputs];
    this.values = values;
    this.steps = plan.steps.flatMap((stepPlan): Moved[] => {
      const { step, entry, size } = stepPlan;
      const own = (of: Arguments) => step.args.map((id) => at(of, id));
      if (entry.stops) {
        values.push(at(base, values.length));
        return [];
      }
      const out = unwritten(size);
      const moved = { plan: stepPlan, args: own(values), out, guard: guardOf(stepPlan, own(base)) };
      values.push(out);
      return [moved];
    });
  }

  /** Whether the evaluation itself lies on a kink, and so on no branch. */
  get onKink(): boolean {
    return this.steps.some(({ guard }) => guard === never);
  }

  /** Whether the last value to be computed is that of this id. */
  endsWith(id: Id): boolean {
    return this.steps.length > 0 && this.steps.at(-1)?.out === this.values[id];
  }

  /**
   * Computes all values at the inputs.
   * @param last the list to which the last of them is written, instead of to its own
   * @returns false as soon as a step leaves the branch
   */
  follow(last?: number[]): boolean {
    const { steps } = this;
    for (let index = 0; index < steps.length; index++) {
      const { plan, args, out, guard } = steps[index] as Moved;
      if (guard?.(args) === false) return false;
      plan.kernel(args, index === steps.length - 1 ? (last ?? out) : out);
    }
    return true;
  }
}

const never: Guard = () => false;

function guardOf(plan: StepPlan, base: Arguments): Guard | undefined {
  if (!plan.guarded) return undefined;
  if (plan.picking !== undefined) return samePositions(plan, plan.picking, base);
  return isTip(factsOf(plan.step).kink) ? awayFromTips(plan, base) : sameMarks(plan, base);
}

/** Every slice stays within half its distance from the tip: farther away its length is no power series. */
function awayFromTips({ step, layout: { slices } }: StepPlan, base: Arguments): Guard {
  const centred = factsOf(step).kink === 'equal';
  const fromTip = (slice: Int32Array, [x = []]: Arguments): number[] => {
    const entries = Array.from(slice, (position) => x[position] as number);
    const first = centred ? (entries[0] as number) : 0;
    const off = entries.map((entry) => entry - first);
    const mean = centred ? off.reduce((sum, entry) => sum + entry, 0) / off.length : 0;
    return off.map((entry) => entry - mean);
  };
  // A single entry always equals itself, and has no spread.
  const wide = slices.filter(({ length }) => length > (centred ? 1 : 0));
  const before = wide.map((slice) => fromTip(slice, base));
  if (before.some((off) => off.every((entry) => entry === 0))) return never;
  return (args) =>
    wide.every(
      (slice, k) =>
        4 * squaresOf(fromTip(slice, args).map((off, i) => off - (before[k]?.[i] as number))) <=
        squaresOf(before[k] as number[]),
    );
}

const squaresOf = (entries: readonly number[]): number => entries.reduce((sum, x) => sum + x * x, 0);

/** The same entries are picked. */
function samePositions({ layout: { slices } }: StepPlan, picking: Picking, base: Arguments): Guard {
  const before = pickedPositions(picking, slices, at(base, 0));
  if (before === undefined) return never;
  const asBefore = picksAs(picking, slices, before);
  return (args) => asBefore(at(args, 0));
}

/** Every entry has the mark that it had. */
function sameMarks({ step, layout, size }: StepPlan, base: Arguments): Guard {
  const [left, right] = layout.positions;
  const [mark, distance] = [markOf(step), kinkDistanceOf(step)];
  const first = ([a]: Arguments, k: number) => a?.[left?.[k] as number] as number;
  const second = ([, b]: Arguments, k: number) => b?.[right?.[k] as number] as number;
  const marks = Float64Array.from({ length: size }, (_, k) => mark(first(base, k), second(base, k)));
  if (marks.some((_, k) => distance(first(base, k), second(base, k)) === 0)) return never;
  return (args) => {
    for (let k = 0; k < size; k++) {
      if (mark(first(args, k), second(args, k)) !== marks[k]) return false;
    }
    return true;
  };
}

/** On which side of the kink and in which parts of the domain the entries a and b lie, as one number. */
function markOf(step: Step): (a: number, b: number) => number {
  const { kink, domain } = factsOf(step);
  const side = kink === 'none' ? () => 0 : sideOf(step);
  const [domainA, domainB = 'real'] = domain(step);
  const part = (x: number, kind: Domain) => Math.sign(fromEdge(x, kind));
  return (a, b) => side(a, b) + 3 * part(a, domainA ?? 'real') + 9 * part(b, domainB);
}
