/** js-pytorch. */
import { torch } from 'js-pytorch';
import { serve } from './serve.mjs';
import { versionOf } from './version.mjs';

const relu = new torch.nn.ReLU();
const sizeOf = ({ shape }) => shape.reduce((a, b) => a * b, 1);

function prepare(f, tensors, wanted) {
  if (wanted.length === 0) return () => ({ output: f(...tensors), gradients: [] });
  const leaves = wanted.map((at) => tensors[at]);
  return () => {
    for (const leaf of leaves) {
      leaf.zero_grad();
      leaf.children = [];
    }
    const output = f(...tensors);
    output.backward();
    return { output, gradients: leaves.map((leaf) => leaf._grad) };
  };
}

await serve({
  name: 'js-pytorch',
  version: versionOf('js-pytorch'),
  dtypes: ['float64'],
  ops: {
    add: (a, b) => a.add(b),
    subtract: (a, b) => a.sub(b),
    multiply: (a, b) => a.mul(b),
    multiplyBy: (a, number) => a.mul(number),
    addNumber: (a, number) => a.add(number),
    relu: (a) => relu.forward(a),
    sum: (a) => (a.ndims > 1 ? a.reshape([sizeOf(a)]) : a).sum(),
    matmul: (a, b) => a.matmul(b),
    transpose: (a) => a.transpose(0, 1),
    sumOfAxis0: (a) => a.sum(0),
  },
  tensor: (_dtype, shape, data, requiresGrad) =>
    new torch.Tensor(torch._reshape([...data], shape), requiresGrad),
  prepare,
  read: ({ data }) => [data].flat(Infinity),
});
