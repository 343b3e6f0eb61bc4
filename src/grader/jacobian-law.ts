/** A Jacobian that a learner wrote, entry by entry; where it is wrong, both are drawn beside each other. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done } from '../case/implementation.js';
import { type Naming, namingBy } from '../case/print.js';
import { outputTypes } from '../case/program.js';
import { indexOf, type Shape, sizeOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import { agree, type Disagreement, type Law, Trial, type Verdict } from '../verify/index.js';
import { drawn, type Entry } from './matrix.js';
import { withUnits } from './own/jacobian.js';

/** @param names of the function's inputs @param by which of them; default: all */
export const jacobianBy = (names: readonly string[], by?: readonly number[]): Law => ({
  id: 'jacobian',
  sentence:
    'each Jacobian has ∂output/∂input in every entry: a row per output entry, a column per input entry',
  atEdges: true,
  async check(given, done) {
    const testCase = withUnits(given.testCase);
    if (sameCotangents(testCase, given.testCase)) return judged(given, done, namingBy(names), by);
    const trial = new Trial(given.implementation, testCase);
    const asked = await trial.run({}, 'for every entry of the output');
    return asked.kind === 'done' ? judged(trial, asked, namingBy(names), by) : asked;
  },
});

/** A case in its simplest form has lost some. */
const sameCotangents = (one: Case, other: Case): boolean =>
  JSON.stringify(one.cotangents) === JSON.stringify(other.cotangents);

/** Rows are the VJPs of units. */
function judged(trial: Trial, { vjps }: Done, naming: Naming, by?: readonly number[]): Verdict {
  let doubt: Verdict = agree;
  for (const input of by ?? trial.testCase.program.inputs.keys()) {
    const rows = vjps.map((gradients, row) => rowOf(trial, row, input, at(gradients, input)));
    const wrong = rows.flatMap((row) => row.wrong);
    const [first] = wrong;
    if (first !== undefined) return disagreement(trial.testCase, naming, input, rows, wrong.length, first);
    doubt = rows.find(({ verdict }) => verdict.kind !== 'agree')?.verdict ?? doubt;
  }
  return doubt;
}

interface Row {
  readonly entries: readonly Entry[];
  /** Entry by entry; `where.index` is the place in J. */
  readonly wrong: readonly Disagreement[];
  /** When nothing in it is wrong. */
  readonly verdict: Verdict;
}

/**
 * A row of J, entry by entry, which is the VJP of the trial's cotangent of that number. One wrong entry after the other: each
 * is put right before the next is looked for.
 */
export function rowOf(trial: Trial, row: number, input: number, got: TensorData): Row {
  const right = [...got.data];
  const wrong = new Map<number, Disagreement>();
  for (;;) {
    const verdict = (trial.edge ?? trial.compare).gradient(row, input, { ...got, data: [...right] });
    const column = verdict.kind === 'disagree' ? flatIndex(verdict.where.index, got.shape) : -1;
    if (verdict.kind !== 'disagree' || wrong.has(column)) {
      const entries = got.data.map((entry, k) => ({
        expected: at(right, k),
        got: entry,
        isWrong: wrong.has(k),
      }));
      const inOrder = [...wrong].sort(([a], [b]) => a - b).map(([, each]) => each);
      return { entries, wrong: inOrder, verdict };
    }
    const { expected = Number.NaN } = verdict;
    wrong.set(column, { ...verdict, where: { what: '', index: [row, column] } });
    right[column] = expected;
  }
}

const flatIndex = (index: readonly number[], shape: Shape): number =>
  index.reduce((flat, each, axis) => flat * at(shape, axis) + each, 0);

function disagreement(
  { program }: Case,
  naming: Naming,
  input: number,
  rows: readonly Row[],
  count: number,
  first: Disagreement,
): Verdict {
  const [output] = outputTypes(program);
  const name = naming(input);
  const outputName = naming(at(program.outputs, 0));
  const { shape } = at(program.inputs, input);
  const [row, column] = first.where.index as [number, number];
  const labels = {
    rows: labelsOf(outputName, output?.shape ?? []),
    columns: labelsOf(name, shape),
  };
  const all = rows.length * sizeOf(shape);
  const grid = drawn(
    rows.map(({ entries }) => entries),
    labels,
  );
  return {
    ...first,
    where: { what: `the Jacobian of ${outputName} by ${name}`, index: [row, column] },
    why: `That is ∂${labels.rows[row]}/∂${labels.columns[column]}. ${count} of ${all} entries ${count === 1 ? 'is' : 'are'} wrong, in brackets:\n\n${grid}`,
  };
}

/** `a[0,1]`: of each entry. */
export const labelsOf = (name: string, shape: Shape): readonly string[] =>
  Array.from({ length: sizeOf(shape) }, (_, entry) =>
    shape.length === 0 ? name : `${name}[${indexOf(entry, shape).join(',')}]`,
  );
