/** Wrong rules of quotients. */
import { divide, mulScalar, multiply, negate, type One, ones, type Two } from '../engine/index.js';
import type { DivScalar, EWiseDiv } from '../engine/ops/elementwise.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf('elementwise');

export const quotients = [
  ...rules<EWiseDiv, Two>('divide', {
    'divide-denominator-has-the-wrong-sign': {
      says: 'The denominator gets +ḡa/b².',
      hint: 'If b grows, which way does a/b go?',
      gradient: (outGrad, { inputs: [a, b] }) => [
        divide(outGrad, b),
        divide(multiply(outGrad, a), multiply(b, b)),
      ],
    },
    'divide-denominator-is-not-squared': {
      says: 'The denominator gets −ḡa/b.',
      hint: 'Differentiate a·b⁻¹ by b: what happens to the exponent?',
      gradient: (outGrad, { inputs: [a, b] }) => [
        divide(outGrad, b),
        negate(divide(multiply(outGrad, a), b)),
      ],
    },
    'divide-denominator-forgets-the-numerator': {
      says: 'The denominator gets −ḡ/b².',
      hint: 'Differentiate a·b⁻¹ by b: a stays as a factor.',
      gradient: (outGrad, { inputs: [, b] }) => [divide(outGrad, b), negate(divide(outGrad, multiply(b, b)))],
    },
    'divide-denominator-forgets-the-cotangent': {
      says: 'The denominator gets −a/b², without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient: (outGrad, { inputs: [a, b] }) => [divide(outGrad, b), negate(divide(a, multiply(b, b)))],
    },
    'divide-numerator-multiplies': {
      says: 'The numerator gets ḡ·b.',
      hint: 'a/b is a times 1/b: what is its derivative by a?',
      gradient(outGrad, node) {
        const [, b] = node.inputs;
        return [multiply(outGrad, b), negate(multiply(divide(outGrad, b), node))];
      },
    },
    'divide-numerator-forgets-the-cotangent': {
      says: 'The numerator gets 1/b, without outGrad.',
      hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
      gradient(outGrad, node) {
        const [, b] = node.inputs;
        return [divide(ones(b.shape, { dtype: b.dtype }), b), negate(multiply(divide(outGrad, b), node))];
      },
    },
    'divide-swaps-the-adjoints': {
      says: 'The adjoints are returned in swapped order.',
      hint: 'The first adjoint belongs to the first input: the numerator.',
      gradient: (outGrad, { inputs: [a, b] }) => [
        negate(divide(multiply(outGrad, a), multiply(b, b))),
        divide(outGrad, b),
      ],
    },
  }),
  ...rules<DivScalar, One>('divide_scalar', {
    'divide-scalar-multiplies': {
      says: 'outGrad is multiplied by the scalar instead of divided.',
      hint: 'a/c is a times 1/c: what is its derivative by a?',
      gradient(outGrad) {
        return [mulScalar(outGrad, this.scalar)];
      },
    },
    'divide-scalar-passes-through': {
      says: 'outGrad is passed through as it is.',
      hint: 'If a grows by 1, by how much does a/4 grow?',
      gradient: (outGrad) => [outGrad],
    },
  }),
];
