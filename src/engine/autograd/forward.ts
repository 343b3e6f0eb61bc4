/** Forward mode, made of reverse mode twice (Townsend, 2017). */
import { at } from '../../case/at.js';
import { type Tensor, zeros } from '../tensor/tensor.js';
import { grad } from './grad.js';
import { enableGrad } from './modes.js';

/**
 * Jv of each output: JᵀΔ is linear in Δ, and its gradient by Δ along v is Jv. No op needs a rule of its own, because
 * every gradient here is a graph of Δ. At kinks and ties the slope is the one that reverse mode takes; a value that was
 * written to in place is refused as by `grad`. A custom `backward` that computes on raw numbers cuts the graph, and its
 * part of Jv is missing, as in second order.
 * @param inputs must require grad
 * @param tangents v: one per input, of its shape
 */
export function pushforward(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  tangents: readonly Tensor[],
): Tensor[] {
  const deltas = outputs.map(({ shape, dtype }) => zeros(shape, { dtype, requiresGrad: true }));
  // Outputs that require no grad are constants, which `grad` would not take.
  const reached = outputs.flatMap(({ requiresGrad }, index) => (requiresGrad ? [index] : []));
  const pulled = enableGrad(() =>
    grad(
      reached.map((index) => at(outputs, index)),
      inputs,
      { outGrads: reached.map((index) => at(deltas, index)), createGraph: true },
    ),
  );
  const dependent = pulled.flatMap(({ requiresGrad }, input) => (requiresGrad ? [input] : []));
  return grad(
    dependent.map((input) => at(pulled, input)),
    deltas,
    { outGrads: dependent.map((input) => at(tangents, input)), retainGraph: true },
  );
}
