/** One question to a function, what it answered, and what the laws share. */
import { at } from '../case/at.js';
import type { Verdict } from '../verify/index.js';
import type { Looked } from './looked.js';
import { type Coordinate, coordinatesOf, largestOf, moved, roundingOf } from './points.js';
import {
  type Gradients,
  pulledAgain,
  type Question,
  type Run,
  type Subject,
  type Tensors,
  type Twice,
} from './subject.js';

/** As a fraction of the largest input: what a small one may be multiplied with on the way. */
const leastInput = 2 ** -10;

export class Asked {
  /** The terms of the largest entry of all gradients: what rounding is to be compared with. */
  largestTerms = 0;
  /** The entries of which a glance did not say that they are right. */
  doubted: readonly Coordinate[] = [];
  /** Of a function without cancellation: its largest value over its largest input. */
  private readonly usualSlope: number;
  /** The same by one input: its largest value over the largest of that input, which may be much smaller than the others. */
  private readonly usualSlopes: readonly number[];

  constructor(
    readonly subject: Subject,
    readonly question: Question,
    readonly names: readonly string[],
    readonly looked: Looked,
    readonly gradients: readonly Gradients[],
    private readonly again: Run | undefined,
  ) {
    const [value, input] = [largestOf(looked.outputs), largestOf(question.inputs) || 1];
    this.usualSlope = value / input;
    this.usualSlopes = question.inputs.map((each) => value / Math.max(largestOf([each]), leastInput * input));
  }

  /** Of a function without cancellation, the terms of an entry of a gradient. */
  readonly usualTerms = (cotangent: number): number =>
    this.usualTermsOf(at(this.question.cotangents, cotangent));

  /** The terms of an entry of the gradient by one input, of the largest of all cotangents. */
  usualTermsBy(input: number): number {
    return at(this.usualSlopes, input) * Math.max(...this.question.cotangents.map(largestOf));
  }

  /** The same of a cotangent, or of an entry of Jv where this is v. */
  usualTermsOf(weights: Tensors): number {
    return this.usualSlope * largestOf(weights);
  }

  /** Whether the function itself has a kink here, along some entry. */
  async isAtKink(): Promise<boolean> {
    const slopes = await this.looked.truth.slopes(this.looked.chosen);
    return slopes.some((list) => list.some(({ spread }) => spread > 0));
  }

  nameOf(input: number): string {
    return nameIn(this.names, input);
  }

  vjps(inputs: Tensors, cotangents: readonly Tensors[]): Promise<Gradients[]> {
    return gradientsOf(this.subject, { ...this.question, inputs, cotangents });
  }

  /** A second run at the same point, and with the first cotangents. */
  async secondRun(): Promise<Run> {
    if (this.again !== undefined) return this.again;
    const { inputs, cotangents } = this.question;
    const [[outputs = []], gradients] = await Promise.all([
      this.subject.values([inputs]),
      this.vjps(inputs, cotangents.slice(0, pulledAgain)),
    ]);
    return { outputs, gradients };
  }

  /** By how much a number changes between points that rounding can hardly tell apart: the most of all. */
  private async noise(numbersAt: NumbersAt): Promise<number> {
    const { inputs } = this.question;
    const line = coordinatesOf(this.question);
    const moves = (n: number) => line.map((each) => ({ at: each, by: 8 * n * roundingOf(inputs, each) }));
    const entries = await Promise.all(
      [0, -2, -1, 1, 2].map((n) => numbersAt(n === 0 ? inputs : moved(inputs, moves(n)))),
    );
    return at(entries, 0).reduce((most, _, k) => {
      const along = entries.map((list) => at(list, k));
      return Math.max(most, Math.max(...along) - Math.min(...along));
    }, 0);
  }

  private readonly gradientsAt: NumbersAt = async (inputs) =>
    inputs === this.question.inputs
      ? numbersOf(this.gradients.flat())
      : numbersOf((await this.vjps(inputs, this.question.cotangents)).flat());

  /** What is lost in noise is no mistake. @param numbersAt what was compared: default: the gradients */
  async unlessNoisy(verdict: Verdict, numbersAt: NumbersAt = this.gradientsAt): Promise<Verdict> {
    if (verdict.kind !== 'disagree' || verdict.expected === undefined) return verdict;
    const off = Math.abs(verdict.got - verdict.expected) - verdict.spread;
    const noise = await this.noise(numbersAt);
    if (!(16 * noise > off)) return verdict;
    const why = `the gradient is off by ${off.toPrecision(2)}, and noisy by ${noise.toPrecision(2)}`;
    return { kind: 'inconclusive', why };
  }
}

/** What a law compares, at other inputs. */
export type NumbersAt = (inputs: Tensors) => Promise<readonly number[]>;

/** Gradients by integers are nobody's business. */
export async function gradientsOf(subject: Subject, question: Question): Promise<Gradients[]> {
  const { inputs, cotangents, differentiable } = question;
  return (await subject.vjps(inputs, cotangents)).map(differentiableOf(differentiable));
}

/** The same, and what a second run returns, if one message is enough for both. */
export async function gradientsTwice(
  { twice, vjps }: Subject,
  { inputs, cotangents, differentiable }: Question,
): Promise<Twice> {
  const own = differentiableOf(differentiable);
  if (twice === undefined) return { gradients: (await vjps(inputs, cotangents)).map(own) };
  const { gradients, again } = await twice(inputs, cotangents);
  return {
    gradients: gradients.map(own),
    ...(again && { again: { ...again, gradients: again.gradients.map(own) } }),
  };
}

const differentiableOf =
  (differentiable: readonly boolean[]) =>
  (list: Gradients): Gradients =>
    list.map((gradient, input) => (differentiable[input] === true ? gradient : null));

export const nameIn = (names: readonly string[], input: number): string => names[input] ?? `input ${input}`;

export const numbersOf = (gradients: Gradients): number[] =>
  gradients.flatMap((gradient) => gradient?.data ?? []);
