import type { Case } from '../../case/case.js';
import { type DType, type TensorData, tensorData, unitRoundoff } from '../../case/tensor-data.js';
import type { Law } from '../law.js';
import { disagreement } from '../two-answers.js';
import { agree } from '../verdict.js';

/** ⟨f(x), Δ⟩ = ⟨x, VJP(Δ)⟩ for a linear f. On small integers every sum is exact, so the tolerance is zero. */
export const adjoint: Law = {
  id: 'adjoint',
  sentence: "broadcast_to and summation are each other's adjoint, exactly, on integers",
  reruns: true,
  async check(trial) {
    const { testCase } = trial;
    const { program } = testCase;
    const [step] = program.steps;
    const single = program.steps.length === 1 && (step?.op === 'broadcast_to' || step?.op === 'summation');
    if (!single || testCase.cotangents.length === 0) return undefined;
    const most = largestExact(testCase, trial.truth.dtype);
    if (most < 1) return undefined;
    const inputs = testCase.inputs.map((tensor) => integers(tensor, Math.min(7, most)));
    const cotangents = testCase.cotangents.map((cotangent) =>
      cotangent.map((tensor) => integers(tensor, Math.min(5, most))),
    );
    const changes: Partial<Case> = { inputs, cotangents, order: 1, directions: [] };
    const outcome = await trial.run(changes, 'for small integers');
    if (outcome.kind !== 'done') return outcome;
    const values = trial.truth.valuesAt(inputs);
    for (const [index, cotangent] of cotangents.entries()) {
      const forward = inner(outcome.values, cotangent);
      const back = inner(inputs, outcome.vjps[index] ?? []);
      if (forward === back) continue;
      const where = { what: `Δ against x, for cotangent ${index} of integers`, index: [] };
      const both = [
        { by: '⟨f(x), Δ⟩', data: [forward] },
        { by: '⟨x, VJP(Δ)⟩', data: [back] },
      ] as const;
      const truth = { value: [inner(values, cotangent)], rounding: [0] };
      return disagreement(where, both, 0, truth, { tolerance: 0, dtype: trial.truth.dtype });
    }
    return agree;
  },
};

/** How large as many integers as the case has may be, so that every sum of them is a number of the dtype: below 1/u. */
const largestExact = ({ inputs, cotangents }: Case, dtype: DType): number =>
  Math.floor(
    1 /
      unitRoundoff[dtype] /
      Math.max(1, ...[...inputs, ...cotangents.flat()].map(({ data }) => data.length)),
  );

/** Small nonzero integers that follow the entries' order. */
const integers = ({ dtype, shape, data }: TensorData, most: number): TensorData =>
  tensorData(
    dtype,
    shape,
    data.map((entry, at) => (entry < 0 ? -1 : 1) * (1 + ((at + Math.trunc(Math.abs(entry))) % most))),
  );

type Entries = Pick<TensorData, 'data'>;

const inner = (a: readonly Entries[], b: readonly Entries[]): number =>
  a.reduce(
    (sum, { data }, index) =>
      data.reduce((total, entry, at) => total + entry * (b[index]?.data[at] ?? Number.NaN), sum),
    0,
  );
