/** How one implementation's answers to a case compare with what the reference knows. */
import { at } from '../case/at.js';
import { nameOf } from '../case/print.js';
import { indexOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import { type Chain, exactCost, isHalf, type Plan, pullback, type Truth } from '../reference/index.js';
import type { CaseTruth } from './case-truth.js';
import { verdictOn } from './compared.js';
import { compare, type Expected, suspects } from './tolerance.js';
import type { Verdict } from './verdict.js';

/** What single entries at 40 digits may cost together, in BigNumber exponentials: about 5 s for a gradient. */
const exactBudget = 50_000;

/** How many of the entries that float64 sees too dimly are looked at: of long arrays fewer, where each takes longer. */
const mostSuspects = ({ longestSum }: Plan): number => Math.min(32, Math.ceil(4096 / longestSum));

export class Comparer {
  private readonly judged = new Map<string, { readonly got: TensorData; readonly verdict: Verdict }>();

  constructor(private readonly truth: CaseTruth) {}

  /** Compares one gradient with JᵀΔ. Two laws ask this of the same gradients; it is answered once. */
  gradient(cotangent: number, input: number, got: TensorData): Verdict {
    const key = `${cotangent} ${input}`;
    const known = this.judged.get(key);
    if (known?.got === got) return known.verdict;
    const verdict = this.compareGradient(cotangent, input, got);
    this.judged.set(key, { got, verdict });
    return verdict;
  }

  private compareGradient(cotangent: number, input: number, got: TensorData): Verdict {
    const delta = at(this.truth.testCase.cotangents, cotangent);
    const place = `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`;
    const pulledBack = (chain: Chain) =>
      chain === this.truth.chain ? this.truth.pullback(cotangent) : pullback(chain, delta);
    const verdict = this.settling(place, (chain) => at(pulledBack(chain), input), got);
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
    if (this.truth.plan.steps.length > 1) return undefined;
    const truth = at(this.truth.pullback(cotangent), input);
    const entries = suspects(truth, got.data, this.truth.dtype);
    const affordable = Math.min(
      mostSuspects(this.truth.plan),
      Math.floor(exactBudget / exactCost(this.truth.plan)),
    );
    if (entries.length === 0 || affordable === 0) return undefined;
    for (const entry of entries.slice(0, affordable)) {
      const exact = this.truth.exactSlope(cotangent, input, entry);
      if (exact === undefined) continue;
      const { value, error } = exact;
      const [rounding, magnitude] = [[truth.rounding[entry] as number], [truth.magnitude[entry] as number]];
      const one = { value: [value], error: [error], rounding, magnitude };
      const verdict = this.entries(place, one, { ...got, shape: [1], data: [got.data[entry] as number] });
      if (verdict.kind === 'disagree') {
        return { ...verdict, where: { what: place, index: indexOf(entry, got.shape) } };
      }
    }
    return undefined;
  }

  /** Compares with a truth of the chain; what float64 cannot decide, or finds wrong, is settled at 40 digits. */
  settling(what: string, truthIn: (chain: Chain) => Truth, got: TensorData): Verdict {
    const truth = truthIn(this.truth.chain);
    const verdict = this.entries(what, truth, got);
    if (verdict.kind === 'agree' && !this.truth.sampled) return verdict;
    // More digits do not bound what rounding may cost an implementation.
    if (verdict.kind === 'inconclusive' && isHalf(this.truth.dtype) && !truth.rounding.every(Number.isFinite))
      return verdict;
    if (this.truth.settlesTooSlowly) return this.doubtful() ?? verdict;
    const final = this.entries(what, truthIn(this.truth.settled), got);
    return final.kind === 'disagree' ? (this.doubtful() ?? final) : final;
  }

  /** Compares entries with what they must be. */
  entries(what: string, expected: Expected, got: TensorData): Verdict {
    const comparison = compare(expected, got.data, this.truth.dtype);
    const isOpen = comparison.kind === 'undecided' && mayOverflowAt(expected, comparison.entry, got);
    return verdictOn(
      comparison,
      what,
      expected,
      got,
      isOpen ? `a number on its way may overflow in ${got.dtype}` : "within the reference's own error",
    );
  }

  private doubtful(): Verdict | undefined {
    const why = this.truth.doubt;
    return why === undefined ? undefined : { kind: 'inconclusive', why };
  }
}

/** In float16 and bfloat16: rounding has no bound there, or the answer is not finite and may rightly be so. */
const mayOverflowAt = ({ rounding }: Expected, entry: number, { data, dtype }: TensorData): boolean =>
  isHalf(dtype) && !(Number.isFinite(rounding[entry]) && Number.isFinite(data[entry]));
