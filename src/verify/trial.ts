/** One case on one implementation: runs and truths, each computed when a law first asks for it. */
import type { Case } from '../program/case.js';
import type { Done, Implementation } from '../program/implementation.js';
import { nameOf } from '../program/print.js';
import { dtypeOf, type Program } from '../program/program.js';
import { indexOf, sizeOf } from '../program/shape.js';
import type { DType, TensorData } from '../program/tensor-data.js';
import {
  type Chain,
  chainOf,
  type Derivative,
  directional,
  type Evaluation,
  ExactProgram,
  evaluationOf,
  exactCost,
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
import { answerTo } from './ask.js';
import type { FormProblems } from './form.js';
import { compare, type Expected, suspects } from './tolerance.js';
import { agree, type Verdict } from './verdict.js';

/** Settlement stops being worth its time beyond this many BigNumber kernel entries. */
const settlingLimit = 4000;

/** A sample of what passed is settled only where that is quick. */
const sampleLimit = 100;

/** What single entries at 40 digits may cost together, in BigNumber exponentials: about 5 s for a gradient. */
const exactBudget = 50_000;

/** So many of the entries that float64 sees too dimly are looked at. */
const mostSuspects = 32;

/** Slopes take 40 bytes each, so that the Jacobians of one program stay below 100 MB. */
const denseLimit = 2 ** 21;

const directionsWhenTooLarge = 3;

export class Trial {
  readonly program: Program;
  readonly dtype: DType;
  readonly plan: Plan;
  /** Whether Jacobians would take too much memory: then only laws that need none are asked. */
  readonly tooLarge: boolean;
  /** The values, and how far each may be off. */
  readonly evaluation: Evaluation;
  private exactProgram: ExactProgram | undefined;
  private settledChain: Chain | undefined;
  private readonly seconds: Second[] = [];
  private readonly truthsByCotangent = new Map<number, Truth[]>();
  private readonly judged = new Map<string, { readonly got: TensorData; readonly verdict: Verdict }>();
  private sweepsTaken: readonly Sweep[] | undefined;
  /** What is wrong with the form of the first answer. */
  known: FormProblems = new Map();
  private lastRun: Promise<unknown> = Promise.resolve();

  /** @throws {NoTruth} where the case has no derivative to compare with. */
  constructor(
    readonly implementation: Implementation,
    readonly testCase: Case,
  ) {
    this.program = testCase.program;
    this.dtype = dtypeOf(testCase.program);
    this.plan = planOf(testCase.program);
    this.tooLarge = slopeCount(this.plan) > denseLimit;
    this.evaluation = this.tooLarge
      ? evaluationOf(this.plan, testCase.inputs)
      : this.withConvention(chainOf(this.plan, testCase.inputs));
  }

  /**
   * Runs a variation of the case.
   * @param how how it differs, as a sentence goes on: `in mode lazy`
   * @returns an answer of which every count, shape and dtype is right, or the verdict on what came instead
   */
  run(changes: Partial<Case>, how: string): Promise<Done | Verdict> {
    const start = () => answerTo(this.implementation, { ...this.testCase, ...changes }, how, this.known);
    if (this.implementation.queues) return start();
    const run = this.lastRun.then(start);
    this.lastRun = run.catch(() => {});
    return run;
  }

  /** The outputs at other inputs, as the reference has them. */
  valuesAt(inputs: readonly TensorData[]): readonly { readonly data: readonly number[] }[] {
    const { values } = evaluationOf(this.plan, inputs);
    return this.program.outputs.map((id) => ({ data: values[id] as readonly number[] }));
  }

  /** The steps' Jacobians. */
  get chain(): Chain {
    if ('slopes' in this.evaluation) return this.evaluation as Chain;
    throw new Error('a law asked for the Jacobians of a program that is too large for them; mark it anySize');
  }

  private withConvention(chain: Chain): Chain {
    const { kinks } = this.testCase;
    return kinks === undefined ? chain : withKinks(chain, kinks);
  }

  /** JᵀΔ for each input, for one of the case's cotangents. */
  truths(cotangent: number): Truth[] {
    let truths = this.truthsByCotangent.get(cotangent);
    if (truths === undefined) {
      truths = pullback(this.chain, this.testCase.cotangents[cotangent] as readonly TensorData[]);
      this.truthsByCotangent.set(cotangent, truths);
    }
    return truths;
  }

  /** The gradient of ⟨VJP(Δ), u⟩ for each input; undefined on a kink. */
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

  /** Compares one gradient with JᵀΔ. Two laws ask this of the same gradients; it is answered once. */
  judgeGradient(cotangent: number, input: number, got: TensorData): Verdict {
    const key = `${cotangent} ${input}`;
    const known = this.judged.get(key);
    if (known?.got === got) return known.verdict;
    const verdict = this.compareGradient(cotangent, input, got);
    this.judged.set(key, { got, verdict });
    return verdict;
  }

  private compareGradient(cotangent: number, input: number, got: TensorData): Verdict {
    const delta = this.testCase.cotangents[cotangent] as readonly TensorData[];
    const place = `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`;
    const truths = (chain: Chain) => (chain === this.chain ? this.truths(cotangent) : pullback(chain, delta));
    const verdict = this.judgeSettling(place, (chain) => truths(chain)[input] as Truth, got);
    return verdict.kind === 'disagree'
      ? verdict
      : (this.judgeSuspects(cotangent, input, got, place) ?? verdict);
  }

  /**
   * Entries that float64 sees too dimly, each at 40 digits; undefined when all of these are right, or none can be told.
   * Of one step alone: behind it, what rounding may cost rests on how slopes drift, which float64 sees as dimly.
   */
  private judgeSuspects(
    cotangent: number,
    input: number,
    got: TensorData,
    place: string,
  ): Verdict | undefined {
    if (this.plan.steps.length > 1) return undefined;
    const truth = this.truths(cotangent)[input] as Truth;
    const entries = suspects(truth, got.data, this.dtype);
    const affordable = Math.min(mostSuspects, Math.floor(exactBudget / exactCost(this.plan)));
    if (entries.length === 0 || affordable === 0) return undefined;
    this.exactProgram ??= new ExactProgram(this.evaluation, this.testCase.inputs);
    const delta = this.testCase.cotangents[cotangent] as readonly TensorData[];
    for (const entry of entries.slice(0, affordable)) {
      const exact = this.exactProgram.slope(delta, input, entry);
      if (exact === undefined) continue;
      const { value, error } = exact;
      const one = { value: [value], error: [error], rounding: [truth.rounding[entry] as number] };
      const verdict = this.judge(place, one, { ...got, shape: [1], data: [got.data[entry] as number] });
      if (verdict.kind === 'disagree') {
        return { ...verdict, where: { what: place, index: indexOf(entry, got.shape) } };
      }
    }
    return undefined;
  }

  /** Compares with a truth of the chain; what float64 cannot decide, or finds wrong, is settled at 40 digits. */
  judgeSettling(what: string, truthOf: (chain: Chain) => Truth, got: TensorData): Verdict {
    const verdict = this.judge(what, truthOf(this.chain), got);
    if (verdict.kind === 'agree' && !this.sampled) return verdict;
    if (settlingCost(this.chain) > settlingLimit) return this.doubtful() ?? verdict;
    this.settledChain ??= this.withConvention(settle(this.chain, this.testCase.inputs));
    const final = this.judge(what, truthOf(this.settledChain), got);
    return final.kind === 'disagree' ? (this.doubtful() ?? final) : final;
  }

  /** One case in 32 is settled even where float64 saw nothing wrong; which ones, its cotangents decide. */
  private get sampled(): boolean {
    const sum = this.testCase.cotangents
      .flat()
      .reduce((total, { data }) => total + (data[0] ?? 0) + data.length, 0);
    return Math.trunc(Math.abs(sum) * 64) % 32 === 1 && settlingCost(this.chain) <= sampleLimit;
  }

  /** Compares entries with what they must be. */
  judge(what: string, expected: Expected, got: TensorData): Verdict {
    const comparison = compare(expected, got.data, this.dtype);
    if (comparison.kind === 'right') return agree;
    const { entry } = comparison;
    if (comparison.kind === 'undecided') {
      return { kind: 'inconclusive', why: `${what}, entry ${entry}: within the reference's own error` };
    }
    return {
      kind: 'disagree',
      where: { what, index: indexOf(entry, got.shape) },
      expected: expected.value[entry] as number,
      spread: expected.spread?.[entry] ?? 0,
      got: got.data[entry] as number,
      tolerance: comparison.tolerance,
    };
  }

  /** Directions v and Jv, by differences of the whole program: one, or several where there are no Jacobians. */
  get sweeps(): readonly Sweep[] {
    this.sweepsTaken ??= Array.from({ length: this.tooLarge ? directionsWhenTooLarge : 1 }, (_, which) => {
      const direction = this.program.inputs.map(({ shape }, input) =>
        Float64Array.from({ length: sizeOf(shape) }, (__, at) => directionEntry(which, input, at)),
      );
      return { direction, forward: directional(this.evaluation, direction) };
    });
    return this.sweepsTaken;
  }

  /** ⟨Δ, Jv⟩ for one of the case's cotangents, with its error. */
  dotForward(cotangent: number, { forward }: Sweep): { value: number; error: number } {
    const delta = (this.testCase.cotangents[cotangent] as readonly TensorData[]).flatMap(({ data }) => data);
    let value = 0;
    let error = 0;
    delta.forEach((entry, k) => {
      if (entry === 0) return;
      value += entry * (forward.value[k] as number);
      error += Math.abs(entry) * (forward.error[k] as number);
    });
    return { value, error };
  }

  /**
   * Whether the reference's own truths disagree: the chain of step Jacobians against the whole program along v.
   * Then the reference is at fault, not the implementation.
   */
  private doubtful(): Verdict | undefined {
    const [sweep] = this.sweeps as [Sweep];
    for (let cotangent = 0; cotangent < this.testCase.cotangents.length; cotangent++) {
      const forward = this.dotForward(cotangent, sweep);
      if (!Number.isFinite(forward.error)) continue;
      const back = dot(this.truths(cotangent), sweep.direction);
      if (
        Math.abs(forward.value - back.value) >
        forward.error + back.error + back.spread + 2 ** -50 * back.size
      ) {
        const why = `the reference's truths disagree: ⟨Δ, Jv⟩ = ${forward.value}, but ⟨JᵀΔ, v⟩ = ${back.value}`;
        return { kind: 'inconclusive', why };
      }
    }
    return undefined;
  }
}

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

/** Short decimals, signed, in an order without a period that a wrong gradient could hide behind. */
function directionEntry(which: number, input: number, at: number): number {
  let hash = Math.imul(at + 1, 0x9e3779b1) ^ Math.imul(input + 31 * which + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return decimals[(hash ^ (hash >>> 13)) & 7] as number;
}

/** ⟨JᵀΔ, v⟩, with the bounds of its parts. */
export function dot(truths: readonly Truth[], direction: readonly ArrayLike<number>[]) {
  const sum = { value: 0, error: 0, spread: 0, rounding: 0, size: 0 };
  truths.forEach((truth, input) => {
    for (let at = 0; at < truth.value.length; at++) {
      const v = direction[input]?.[at] as number;
      sum.value += v * (truth.value[at] as number);
      sum.error += Math.abs(v) * (truth.error[at] as number);
      sum.spread += Math.abs(v) * (truth.spread[at] as number);
      sum.rounding += Math.abs(v) * (truth.rounding[at] as number);
      sum.size += Math.abs(v * (truth.value[at] as number));
    }
  });
  return sum;
}
