/** deepbox. */
import { ndarray } from 'deepbox';
import { serve } from './serve.mjs';
import { versionOf } from './version.mjs';

const { GradTensor, Tensor } = ndarray;

function prepare(f, tensors, wanted) {
  if (wanted.length === 0) return () => ({ output: f(...tensors), gradients: [] });
  const leaves = wanted.map((at) => tensors[at]);
  return () => {
    for (const leaf of leaves) leaf.zeroGrad();
    const output = f(...tensors);
    output.backward();
    return { output, gradients: leaves.map(({ grad }) => grad) };
  };
}

await serve({
  name: 'deepbox',
  version: versionOf('deepbox'),
  dtypes: ['float32', 'float64'],
  ops: {
    add: (a, b) => a.add(b),
    subtract: (a, b) => a.sub(b),
    multiply: (a, b) => a.mul(b),
    multiplyBy: (a, number) => a.mul(GradTensor.scalar(number, { dtype: a.dtype })),
    addNumber: (a, number) => a.add(GradTensor.scalar(number, { dtype: a.dtype })),
    relu: (a) => a.relu(),
    sum: (a) => a.sum(),
    matmul: (a, b) => a.matmul(b),
    // No transpose: its is a view, which writes nothing.
    sumOfAxis0: (a) => a.sum(0),
  },
  tensor: (dtype, shape, data, requiresGrad) =>
    GradTensor.fromTensor(Tensor.fromTypedArray({ data, shape, dtype, device: 'cpu' }), { requiresGrad }),
  prepare,
  read: (tensor) => [(tensor.tensor ?? tensor).toArray()].flat(Infinity),
});
