/** The check of kernel suites: values and gradients beside those of autograd in float32, at one atol and rtol for all. */
import type { Case } from '../../src/case/case.js';
import type { Done, Outcome } from '../../src/case/implementation.js';
import type { TensorData } from '../../src/case/tensor-data.js';

const [atol, rtol] = [1e-2, 1e-2];

/** The same numbers in float32, which holds all of bfloat16's. */
export function inFloat32(testCase: Case): Case {
  const wide = (tensors: readonly TensorData[]) =>
    tensors.map((tensor) => ({ ...tensor, dtype: 'float32' as const }));
  const { program, inputs, cotangents } = testCase;
  return {
    ...testCase,
    program: {
      ...program,
      inputs: program.inputs.map(({ shape }) => ({ shape, dtype: 'float32' as const })),
    },
    inputs: wide(inputs),
    cotangents: cotangents.map(wide),
  };
}

/** As torch.allclose: |got − expected| ≤ atol + rtol·|expected|; infinities are equal, NaN is not. */
const isClose = (got: number, expected: number): boolean =>
  got === expected || Math.abs(got - expected) <= atol + rtol * Math.abs(expected);

const areClose = (got: readonly TensorData[], expected: readonly TensorData[]): boolean =>
  got.length === expected.length &&
  got.every(({ data }, index) => {
    const other = expected[index]?.data ?? [];
    return data.length === other.length && data.every((entry, k) => isClose(entry, other[k] as number));
  });

const tensorsOf = ({ values, vjps }: Done): readonly TensorData[] => [...values, ...vjps.flat()];

/** Whether the check passes. */
export const passesAllclose = (got: Outcome, expected: Outcome): boolean => {
  if (expected.kind !== 'done') throw new Error(`PyTorch gave no reference: ${JSON.stringify(expected)}`);
  return got.kind === 'done' && areClose(tensorsOf(got), tensorsOf(expected));
};
