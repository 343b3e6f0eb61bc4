/** Each answer to a case beside what the reference has, entry by entry: for a drawing of a counterexample. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done, Implementation } from '../case/implementation.js';
import { type Naming, nameOf } from '../case/print.js';
import type { Shape } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';
import { valueTruth } from './laws/value.js';
import type { Expected } from './tolerance.js';
import { trialByJacobians } from './trial.js';
import { wrongEntries } from './wrong-entries.js';

export interface Beside {
  /** An output's value, or an input's gradient for one of the cotangents. */
  readonly of: 'value' | 'gradient';
  readonly name: string;
  readonly cotangent?: number;
  readonly shape: Shape;
  readonly expected: readonly number[];
  /** Half the width of what is right where a kink leaves room; zero elsewhere. */
  readonly spread: readonly number[];
  readonly got: readonly number[];
  /** Positions of the entries that are outside their tolerance. */
  readonly wrong: readonly number[];
}

/** Those with a wrong entry, each by its name; none where the reference has no truth, or an answer has another shape. */
export function wrongBeside(
  implementation: Implementation,
  testCase: Case,
  done: Done,
  naming: Naming = nameOf,
): readonly Beside[] {
  const trial = trialByJacobians(implementation, testCase);
  if (trial === undefined) return [];
  const { program, dtype } = trial.truth;
  const values = done.values.map((got, output) =>
    beside(valueTruth(trial, output), got, dtype, {
      of: 'value',
      name: naming(at(program.outputs, output)),
    }),
  );
  const gradients = done.vjps.flatMap((row, cotangent) =>
    row.map((got, input) =>
      beside(at(trial.truth.pullback(cotangent), input), got, dtype, {
        of: 'gradient',
        name: naming(input),
        cotangent,
      }),
    ),
  );
  return [...values, ...gradients].filter(({ wrong }) => wrong.length > 0);
}

type Named = Pick<Beside, 'of' | 'name' | 'cotangent'>;

function beside(truth: Expected, { shape, data }: TensorData, dtype: DType, named: Named): Beside {
  const expected = Array.from(truth.value);
  const got = Array.from(data);
  const spread = expected.map((_, entry) => truth.spread?.[entry] ?? 0);
  const wrong = expected.length === got.length ? wrongEntries(truth, got, dtype) : [];
  return { ...named, shape, expected, spread, got, wrong };
}
