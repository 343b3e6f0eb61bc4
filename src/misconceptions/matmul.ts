/** Wrong rules of the matrix product. Its batch axes broadcast through broadcast_to, whose mistakes are in shape.ts. */
import { type MatMul, matmul, ones, permute, reshape, type Two, transpose } from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('matmul');

export const matrixProduct = [
  rule<MatMul, Two>({
    name: 'matmul-forgets-the-cotangent',
    op: 'matmul',
    breaks: 'vjp',
    says: 'outGrad is taken to be all ones.',
    hint: 'outGrad stands in both products.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const unit = ones(outGrad.shape, { dtype: outGrad.dtype });
      return [matmul(unit, transpose(b)), matmul(transpose(a), unit)];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-swaps-the-factors',
    op: 'matmul',
    breaks: 'crashed',
    says: 'The factors stand in the wrong order: Bᵀḡ and ḡAᵀ.',
    hint: 'Write down the shapes: only one order fits.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(transpose(b), outGrad), matmul(outGrad, transpose(a))];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-does-not-transpose',
    op: 'matmul',
    breaks: 'crashed',
    says: 'The other factor is not transposed: ḡB and Aḡ.',
    hint: 'Write down the shapes: do they fit when no size is equal?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(outGrad, b), matmul(a, outGrad)];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-swaps-the-adjoints',
    op: 'matmul',
    breaks: 'form',
    says: 'The adjoints are returned in swapped order.',
    hint: 'The first adjoint belongs to the first input.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(transpose(a), outGrad), matmul(outGrad, transpose(b))];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-returns-the-transpose',
    op: 'matmul',
    breaks: 'form',
    says: 'The adjoint of the second factor is returned transposed.',
    hint: 'The gradient has the shape of the input.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(outGrad, transpose(b)), matmul(transpose(outGrad), a)];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-reverses-all-axes',
    op: 'matmul',
    breaks: 'crashed',
    says: 'All axes are reversed, as .T does in NumPy, where only the last two belong swapped.',
    hint: 'Try it with a batch axis.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const reversed = b.shape.map((_, axis) => b.shape.length - 1 - axis);
      return [matmul(outGrad, permute(b, reversed)), matmul(permute(a, reversed), outGrad)];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-reshapes-to-transpose',
    op: 'matmul',
    breaks: 'vjp',
    says: 'The other factor is reshaped to its transposed shape, which leaves its entries in the wrong order.',
    hint: 'Reshape keeps the order of the entries; a transpose does not.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const [turnedA, turnedB] = [transpose(a).shape, transpose(b).shape];
      return [matmul(outGrad, reshape(b, turnedB)), matmul(reshape(a, turnedA), outGrad)];
    },
  }),
  rule<MatMul, Two>({
    name: 'matmul-computes-on-raw-data',
    op: 'matmul',
    breaks: 'second',
    says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
    hint: 'Build the gradient from tensor functions; whoever asks for a second derivative differentiates it.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [matmul(outGrad, transpose(b.detach())), matmul(transpose(a.detach()), outGrad)];
    },
  }),
];
