/** Wrong rules of arithmetic. Entries that every op could show stand with the op where they are seen most. */
import {
  type Abs,
  type AddScalar,
  add,
  addScalar,
  type DivScalar,
  divide,
  divideScalar,
  type EWiseAdd,
  type EWiseDiv,
  type EWiseMul,
  type EWiseSub,
  type Maximum,
  type Minimum,
  type MulScalar,
  mask,
  maskOfPair,
  mulScalar,
  multiply,
  type Negate,
  negate,
  type One,
  ones,
  type ReLU,
  relu,
  Tensor,
  type Two,
} from '../engine/index.js';
import { ruleOf } from './misconception.js';

const rule = ruleOf('elementwise');

export const elementwise = [
  rule<EWiseAdd, Two>({
    name: 'add-forgets-the-cotangent',
    op: 'add',
    breaks: 'vjp',
    says: 'The gradient is 1 for each input, whatever outGrad is.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(_, node) {
      const [a, b] = node.inputs;
      return [ones(a.shape, { dtype: a.dtype }), ones(b.shape, { dtype: b.dtype })];
    },
  }),
  rule<EWiseAdd, Two>({
    name: 'add-halves-the-cotangent',
    op: 'add',
    breaks: 'vjp',
    says: 'outGrad is shared out between the two inputs.',
    hint: 'If one summand grows by 1, by how much does the sum grow?',
    gradient(outGrad) {
      return [mulScalar(outGrad, 0.5), mulScalar(outGrad, 0.5)];
    },
  }),
  rule<EWiseAdd, Two>({
    name: 'add-returns-one-adjoint',
    op: 'add',
    breaks: 'form',
    says: 'One adjoint is returned for two inputs.',
    hint: 'There is one adjoint per input, in the order of the inputs.',
    gradient(outGrad) {
      return [outGrad] as unknown as Two;
    },
  }),
  rule<EWiseAdd, Two>({
    name: 'add-writes-into-the-cotangent',
    op: 'add',
    breaks: 'pure',
    says: 'outGrad is changed in place.',
    hint: 'outGrad belongs to the caller, who may use it again.',
    gradient(outGrad) {
      const data = outGrad.cachedData?.data;
      if (data !== undefined && data.length > 0) data[0] = (data[0] as number) + 1;
      return [outGrad, outGrad];
    },
  }),
  rule<EWiseSub, Two>({
    name: 'subtract-adds-to-the-subtrahend',
    op: 'subtract',
    breaks: 'vjp',
    says: 'Both inputs get outGrad, as in an addition.',
    hint: 'If b grows by 1, which way does a - b go?',
    gradient(outGrad) {
      return [outGrad, outGrad];
    },
  }),
  rule<EWiseSub, Two>({
    name: 'subtract-swaps-the-adjoints',
    op: 'subtract',
    breaks: 'vjp',
    says: 'The adjoints are returned in swapped order.',
    hint: 'The first adjoint belongs to the first input.',
    gradient(outGrad) {
      return [negate(outGrad), outGrad];
    },
  }),
  rule<AddScalar, One>({
    name: 'add-scalar-adds-to-the-cotangent',
    op: 'add_scalar',
    breaks: 'vjp',
    says: 'The scalar is added to outGrad.',
    hint: 'A constant shift does not change how fast the output grows.',
    gradient(outGrad) {
      return [addScalar(outGrad, this.scalar)];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-gives-each-its-own-factor',
    op: 'multiply',
    breaks: 'vjp',
    says: 'Each input gets outGrad times itself instead of times the other factor.',
    hint: 'Which factor remains when you differentiate a·b by a?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [multiply(outGrad, a), multiply(outGrad, b)];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-gives-the-product',
    op: 'multiply',
    breaks: 'vjp',
    says: 'Both inputs get outGrad times the product.',
    hint: 'Which factor remains when you differentiate a·b by a?',
    gradient(outGrad, node) {
      return [multiply(outGrad, node), multiply(outGrad, node)];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-forgets-the-cotangent',
    op: 'multiply',
    breaks: 'vjp',
    says: 'The other factor is returned, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(_, node) {
      const [a, b] = node.inputs;
      return [b, a];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-uses-the-cotangent-twice',
    op: 'multiply',
    breaks: 'vjp',
    says: 'outGrad is multiplied in twice.',
    hint: 'The gradient is linear in outGrad: twice the outGrad, twice the gradient.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const squared = multiply(outGrad, outGrad);
      return [multiply(squared, b), multiply(squared, a)];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-computes-on-raw-data',
    op: 'multiply',
    breaks: 'second',
    says: 'The gradient is computed on detached data, so it cannot be differentiated again.',
    hint: 'Build the gradient from tensor functions; whoever asks for a second derivative differentiates it.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [multiply(outGrad, b).detach(), multiply(outGrad, a).detach()];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-detaches-one-factor',
    op: 'multiply',
    breaks: 'symmetric',
    says: 'One of the factors is detached in the gradient, so that half of the second derivative is missing.',
    hint: 'Second derivatives are symmetric: by a then b is by b then a.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [multiply(outGrad, b), multiply(outGrad, a.detach())];
    },
  }),
  rule<MulScalar, One>({
    name: 'mul-scalar-forgets-the-scalar',
    op: 'mul_scalar',
    breaks: 'vjp',
    says: 'outGrad is passed through as it is.',
    hint: 'If a grows by 1, by how much does 3·a grow?',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<MulScalar, One>({
    name: 'mul-scalar-divides',
    op: 'mul_scalar',
    breaks: 'vjp',
    says: 'outGrad is divided by the scalar, as if the way back undid the way forward.',
    hint: 'A gradient says how much z changes when a does; it does not solve z = 3·a for a.',
    gradient(outGrad) {
      return [divideScalar(outGrad, this.scalar)];
    },
  }),
  rule<MulScalar, One>({
    name: 'mul-scalar-flips-the-sign',
    op: 'mul_scalar',
    breaks: 'vjp',
    says: 'The sign of the gradient is flipped.',
    hint: 'If a grows by 1, which way does 3·a go?',
    gradient(outGrad) {
      return [mulScalar(outGrad, -this.scalar)];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-denominator-has-the-wrong-sign',
    op: 'divide',
    breaks: 'vjp',
    says: 'The denominator gets +ḡa/b².',
    hint: 'If b grows, which way does a/b go?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [divide(outGrad, b), divide(multiply(outGrad, a), multiply(b, b))];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-denominator-is-not-squared',
    op: 'divide',
    breaks: 'vjp',
    says: 'The denominator gets −ḡa/b.',
    hint: 'Differentiate a·b⁻¹ by b: what happens to the exponent?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [divide(outGrad, b), negate(divide(multiply(outGrad, a), b))];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-denominator-forgets-the-numerator',
    op: 'divide',
    breaks: 'vjp',
    says: 'The denominator gets −ḡ/b².',
    hint: 'Differentiate a·b⁻¹ by b: a stays as a factor.',
    gradient(outGrad, node) {
      const [, b] = node.inputs;
      return [divide(outGrad, b), negate(divide(outGrad, multiply(b, b)))];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-denominator-forgets-the-cotangent',
    op: 'divide',
    breaks: 'vjp',
    says: 'The denominator gets −a/b², without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [divide(outGrad, b), negate(divide(a, multiply(b, b)))];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-numerator-multiplies',
    op: 'divide',
    breaks: 'vjp',
    says: 'The numerator gets ḡ·b.',
    hint: 'a/b is a times 1/b: what is its derivative by a?',
    gradient(outGrad, node) {
      const [, b] = node.inputs;
      return [multiply(outGrad, b), negate(multiply(divide(outGrad, b), node))];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-numerator-forgets-the-cotangent',
    op: 'divide',
    breaks: 'vjp',
    says: 'The numerator gets 1/b, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(outGrad, node) {
      const [, b] = node.inputs;
      return [divide(ones(b.shape, { dtype: b.dtype }), b), negate(multiply(divide(outGrad, b), node))];
    },
  }),
  rule<EWiseDiv, Two>({
    name: 'divide-swaps-the-adjoints',
    op: 'divide',
    breaks: 'vjp',
    says: 'The adjoints are returned in swapped order.',
    hint: 'The first adjoint belongs to the first input: the numerator.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      return [negate(divide(multiply(outGrad, a), multiply(b, b))), divide(outGrad, b)];
    },
  }),
  rule<DivScalar, One>({
    name: 'divide-scalar-multiplies',
    op: 'divide_scalar',
    breaks: 'vjp',
    says: 'outGrad is multiplied by the scalar instead of divided.',
    hint: 'a/c is a times 1/c: what is its derivative by a?',
    gradient(outGrad) {
      return [mulScalar(outGrad, this.scalar)];
    },
  }),
  rule<DivScalar, One>({
    name: 'divide-scalar-passes-through',
    op: 'divide_scalar',
    breaks: 'vjp',
    says: 'outGrad is passed through as it is.',
    hint: 'If a grows by 1, by how much does a/4 grow?',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Negate, One>({
    name: 'negate-keeps-the-sign',
    op: 'negate',
    breaks: 'vjp',
    says: 'outGrad is passed through with its sign kept.',
    hint: 'If a grows, which way does −a go?',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Negate, One>({
    name: 'negate-is-minus-one',
    op: 'negate',
    breaks: 'vjp',
    says: 'The gradient is −1, whatever outGrad is.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(outGrad) {
      return [mulScalar(ones(outGrad.shape, { dtype: outGrad.dtype }), -1)];
    },
  }),
  rule<ReLU, One>({
    name: 'relu-returns-the-mask',
    op: 'relu',
    breaks: 'vjp',
    says: 'The mask of positive entries is returned, without outGrad.',
    hint: 'A gradient method returns outGrad times the derivative, not the derivative.',
    gradient(_, node) {
      return [mask(node.inputs[0], (entry) => (entry > 0 ? 1 : 0))];
    },
  }),
  rule<ReLU, One>({
    name: 'relu-multiplies-with-its-value',
    op: 'relu',
    breaks: 'vjp',
    says: 'outGrad is multiplied with relu(x) instead of with its slope.',
    hint: 'How steep is relu at x = 3? It is not 3.',
    gradient(outGrad, node) {
      return [multiply(outGrad, relu(node.inputs[0]))];
    },
  }),
  rule<ReLU, One>({
    name: 'relu-divides-value-by-input',
    op: 'relu',
    breaks: 'vjp',
    says: 'The mask is computed as relu(x) / x, which is NaN at 0.',
    hint: 'Try x = 0.',
    gradient(outGrad, node) {
      return [multiply(outGrad, divide(node, node.inputs[0]))];
    },
  }),
  rule<Abs, One>({
    name: 'abs-passes-through',
    op: 'abs',
    breaks: 'vjp',
    says: 'outGrad is passed through for negative entries too.',
    hint: 'How steep is |x| at x = −2?',
    gradient(outGrad) {
      return [outGrad];
    },
  }),
  rule<Abs, One>({
    name: 'abs-is-nan-at-zero',
    op: 'abs',
    breaks: 'vjp',
    says: 'The sign is computed as x / |x|, which is NaN at 0.',
    hint: 'Try x = 0.',
    gradient(outGrad, node) {
      return [multiply(outGrad, divide(node.inputs[0], node))];
    },
  }),
  rule<Maximum, Two>({
    name: 'maximum-swaps-the-branches',
    op: 'maximum',
    breaks: 'vjp',
    says: 'The smaller entry gets the gradient.',
    hint: 'Which of the two does max(a, b) follow when it changes a little?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const larger = (x: number, y: number) => (x === y ? 0.5 : x > y ? 1 : 0);
      return [multiply(outGrad, maskOfPair(b, a, larger)), multiply(outGrad, maskOfPair(a, b, larger))];
    },
  }),
  rule<Maximum, Two>({
    name: 'maximum-counts-ties-twice',
    op: 'maximum',
    breaks: 'ties',
    says: 'Where the entries tie, both get the whole of outGrad.',
    hint: 'If a and b tie and both grow by 1, by how much does max(a, b) grow?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const atLeast = (x: number, y: number) => (x >= y ? 1 : 0);
      return [multiply(outGrad, maskOfPair(a, b, atLeast)), multiply(outGrad, maskOfPair(b, a, atLeast))];
    },
  }),
  rule<Minimum, Two>({
    name: 'minimum-gives-both-the-cotangent',
    op: 'minimum',
    breaks: 'vjp',
    says: 'Both entries get outGrad.',
    hint: 'Does min(a, b) change when the larger one changes a little?',
    gradient(outGrad) {
      return [outGrad, outGrad];
    },
  }),
  rule<Minimum, Two>({
    name: 'minimum-drops-ties',
    op: 'minimum',
    breaks: 'ties',
    says: 'Where the entries tie, neither gets anything.',
    hint: 'If a and b tie and both grow by 1, by how much does min(a, b) grow?',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const less = (x: number, y: number) => (x < y ? 1 : 0);
      return [multiply(outGrad, maskOfPair(a, b, less)), multiply(outGrad, maskOfPair(b, a, less))];
    },
  }),
  rule<EWiseAdd, Two>({
    name: 'add-returns-raw-numbers',
    op: 'add',
    breaks: 'form',
    says: 'Arrays of numbers are returned where tensors belong.',
    hint: 'A gradient is made of tensor functions, so that it can be differentiated again.',
    gradient(outGrad) {
      const raw = outGrad.toArray();
      return [raw, raw] as unknown as Two;
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-goes-wrong-on-the-second-call',
    op: 'multiply',
    breaks: 'vjp',
    says: 'What the first call stored is added to the second.',
    hint: 'A gradient method depends on outGrad and the node alone; it remembers nothing.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const memory = this as unknown as { called?: boolean };
      const drift = memory.called === true ? add(outGrad, outGrad) : outGrad;
      memory.called = true;
      return [multiply(drift, b), multiply(outGrad, a)];
    },
  }),
  rule<EWiseMul, Two>({
    name: 'multiply-rounds-to-float32',
    op: 'multiply',
    breaks: 'vjp',
    says: 'The gradient passes through float32 on its way.',
    hint: 'Keep the dtype of the input from end to end.',
    gradient(outGrad, node) {
      const [a, b] = node.inputs;
      const { dtype, shape, data } = multiply(outGrad, b).toData();
      return [Tensor.fromData({ dtype, shape, data: data.map(Math.fround) }), multiply(outGrad, a)];
    },
  }),
];
