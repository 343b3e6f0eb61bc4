/** Wrong rules of the matrix product. Its batch axes broadcast through broadcast_to, whose mistakes are in shape.ts. */
import { matmul, ones, permute, reshape, type Two, transpose } from '../engine/index.js';
import type { MatMul } from '../engine/ops/matmul.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('matmul');

export const matrixProduct = [
  ...rules<MatMul, Two>('matmul', {
    'matmul-forgets-the-cotangent': {
      says: 'outGrad is assumed to be all ones.',
      hint: 'outGrad is in both products.',
      gradient(outGrad, { inputs: [a, b] }) {
        const unit = ones(outGrad.shape, { dtype: outGrad.dtype });
        return [matmul(unit, transpose(b)), matmul(transpose(a), unit)];
      },
    },
    'matmul-swaps-the-factors': {
      breaks: 'crashed',
      says: 'The factors are in the wrong order: Bᵀḡ and ḡAᵀ.',
      hint: 'Write down the shapes: only one order fits.',
      gradient: (outGrad, { inputs: [a, b] }) => [
        matmul(transpose(b), outGrad),
        matmul(outGrad, transpose(a)),
      ],
    },
    'matmul-does-not-transpose': {
      breaks: 'crashed',
      says: 'The other factor is not transposed: ḡB and Aḡ.',
      hint: 'Write down the shapes: do they fit when no size is equal?',
      gradient: (outGrad, { inputs: [a, b] }) => [matmul(outGrad, b), matmul(a, outGrad)],
    },
    'matmul-swaps-the-adjoints': {
      breaks: 'form',
      says: 'The adjoints are returned in swapped order.',
      hint: 'The first adjoint belongs to the first input.',
      gradient: (outGrad, { inputs: [a, b] }) => [
        matmul(transpose(a), outGrad),
        matmul(outGrad, transpose(b)),
      ],
    },
    'matmul-returns-the-transpose': {
      breaks: 'form',
      says: 'The adjoint of the second factor is returned transposed.',
      hint: 'The gradient has the shape of the input.',
      gradient: (outGrad, { inputs: [a, b] }) => [
        matmul(outGrad, transpose(b)),
        matmul(transpose(outGrad), a),
      ],
    },
    'matmul-reverses-all-axes': {
      breaks: 'crashed',
      says: 'All axes are reversed, as .T does in NumPy, where only the last two belong swapped.',
      hint: 'Try it with a batch axis.',
      gradient(outGrad, { inputs: [a, b] }) {
        const reversed = b.shape.map((_, axis) => b.shape.length - 1 - axis);
        return [matmul(outGrad, permute(b, reversed)), matmul(permute(a, reversed), outGrad)];
      },
    },
    'matmul-reshapes-to-transpose': {
      says: 'The other factor is reshaped to its transposed shape, which leaves its entries in the wrong order.',
      hint: 'Reshape keeps the order of the entries; a transpose does not.',
      gradient(outGrad, { inputs: [a, b] }) {
        const [turnedA, turnedB] = [transpose(a).shape, transpose(b).shape];
        return [matmul(outGrad, reshape(b, turnedB)), matmul(reshape(a, turnedA), outGrad)];
      },
    },
    'matmul-computes-on-raw-data': {
      breaks: 'second',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient: (outGrad, { inputs: [a, b] }) => [
        matmul(outGrad, transpose(b.detach())),
        matmul(transpose(a.detach()), outGrad),
      ],
    },
    'matmul-transposes-the-second-factor-alone': {
      breaks: 'crashed',
      says: 'The adjoint of the second factor is Aḡ; A is not transposed there.',
      hint: 'Write down the shapes: do they fit when no size is equal?',
      gradient: (outGrad, { inputs: [a, b] }) => [matmul(outGrad, transpose(b)), matmul(a, outGrad)],
    },
    'matmul-transposes-the-first-factor-alone': {
      breaks: 'crashed',
      says: 'The adjoint of the first factor is ḡB; B is not transposed there.',
      hint: 'Write down the shapes: do they fit when no size is equal?',
      gradient: (outGrad, { inputs: [a, b] }) => [matmul(outGrad, b), matmul(transpose(a), outGrad)],
    },
  }),
];
