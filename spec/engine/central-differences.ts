import { type Shape, sizeOf } from '../../src/case/shape.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { enableGrad, grad, interpret, Tensor } from '../../src/engine/index.js';

/** A function of some tensors. */
export type Computation = (...inputs: Tensor[]) => Tensor;

/** One step as a function of its arguments. */
export const computationOf =
  (step: Step): Computation =>
  (...inputs) => {
    const types = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
    const [output] = interpret({ inputs: types, steps: [step], outputs: [inputs.length] }, inputs);
    return output as Tensor;
  };

/** Short decimals without ties, zeros or equal neighbours, between `from` and `from + 2`. */
export function decimals(shape: Shape, from = -1): TensorData {
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => from + (((i + 1) * 37) % 97) / 50 + 0.013);
  return { dtype: 'float64', shape, data };
}

/** The gradients of ⟨f(inputs), cotangent⟩ as the engine computes them. */
export function engineGradients(f: Computation, inputs: readonly TensorData[]): number[][] {
  const leaves = inputs.map((input) => Tensor.fromData(input, { requiresGrad: true }));
  const output = f(...leaves);
  const outGrads = [Tensor.fromData(decimals(output.shape))];
  return grad(output, leaves, { outGrads }).map((gradient) => [...gradient.toData().data]);
}

/** The same by central differences: right to about nine digits. */
export function differences(f: Computation, inputs: readonly TensorData[]): number[][] {
  const step = 1e-5;
  const loss = (changed: readonly TensorData[]) => {
    const { shape, data } = f(...changed.map((input) => Tensor.fromData(input))).toData();
    return data.reduce((sum, value, i) => sum + value * (decimals(shape).data[i] as number), 0);
  };
  const moved = (input: number, entry: number, by: number) =>
    inputs.map((tensor, index) =>
      index === input
        ? { ...tensor, data: tensor.data.with(entry, (tensor.data[entry] as number) + by) }
        : tensor,
    );
  return inputs.map(({ data }, input) =>
    data.map((_, entry) => (loss(moved(input, entry, step)) - loss(moved(input, entry, -step))) / (2 * step)),
  );
}

/** x ↦ the gradients of ⟨f(x), cotangent⟩ for one input: differentiating it is second order. */
export const gradientFunction =
  (f: Computation, input: number): Computation =>
  (...inputs) =>
    enableGrad(() => {
      const leaves = inputs.map((tensor) =>
        tensor.requiresGrad ? tensor : Tensor.fromData(tensor.toData(), { requiresGrad: true }),
      );
      const output = f(...leaves);
      const outGrads = [Tensor.fromData(decimals(output.shape))];
      return grad(output, leaves, { outGrads, createGraph: true })[input] as Tensor;
    });
