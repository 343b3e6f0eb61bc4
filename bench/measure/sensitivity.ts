/** The smallest mistake that is still seen: one entry of one gradient, off by a relative 1e-10, or 1e-5 in float32. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import type { Implementation } from '../../src/case/implementation.js';
import { type DType, roundTo, type TensorData, unitRoundoff } from '../../src/case/tensor-data.js';
import { type OpName, opNames } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import type { Truth } from '../../src/reference/index.js';
import { fails, judge, type Verdict } from '../../src/verify/index.js';
import { vjp } from '../../src/verify/laws/vjp.js';
import { Trial } from '../../src/verify/trial.js';
import type { Part } from './part.js';
import {
  type Planted,
  plantedError,
  type Sensed,
  type Sensitivity,
  sensed,
  sensitivitySection,
} from './sensitivity-section.js';
import { entryCounts, sizedCases } from './sized-cases.js';

const engine = engineImplementation();

async function sensitivityOf(
  op: OpName,
  dtype: Sensed,
  entries: number,
  cases: number,
): Promise<Sensitivity> {
  const planted: Planted[] = [];
  const drawn = fc.tuple(sizedCases(op, dtype, entries), fc.noBias(fc.nat()));
  for (const [testCase, pick] of fc.sample(drawn, { numRuns: cases, seed: entries })) {
    const mistake = await plantAt(testCase, pick, plantedError[dtype]);
    if (mistake !== undefined) planted.push(mistake);
  }
  return { op, dtype, entries, planted, skipped: cases - planted.length };
}

async function plantAt(testCase: Case, pick: number, relative: number): Promise<Planted | undefined> {
  const trial = new Trial(engine, testCase);
  const truths = trial.truth.pullback(0);
  const places = truths.flatMap((truth, input) =>
    Array.from(truth.value.keys())
      .filter((entry) => truth.value[entry] !== 0 && truth.spread[entry] === 0)
      .map((entry) => ({ input, entry })),
  );
  const place = places[pick % places.length];
  if (place === undefined) return undefined;
  const { value, rounding, error, magnitude } = truths[place.input] as Truth;
  const share = (bound: ArrayLike<number>, unit = 1) =>
    (unit * (bound[place.entry] as number)) / Math.abs(value[place.entry] as number);
  const verdicts = await judge(withError(place.input, place.entry, relative), testCase, [vjp]);
  return {
    allowance: share(rounding, unitRoundoff[trial.truth.dtype]),
    terms: share(magnitude),
    error: share(error),
    verdict: wordFor(verdicts.map(({ verdict }) => verdict)),
  };
}

function wordFor(verdicts: readonly Verdict[]): Planted['verdict'] {
  if (verdicts.some(fails)) return 'caught';
  return verdicts.some(({ kind }) => kind === 'inconclusive') ? 'undecided' : 'passed';
}

/** The engine, with one entry of one gradient off. */
const withError = (input: number, entry: number, relative: number): Implementation => ({
  ...engine,
  async run(testCase) {
    const outcome = await engine.run(testCase);
    if (outcome.kind !== 'done') return outcome;
    const off = (tensor: TensorData): TensorData => ({
      ...tensor,
      data: tensor.data.map((own, at) => (at === entry ? rounded(own * (1 + relative), tensor.dtype) : own)),
    });
    const vjps = outcome.vjps.map((gradients) =>
      gradients.map((tensor, index) => (index === input ? off(tensor) : tensor)),
    );
    return { ...outcome, vjps };
  },
});

const rounded = (value: number, dtype: DType): number => roundTo[dtype](value);

const mostCases = 20;
const leastCases = 1;

export const sensitivity: Part<Sensitivity> = {
  name: 'sensitivity',
  key: 'sensitivity',
  blocks(cases) {
    const each = Math.max(leastCases, Math.min(mostCases, Math.round(cases / 5000)));
    return opNames.flatMap((op) =>
      sensed.flatMap((dtype) =>
        entryCounts.map((entries) => ({
          name: `sensitivity-${op}-${dtype}-${entries}`,
          run: () => sensitivityOf(op, dtype, entries, each),
        })),
      ),
    );
  },
  section: sensitivitySection,
};
