/**
 * The answers of the implementation in question. Each case is asked only once, and only while a suspect explains the
 * answers.
 */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import { type TensorData, tensorData } from '../case/tensor-data.js';
import type { Law, Verdict } from '../verify/index.js';
import { type Diverse, diverse } from './diverse.js';

/** The shown case, and what a law said about it. */
export interface ShownFailure {
  readonly law: Pick<Law, 'id'>;
  readonly verdict: Verdict;
  readonly testCase: Case;
}

/** How many are drawn; the most telling of them are used. */
const mostCases = 1000;

/** How many answers must agree before a name is given. A rule that mostly throws needs more cases for that. */
const enough = { answered: 60, second: 6, others: 340 };

const seed = 1;

/** What an implementation answers, asked once per case: `nameMisconception` compares suspects with it. */
export class Evidence {
  private readonly answers = new Map<Case, Outcome>();

  /**
   * @param run the implementation in question
   * @param from what further cases are drawn from: those of the same op, or of the same exercise
   */
  constructor(
    private readonly run: (testCase: Case) => Outcome | Promise<Outcome>,
    private readonly from: fc.Arbitrary<Case>,
  ) {}

  async of(testCase: Case): Promise<Outcome> {
    const known = this.answers.get(testCase);
    if (known !== undefined) return known;
    const outcome = await this.run(testCase);
    this.answers.set(testCase, outcome);
    return outcome;
  }

  /** Asked again, whatever it answered before. */
  again(testCase: Case): Outcome | Promise<Outcome> {
    return this.run(testCase);
  }

  /** The most telling first. */
  drawn(): readonly Case[] {
    const { first, others } = chosenFrom(this.from);
    return [...first, ...others];
  }

  /**
   * Cases on which a suspect must give the same answer, right or wrong: all telling ones, and as many more as are
   * needed.
   */
  async *further(): AsyncGenerator<Case> {
    const counts = { answered: 0, second: 0 };
    const { first, others } = chosenFrom(this.from);
    const hasSecond = this.drawn().some(({ order }) => order === 2);
    const suffices = () =>
      counts.answered >= enough.answered && (!hasSecond || counts.second >= enough.second);
    for (const testCase of [...first, ...others.slice(0, enough.others)]) {
      if (!first.includes(testCase) && suffices()) return;
      yield testCase;
      if ((await this.of(testCase)).kind !== 'done') continue;
      counts.answered++;
      if (testCase.order === 2) counts.second++;
    }
  }
}

const known = new WeakMap<fc.Arbitrary<Case>, Diverse>();

/** Chosen once for all submissions that get the same cases: choosing takes longer than asking most of them. */
function chosenFrom(from: fc.Arbitrary<Case>): Diverse {
  const found = known.get(from);
  if (found !== undefined) return found;
  const drawn = fc.sample(from, { numRuns: mostCases, seed });
  const chosen = diverse(drawn.map((each, index) => (index % 2 === 0 ? each : roughened(each))));
  known.set(from, chosen);
  return chosen;
}

/** With cotangents and directions of many digits: drawn numbers have few, which float32 may represent exactly. */
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
