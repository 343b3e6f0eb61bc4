/** One case on one implementation: its runs, and how its answers compare with what the reference knows. */
import type { Case } from '../case/case.js';
import type { Done, Implementation } from '../case/implementation.js';
import { nameOf } from '../case/print.js';
import type { Program } from '../case/program.js';
import { indexOf } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';
import {
  type Chain,
  type Evaluation,
  exactCost,
  type Plan,
  pullback,
  settlingCost,
  type Truth,
} from '../reference/index.js';
import { answerTo } from './ask.js';
import { type CaseTruth, type Sweep, truthOf } from './case-truth.js';
import type { FormProblems } from './form.js';
import { compare, type Expected, suspects } from './tolerance.js';
import { agree, type Verdict } from './verdict.js';

/** Settlement stops being worth its time beyond this many BigNumber kernel entries. */
const settlingLimit = 4000;

/** What single entries at 40 digits may cost together, in BigNumber exponentials: about 5 s for a gradient. */
const exactBudget = 50_000;

/** How many of the entries that float64 sees too dimly are looked at. */
const mostSuspects = 32;

export class Trial {
  private readonly truth: CaseTruth;
  private readonly judged = new Map<string, { readonly got: TensorData; readonly verdict: Verdict }>();
  /** What is wrong with the form of the first answer. */
  known: FormProblems = new Map();
  private lastRun: Promise<unknown> = Promise.resolve();

  /** @throws {NoTruth} where the case has no derivative to compare with. */
  constructor(
    readonly implementation: Implementation,
    readonly testCase: Case,
  ) {
    this.truth = truthOf(testCase);
  }

  get program(): Program {
    return this.truth.program;
  }

  get dtype(): DType {
    return this.truth.dtype;
  }

  get plan(): Plan {
    return this.truth.plan;
  }

  get tooLarge(): boolean {
    return this.truth.tooLarge;
  }

  get evaluation(): Evaluation {
    return this.truth.evaluation;
  }

  get chain(): Chain {
    return this.truth.chain;
  }

  get sweeps(): readonly Sweep[] {
    return this.truth.sweeps;
  }

  valuesAt(inputs: readonly TensorData[]): ReturnType<CaseTruth['valuesAt']> {
    return this.truth.valuesAt(inputs);
  }

  truths(cotangent: number): Truth[] {
    return this.truth.truths(cotangent);
  }

  secondOrder(cotangent: readonly TensorData[], direction: readonly TensorData[]): Truth[] | undefined {
    return this.truth.secondOrder(cotangent, direction);
  }

  dotForward(cotangent: number, sweep: Sweep): { value: number; error: number } {
    return this.truth.dotForward(cotangent, sweep);
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
    for (const entry of entries.slice(0, affordable)) {
      const exact = this.truth.exactSlope(cotangent, input, entry);
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
  judgeSettling(what: string, truthIn: (chain: Chain) => Truth, got: TensorData): Verdict {
    const verdict = this.judge(what, truthIn(this.chain), got);
    if (verdict.kind === 'agree' && !this.truth.sampled) return verdict;
    if (settlingCost(this.chain) > settlingLimit) return this.doubtful() ?? verdict;
    const final = this.judge(what, truthIn(this.truth.settled), got);
    return final.kind === 'disagree' ? (this.doubtful() ?? final) : final;
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

  private doubtful(): Verdict | undefined {
    const why = this.truth.doubt;
    return why === undefined ? undefined : { kind: 'inconclusive', why };
  }
}
