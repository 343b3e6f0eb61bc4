import { type TensorData, tensorData } from '../../program/tensor-data.js';
import type { Law } from '../law.js';
import { agree, verdictOf } from '../verdict.js';

/** ⟨f(x), Δ⟩ = ⟨x, VJP(Δ)⟩ for a linear f. On small integers every sum is exact, so nothing is forgiven. */
export const adjoint: Law = {
  id: 'adjoint',
  sentence: "broadcast_to and summation are each other's adjoint, exactly, on integers",
  async check(trial) {
    const { program, testCase } = trial;
    const [step] = program.steps;
    const single = program.steps.length === 1 && (step?.op === 'broadcast_to' || step?.op === 'summation');
    if (!single || testCase.cotangents.length === 0) return undefined;
    const inputs = testCase.inputs.map((tensor) => integers(tensor, 7));
    const cotangents = testCase.cotangents.map((cotangent) => cotangent.map((tensor) => integers(tensor, 5)));
    const outcome = await trial.vary({ inputs, cotangents, order: 1, directions: [] });
    if (outcome.kind !== 'done') return verdictOf(outcome);
    for (const [index, cotangent] of cotangents.entries()) {
      const expected = inner(outcome.values, cotangent);
      const got = inner(inputs, outcome.vjps[index] ?? []);
      if (expected === got) continue;
      const where = { what: `⟨x, VJP(Δ)⟩, for cotangent ${index} of integers`, index: [] };
      return {
        kind: 'disagree',
        where,
        expected,
        spread: 0,
        got,
        tolerance: 0,
        why: 'That is ⟨f(x), Δ⟩, exactly.',
      };
    }
    return agree;
  },
};

/** Small nonzero integers that follow the entries' order. */
const integers = ({ dtype, shape, data }: TensorData, most: number): TensorData =>
  tensorData(
    dtype,
    shape,
    data.map((entry, at) => (entry < 0 ? -1 : 1) * (1 + ((at + Math.trunc(Math.abs(entry))) % most))),
  );

const inner = (a: readonly TensorData[], b: readonly TensorData[]): number =>
  a.reduce(
    (sum, { data }, index) =>
      data.reduce((total, entry, at) => total + entry * (b[index]?.data[at] ?? Number.NaN), sum),
    0,
  );
