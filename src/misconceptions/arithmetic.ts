/** Wrong rules of arithmetic. A mistake that every op could have is listed with the op that has it most often. */
import { at } from '../case/at.js';
import {
  add,
  addScalar,
  divideScalar,
  mulScalar,
  multiply,
  negate,
  type One,
  ones,
  Tensor,
  type Two,
} from '../engine/index.js';
import type {
  AddScalar,
  EWiseAdd,
  EWiseMul,
  EWiseSub,
  MulScalar,
  Negate,
} from '../engine/ops/elementwise.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('elementwise');

export const arithmetic = [
  ...rules<EWiseAdd, Two>('add', {
    'add-forgets-the-cotangent': {
      says: 'The gradient is 1 for each input, whatever outGrad is.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (_, { inputs: [a, b] }) => [
        ones(a.shape, { dtype: a.dtype }),
        ones(b.shape, { dtype: b.dtype }),
      ],
    },
    'add-halves-the-cotangent': {
      says: 'outGrad is split between the two inputs.',
      hint: 'If one summand grows by 1, by how much does the sum grow?',
      gradient: (outGrad) => [mulScalar(outGrad, 0.5), mulScalar(outGrad, 0.5)],
    },
    'add-returns-one-adjoint': {
      breaks: 'form',
      says: 'One adjoint is returned for two inputs.',
      hint: 'There is one adjoint per input, in the order of the inputs.',
      gradient: (outGrad) => [outGrad] as unknown as Two,
    },
    'add-writes-into-the-cotangent': {
      breaks: 'pure',
      says: 'outGrad is changed in place.',
      hint: 'outGrad belongs to the caller, who may use it again.',
      gradient(outGrad) {
        const data = outGrad.cachedData?.data;
        if (data !== undefined && data.length > 0) data[0] = at(data, 0) + 1;
        return [outGrad, outGrad];
      },
    },
    'add-returns-raw-numbers': {
      breaks: 'form',
      says: 'Arrays of numbers are returned instead of tensors.',
      hint: 'A gradient is made of tensor functions, so that it can be differentiated again.',
      gradient(outGrad) {
        const raw = outGrad.toArray();
        return [raw, raw] as unknown as Two;
      },
    },
  }),
  ...rules<EWiseSub, Two>('subtract', {
    'subtract-adds-to-the-subtrahend': {
      says: 'Both inputs get outGrad, as in an addition.',
      hint: 'If b grows by 1, which way does a - b go?',
      gradient: (outGrad) => [outGrad, outGrad],
    },
    'subtract-swaps-the-adjoints': {
      says: 'The adjoints are returned in swapped order.',
      hint: 'The first adjoint belongs to the first input.',
      gradient: (outGrad) => [negate(outGrad), outGrad],
    },
  }),
  ...rules<AddScalar, One>('add_scalar', {
    'add-scalar-adds-to-the-cotangent': {
      says: 'The scalar is added to outGrad.',
      hint: 'A constant shift does not change how fast the output grows.',
      gradient(outGrad) {
        return [addScalar(outGrad, this.scalar)];
      },
    },
  }),
  ...rules<EWiseMul, Two>('multiply', {
    'multiply-gives-each-its-own-factor': {
      says: 'Each input gets outGrad times itself instead of times the other factor.',
      hint: 'Which factor remains when you differentiate a·b by a?',
      gradient: (outGrad, { inputs: [a, b] }) => [multiply(outGrad, a), multiply(outGrad, b)],
    },
    'multiply-gives-the-product': {
      says: 'Both inputs get outGrad times the product.',
      hint: 'Which factor remains when you differentiate a·b by a?',
      gradient: (outGrad, node) => [multiply(outGrad, node), multiply(outGrad, node)],
    },
    'multiply-forgets-the-cotangent': {
      says: 'The other factor is returned, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (_, { inputs: [a, b] }) => [b, a],
    },
    'multiply-uses-the-cotangent-twice': {
      says: 'outGrad is multiplied in twice.',
      hint: 'The gradient is linear in outGrad: twice the outGrad, twice the gradient.',
      gradient(outGrad, { inputs: [a, b] }) {
        const squared = multiply(outGrad, outGrad);
        return [multiply(squared, b), multiply(squared, a)];
      },
    },
    'multiply-computes-on-raw-data': {
      breaks: 'second',
      says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
      hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
      gradient: (outGrad, { inputs: [a, b] }) => [
        multiply(outGrad, b).detach(),
        multiply(outGrad, a).detach(),
      ],
    },
    'multiply-detaches-one-factor': {
      breaks: 'symmetric',
      says: 'One of the factors is detached in the gradient, so that half of the second derivative is missing.',
      hint: 'Second derivatives are symmetric: by a then b is by b then a.',
      gradient: (outGrad, { inputs: [a, b] }) => [multiply(outGrad, b), multiply(outGrad, a.detach())],
    },
    'multiply-goes-wrong-on-the-second-call': {
      says: 'What the first call stored is added to the second.',
      hint: 'A gradient method depends on outGrad and the node alone; it remembers nothing.',
      gradient(outGrad, { inputs: [a, b] }) {
        const memory = this as unknown as { called?: boolean };
        const drift = memory.called === true ? add(outGrad, outGrad) : outGrad;
        memory.called = true;
        return [multiply(drift, b), multiply(outGrad, a)];
      },
    },
    'multiply-rounds-to-float32': {
      says: 'The gradient passes through float32 on its way.',
      hint: 'Keep the dtype of the input from end to end.',
      gradient(outGrad, { inputs: [a, b] }) {
        const { dtype, shape, data } = multiply(outGrad, b).toData();
        return [Tensor.fromData({ dtype, shape, data: data.map(Math.fround) }), multiply(outGrad, a)];
      },
    },
  }),
  ...rules<MulScalar, One>('mul_scalar', {
    'mul-scalar-forgets-the-scalar': {
      says: 'outGrad is passed through as it is.',
      hint: 'If a grows by 1, by how much does 3·a grow?',
      gradient: (outGrad) => [outGrad],
    },
    'mul-scalar-divides': {
      says: 'outGrad is divided by the scalar, as if the way back undid the way forward.',
      hint: 'A gradient says how much z changes when a does; it does not solve z = 3·a for a.',
      gradient(outGrad) {
        return [divideScalar(outGrad, this.scalar)];
      },
    },
    'mul-scalar-flips-the-sign': {
      says: 'The sign of the gradient is flipped.',
      hint: 'If a grows by 1, which way does 3·a go?',
      gradient(outGrad) {
        return [mulScalar(outGrad, -this.scalar)];
      },
    },
  }),
  ...rules<Negate, One>('negate', {
    'negate-keeps-the-sign': {
      says: 'outGrad is passed through with its sign kept.',
      hint: 'If a grows, which way does −a go?',
      gradient: (outGrad) => [outGrad],
    },
    'negate-is-minus-one': {
      says: 'The gradient is −1, whatever outGrad is.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (outGrad) => [mulScalar(ones(outGrad.shape, { dtype: outGrad.dtype }), -1)],
    },
  }),
];
