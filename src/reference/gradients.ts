/** JᵀΔ, only values and error bounds, at one point after another: a difference of gradients needs it many times. */
import { at } from '../case/at.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Entries } from './entry.js';
import type { Group } from './groups.js';
import type { Plan } from './plan.js';
import { Probe } from './probe.js';
import { nowhere } from './slices.js';
import { picked } from './slopes.js';

interface Adjoint {
  readonly value: Float64Array;
  /** A bound on the error of `value`. */
  readonly error: Float64Array;
}

/** The slopes by one group of an argument. */
type SlopesOf = (argument: number, index: number) => Adjoint;

/** The gradient of each input, at values that lie on no kink. */
export class Gradients {
  private readonly adjoints: readonly Adjoint[];
  private readonly probes: (Probe | undefined)[] = [];

  /** @param values of every id, in lists that the caller writes to before each call of `compute` */
  constructor(
    private readonly plan: Plan,
    private readonly values: readonly Entries<number>[],
    private readonly cotangent: readonly TensorData[],
  ) {
    const list = (length: number) => new Float64Array(length);
    this.adjoints = values.map(({ length }) => ({ value: list(length), error: list(length) }));
  }

  /** The gradients at the values as they are now, in lists that the next call overwrites. */
  compute(): readonly Adjoint[] {
    const { adjoints, plan } = this;
    const { inputs } = plan.program;
    this.seed();
    for (let index = plan.steps.length - 1; index >= 0; index--) {
      const { entry, step, groups } = at(plan.steps, index);
      const from = at(adjoints, inputs.length + index);
      if (entry.stops || isZero(from)) continue;
      const slopesOf = this.slopesOf(index);
      step.args.forEach((id, argument) => {
        groups[argument]?.forEach((group, index) => {
          pull(slopesOf?.(argument, index), group, from, at(adjoints, id));
        });
      });
    }
    return adjoints.slice(0, inputs.length);
  }

  private seed(): void {
    for (const { value, error } of this.adjoints) {
      value.fill(0);
      error.fill(0);
    }
    this.plan.program.outputs.forEach((id, output) => {
      const { value } = at(this.adjoints, id);
      at(this.cotangent, output).data.forEach((entry, k) => {
        value[k] = (value[k] as number) + entry;
      });
    });
  }

  /** How to find a step's slopes; undefined if every slope is 1, because entries are only moved. */
  private slopesOf(index: number): SlopesOf | undefined {
    const plan = at(this.plan.steps, index);
    if (plan.entry.moves) return undefined;
    const args = plan.step.args.map((id) => at(this.values, id));
    if (plan.picking !== undefined) {
      const exact = [new Float64Array(args[0]?.length ?? 0)];
      const slopes = picked(plan.picking, plan, { args, out: [], roundings: exact, u: 0 });
      return (_, group) => at(slopes, group);
    }
    const probe = this.probeOf(index, args);
    return (argument, group) => probe.differences(argument, plan.groups[argument]?.[group] as Group, 8);
  }

  /** A step's probe, at the arguments as they are now. */
  private probeOf(index: number, args: readonly Entries<number>[]): Probe {
    const known = this.probes[index];
    const probe = known ?? new Probe(at(this.plan.steps, index), args, []);
    if (known === undefined) this.probes[index] = probe;
    else probe.look();
    return probe;
  }
}

function isZero({ value, error }: Adjoint): boolean {
  for (let k = 0; k < value.length; k++) if (value[k] !== 0 || error[k] !== 0) return false;
  return true;
}

/** Adds one group's share of JᵀΔ. */
function pull(slopes: Adjoint | undefined, group: Group, from: Adjoint, to: Adjoint): void {
  for (let k = 0; k < group.length; k++) {
    const at = group[k] as number;
    if (at === nowhere) continue;
    const slope = slopes === undefined ? 1 : (slopes.value[k] as number);
    const off = slopes === undefined ? 0 : (slopes.error[k] as number);
    const delta = from.value[k] as number;
    to.value[at] = (to.value[at] as number) + slope * delta;
    to.error[at] =
      (to.error[at] as number) + Math.abs(slope) * (from.error[k] as number) + off * Math.abs(delta);
  }
}
