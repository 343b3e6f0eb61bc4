import type { Tensor } from '../tensor/tensor.js';
import { Plan } from './plan.js';

/** Computes lazy tensors together: what several of them need is computed once, and elementwise steps run as few loops. */
export function realizeAll(tensors: readonly Tensor[]): void {
  const missing = [...new Set(tensors)].filter(({ cachedData }) => cachedData === undefined);
  const arrays = new Plan(missing, () => false).run(new Map());
  missing.forEach((tensor, index) => {
    const array = arrays[index];
    if (array !== undefined) tensor.settle(array);
  });
}
