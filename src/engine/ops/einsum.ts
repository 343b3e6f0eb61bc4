import { parseEquation } from '../../case/equation.js';
import { type Inputs, type Node, Op } from '../autograd/op.js';
import { sumOfProducts } from '../kernels/einsum.js';
import type { NDArray } from '../tensor/ndarray.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { broadcastTo, reshape } from './shape.js';

export class Einsum extends Op {
  readonly name = 'einsum';
  constructor(readonly equation: string) {
    super();
  }
  compute(...arrays: NDArray[]): NDArray {
    return sumOfProducts(this.equation, arrays);
  }
  gradient(outGrad: Tensor, node: Node<Inputs>): Inputs {
    const { operands, result } = parseEquation(this.equation);
    return node.inputs.map((input, operand) => {
      const letters = [...(operands[operand] as string)];
      const others = operands.filter((_, other) => other !== operand);
      // Letters that only this operand has were summed away: along them the gradient is constant. An axis of size 1
      // was stretched: along it the gradient is summed.
      const shared = letters.filter(
        (letter, axis) =>
          input.shape[axis] !== 1 && [result, ...others].some((each) => each.includes(letter)),
      );
      const equation = `${[result, ...others].join(',')}->${shared.join('')}`;
      const part = einsum(equation, [outGrad, ...node.inputs.filter((_, other) => other !== operand)]);
      const sizes = letters.map((letter) => part.shape[shared.indexOf(letter)] ?? 1);
      return broadcastTo(reshape(part, sizes), input.shape);
    });
  }
}

/**
 * A sum of products of one or two tensors, as NumPy's einsum, with an arrow in the equation: `ij,jk->ik` is a matrix
 * product. An axis of size 1 is stretched to that of the other operand.
 */
export const einsum = (equation: string, tensors: Inputs): Tensor => record(new Einsum(equation), tensors);
