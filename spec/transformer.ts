/** A transformer block on our engine, with attention written out, as a case: causal, with norms before and residuals. */
import type { Case } from '../src/case/case.js';
import { type Shape, sizeOf } from '../src/case/shape.js';
import type { DType } from '../src/case/tensor-data.js';
import {
  add,
  affineLayerNorm,
  divideScalar,
  gelu,
  matmul,
  permute,
  Random,
  reshape,
  softmax,
  Tensor,
  toProgram,
  transpose,
} from '../src/engine/index.js';

interface Size {
  readonly width: number;
  readonly heads: number;
  readonly length: number;
  readonly layers: number;
}

export function transformer({ width, heads, length, layers }: Size, dtype: DType = 'float64'): Case {
  const random = new Random(11);
  const leaves: Tensor[] = [];
  const leaf = (shape: Shape, mean = 0, deviation = shape.length > 1 ? width ** -0.5 : 0.1): Tensor => {
    const data = Array.from({ length: sizeOf(shape) }, () =>
      Number(random.normal(mean, deviation).toFixed(2)),
    );
    const made = Tensor.fromData({ dtype, shape, data }, { requiresGrad: true });
    leaves.push(made);
    return made;
  };
  const linear = (x: Tensor, into: number): Tensor =>
    add(matmul(x, leaf([x.shape.at(-1) as number, into])), leaf([into]));
  const norm = (x: Tensor): Tensor => affineLayerNorm(x, leaf([width], 1), leaf([width]));
  const split = (x: Tensor): Tensor => permute(reshape(x, [2, length, heads, width / heads]), [0, 2, 1, 3]);
  const attention = (x: Tensor): Tensor => {
    const [queries, keys, values] = [0, 1, 2].map(() => split(linear(x, width))) as [Tensor, Tensor, Tensor];
    const scores = divideScalar(matmul(queries, transpose(keys, null)), Math.sqrt(width / heads));
    const joined = permute(matmul(softmax(scores, -1), values), [0, 2, 1, 3]);
    return linear(reshape(joined, [2, length, width]), width);
  };
  let x = leaf([2, length, width], 0, 1);
  for (let layer = 0; layer < layers; layer++) {
    x = add(x, attention(norm(x)));
    x = add(x, linear(gelu(linear(norm(x), 2 * width)), width));
  }
  const { program } = toProgram([norm(x)], leaves);
  const cotangent = (shift: number) => {
    const data = Array.from({ length: sizeOf(x.shape) }, (_, k) => ((7 * k + shift) % 11) - 5.5);
    return [{ dtype, shape: x.shape, data }];
  };
  return {
    program,
    inputs: leaves.map((each) => each.toData()),
    cotangents: [cotangent(0), cotangent(3)],
    mode: 'eager',
    order: 1,
    directions: [],
  };
}
