/** What an implementation in question was seen to answer: asked only as far as a suspect explains it, and once. */
import fc from 'fast-check';
import type { Case } from '../program/case.js';
import type { Implementation, Outcome } from '../program/implementation.js';
import { type TensorData, tensorData } from '../program/tensor-data.js';
import type { Law, Verdict } from '../verify/index.js';
import type { Misconception } from './misconception.js';

/** The case that is shown, and what a law said of it. */
export interface ShownFailure {
  readonly law: Pick<Law, 'id'>;
  readonly verdict: Verdict;
  readonly testCase: Case;
}

export interface Unnamed {
  readonly failure: ShownFailure;
  /** The implementation in question. */
  run(testCase: Case): Outcome | Promise<Outcome>;
  /** What further cases are drawn from: those of the same op, or of the same exercise. */
  readonly cases: fc.Arbitrary<Case>;
  readonly suspects: readonly Misconception[];
  /** How a suspect is put into our engine, in `plant`'s way unless told; undefined where it cannot be the one. */
  readonly planted?: (suspect: Misconception) => Implementation | undefined;
}

/** Enough that a slip in one call of fifty is among them, as each case has two cotangents. */
const furtherCases = 60;

/** Mistakes that show for one form of an op, or for ties, are found in these. */
const mostCases = 400;

const seed = 1;

export class Evidence {
  private readonly answers = new Map<Case, Outcome>();
  /** Right or wrong there: a suspect must answer alike. */
  readonly further: readonly Case[];
  private more: readonly Case[] | undefined;

  constructor(private readonly unnamed: Unnamed) {
    this.further = this.draw(furtherCases);
  }

  async of(testCase: Case): Promise<Outcome> {
    const known = this.answers.get(testCase);
    if (known !== undefined) return known;
    const outcome = await this.unnamed.run(testCase);
    this.answers.set(testCase, outcome);
    return outcome;
  }

  /** Further cases, then others, which are drawn when they are needed. */
  *drawn(): Generator<Case> {
    yield* this.further;
    this.more ??= this.draw(mostCases).slice(furtherCases);
    yield* this.more;
  }

  private draw(count: number): Case[] {
    const drawn = fc.sample(this.unnamed.cases, { numRuns: count, seed });
    return drawn.map((each, index) => (index % 2 === 0 ? each : roughened(each)));
  }
}

/** With cotangents and directions of many digits: what is drawn has few, which float32 may hold whole. */
export const roughened = (testCase: Case): Case => ({
  ...testCase,
  cotangents: testCase.cotangents.map((tensors) => tensors.map(rough)),
  directions: testCase.directions.map((tensors) => tensors.map(rough)),
});

const manyDigits = 1.0123456789;

const rough = ({ dtype, shape, data }: TensorData): TensorData =>
  tensorData(
    dtype,
    shape,
    data.map((entry) => manyDigits * entry),
  );
