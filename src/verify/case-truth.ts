/**
 * What the reference knows about one case. Each truth is computed when it is first asked for, and kept as long as the
 * case.
 */

import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Implementation } from '../case/implementation.js';
import { dtypeOf, type Program } from '../case/program.js';
import { scatter } from '../case/scatter.js';
import { sizeOf } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';
import {
  type Chain,
  chainOf,
  type Derivative,
  differenceWork,
  directional,
  type Evaluation,
  ExactProgram,
  evaluationOf,
  type Inside,
  type Plan,
  planOf,
  pullback,
  secondOrder,
  settle,
  settlingCost,
  slopeCount,
  type Truth,
  withKinks,
} from '../reference/index.js';

/**
 * How many slopes are found, of 40 bytes each, and how many terms their differences compute at each of 8 points or more,
 * of about 0.1 µs. It takes a few seconds at most; along a long axis, of which many are drawn, a tenth of a second.
 */
const usualLimits = { slopes: 2 ** 21, work: 2 ** 22 } as const;
const longLimits = { slopes: 2 ** 16, work: 17 * 2 ** 16 } as const;
const longAxis = 1024;

/** Settlement stops being worth its time beyond this many BigNumber kernel entries; sooner where directions can decide. */
const settlingLimit = { few: 4000, many: 400 } as const;

/** Gradients of more entries than this are left to directions where settling them would take too long. */
const manyEntries = 120;

/** A sample of passed cases is settled, but only if that is quick. */
const sampleLimit = 100;

/** The third is left out of arrays past 65,536 entries, where each takes as long as a hundred usual cases. */
const directionsWithoutEntries = { few: 3, many: 2 } as const;
const manyForDirections = 2 ** 16;

const known = new WeakMap<Case, Map<string, CaseTruth>>();

/**
 * The same for every implementation that gets this case and computes in the same dtypes: a core is given to each
 * submission of a class.
 * @throws {NoTruth} if the case has no derivative to compare with
 */
export function truthOf(
  testCase: Case,
  { accumulates, roundsOnce = [] }: Pick<Implementation, 'accumulates' | 'roundsOnce'> = {},
): CaseTruth {
  const own = dtypeOf(testCase.program);
  // A kernel is fused for its gradient; the gradient of that is another's.
  const inside = {
    accumulates: accumulates?.[own] ?? own,
    roundsOnce: testCase.order === 1 ? roundsOnce : [],
  };
  const key = [inside.accumulates, ...inside.roundsOnce].join();
  const truths = known.get(testCase) ?? new Map<string, CaseTruth>();
  const found = truths.get(key) ?? new CaseTruth(testCase, inside);
  known.set(testCase, truths.set(key, found));
  return found;
}

export class CaseTruth {
  readonly program: Program;
  readonly dtype: DType;
  readonly plan: Plan;
  /** Whether Jacobians would take too much memory or time: then only laws that need none are asked. */
  readonly tooLarge: boolean;
  /** The values, with error bounds. */
  readonly evaluation: Evaluation;
  private exactProgram: ExactProgram | undefined;
  private readonly exactSlopes = new Map<string, ExactSlope>();
  private settledChain: Chain | undefined;
  private readonly seconds: Second[] = [];
  private readonly pulledBack = new Map<number, Truth[]>();
  private sweepsTaken: readonly Sweep[] | undefined;
  private isSampled: boolean | undefined;

  constructor(
    readonly testCase: Case,
    inside: Inside,
  ) {
    this.program = testCase.program;
    this.dtype = dtypeOf(testCase.program);
    this.plan = planOf(testCase.program, inside);
    this.tooLarge = exceeds(this.plan);
    this.evaluation = this.tooLarge
      ? evaluationOf(this.plan, testCase.inputs)
      : this.withConvention(chainOf(this.plan, testCase.inputs));
  }

  /** The reference's outputs at other inputs. */
  valuesAt(inputs: readonly TensorData[]): readonly { readonly data: readonly number[] }[] {
    const { values } = evaluationOf(this.plan, inputs);
    return this.program.outputs.map((id) => ({ data: at(values, id) }));
  }

  /** The steps' Jacobians. */
  get chain(): Chain {
    if ('slopes' in this.evaluation) return this.evaluation as Chain;
    throw new Error('a law asked for the Jacobians of a program that is too large for them; mark it anySize');
  }

  get settlesTooSlowly(): boolean {
    return settlingCost(this.chain) > settlingLimit[this.isLong ? 'many' : 'few'];
  }

  /** Whether directions decide, because there are no Jacobians, or float64 may see long ones too dimly. */
  get leftToDirections(): boolean {
    return this.tooLarge || (this.isLong && this.settlesTooSlowly);
  }

  private get isLong(): boolean {
    return this.program.steps.length === 1 && this.entries > manyEntries;
  }

  private get isHuge(): boolean {
    return this.entries > manyForDirections;
  }

  private get entries(): number {
    return this.testCase.inputs.reduce((sum, { data }) => sum + data.length, 0);
  }

  /** The same, settled at 40 digits. */
  get settled(): Chain {
    this.settledChain ??= this.withConvention(settle(this.chain, this.testCase.inputs));
    return this.settledChain;
  }

  /** One entry of JᵀΔ at 40 digits; undefined if that cannot be computed. */
  exactSlope(cotangent: number, input: number, entry: number): ExactSlope {
    const key = `${cotangent} ${input} ${entry}`;
    if (!this.exactSlopes.has(key)) {
      this.exactProgram ??= new ExactProgram(this.evaluation, this.testCase.inputs);
      const delta = at(this.testCase.cotangents, cotangent);
      this.exactSlopes.set(key, this.exactProgram.slope(delta, input, entry));
    }
    return this.exactSlopes.get(key);
  }

  private withConvention(chain: Chain): Chain {
    const { kinks } = this.testCase;
    return kinks === undefined ? chain : withKinks(chain, kinks);
  }

  /** JᵀΔ for each input, for one of the case's cotangents. */
  pullback(cotangent: number): Truth[] {
    let truths = this.pulledBack.get(cotangent);
    if (truths === undefined) {
      truths = pullback(this.chain, at(this.testCase.cotangents, cotangent));
      this.pulledBack.set(cotangent, truths);
    }
    return truths;
  }

  /** The gradient of ⟨VJP(Δ), u⟩ for each input; undefined at a kink. */
  secondOrder(cotangent: readonly TensorData[], direction: readonly TensorData[]): Truth[] | undefined {
    const known = this.seconds.find((each) => each.cotangent === cotangent && each.direction === direction);
    if (known !== undefined) return known.truths;
    const truths = secondOrder(
      this.chain,
      cotangent,
      direction.map(({ data }) => data),
    );
    this.seconds.push({ cotangent, direction, truths });
    return truths;
  }

  /** One case in 32 is settled even if float64 found nothing wrong; its cotangents decide which. */
  get sampled(): boolean {
    this.isSampled ??= isChosen(this.testCase) && settlingCost(this.chain) <= sampleLimit;
    return this.isSampled;
  }

  /** Directions v and Jv, by differences of the whole program: one, or several if there are no Jacobians. */
  get sweeps(): readonly Sweep[] {
    this.sweepsTaken ??= Array.from(
      { length: this.leftToDirections ? directionsWithoutEntries[this.isHuge ? 'many' : 'few'] : 1 },
      (_, which) => {
        const direction = directionOf(this.program, which);
        return { direction, forward: directional(this.evaluation, direction) };
      },
    );
    return this.sweepsTaken;
  }

  /** ⟨Δ, Jv⟩ for one of the case's cotangents, with its error. */
  dotForward(cotangent: number, { forward }: Sweep): { value: number; error: number } {
    let value = 0;
    let error = 0;
    let k = 0;
    for (const { data } of at(this.testCase.cotangents, cotangent)) {
      for (const entry of data) {
        const output = k++;
        if (entry === 0) continue;
        value += entry * (forward.value[output] as number);
        error += Math.abs(entry) * (forward.error[output] as number);
      }
    }
    return { value, error };
  }

  /**
   * If two truths of the reference disagree (the chain of step Jacobians, and the whole program along v), the
   * reference is at fault, not the implementation. Returns the two numbers.
   */
  get doubt(): string | undefined {
    const [sweep] = this.sweeps as [Sweep];
    for (let cotangent = 0; cotangent < this.testCase.cotangents.length; cotangent++) {
      const forward = this.dotForward(cotangent, sweep);
      if (!Number.isFinite(forward.error)) continue;
      const back = dot(this.pullback(cotangent), sweep.direction);
      if (
        Math.abs(forward.value - back.value) >
        forward.error + back.error + back.spread + 2 ** -50 * back.size
      ) {
        return `the reference's truths disagree: ⟨Δ, Jv⟩ = ${forward.value}, but ⟨JᵀΔ, v⟩ = ${back.value}`;
      }
    }
    return undefined;
  }
}

function isChosen({ cotangents }: Case): boolean {
  let sum = 0;
  for (const cotangent of cotangents)
    for (const { data } of cotangent) sum = sum + (data[0] ?? 0) + data.length;
  return Math.trunc(Math.abs(sum) * 64) % 32 === 1;
}

function exceeds(plan: Plan): boolean {
  const needed = differenceWork(plan);
  const long = plan.program.inputs.some(({ shape }) => shape.some((size) => size > longAxis));
  // Without differences, as of max, slopes cost next to nothing.
  const { slopes, work } = long && needed > 0 ? longLimits : usualLimits;
  return slopeCount(plan) > slopes || needed > work;
}

type ExactSlope = ReturnType<ExactProgram['slope']>;

interface Second {
  readonly cotangent: readonly TensorData[];
  readonly direction: readonly TensorData[];
  readonly truths: Truth[] | undefined;
}

export interface Sweep {
  readonly direction: readonly Float64Array[];
  /** Jv of all outputs, concatenated. */
  readonly forward: Derivative;
}

const decimals = [1, -0.5, 0.75, -1.25, 0.5, -0.75, 1.25, -1];

/** The last entries, which the second of several directions moves alone: a lost tail is a small part of all. */
const tail = 64;

/** A direction v in the space of a program's inputs: one array per input. */
export const directionOf = ({ inputs }: Program, which = 0): Float64Array[] =>
  inputs.map(({ shape }, input) => {
    const entries = new Float64Array(sizeOf(shape));
    for (let at = 0; at < entries.length; at++)
      entries[at] = directionEntry(which, input, at, entries.length);
    return entries;
  });

/** Short signed decimals, in an aperiodic order, so that no wrong gradient can hide behind a period. */
function directionEntry(which: number, input: number, at: number, size: number): number {
  if (which === 1 && at < size - tail) return 0;
  const hash = scatter(at, input + 31 * which);
  return decimals[(hash ^ (hash >>> 13)) & 7] as number;
}

/** ⟨JᵀΔ, v⟩, with the bounds of its parts. */
export function dot(truths: readonly Truth[], direction: readonly ArrayLike<number>[]) {
  const sum = { value: 0, error: 0, spread: 0, rounding: 0, size: 0 };
  truths.forEach((truth, input) => {
    const own = direction[input] as ArrayLike<number>;
    for (let at = 0; at < truth.value.length; at++) {
      const v = own[at] as number;
      sum.value += v * (truth.value[at] as number);
      sum.error += Math.abs(v) * (truth.error[at] as number);
      sum.spread += Math.abs(v) * (truth.spread[at] as number);
      sum.rounding += Math.abs(v) * (truth.rounding[at] as number);
      sum.size += Math.abs(v * (truth.value[at] as number));
    }
  });
  return sum;
}
