/** Hints on one op's rule, from a nudge to nearly the answer. */
import type { OpName } from '../../case/vocabulary.js';

export const opHints: Readonly<Partial<Record<OpName, readonly string[]>>> = {
  add: ['If a grows by 1, by how much does a + b grow?', '∂(a + b)/∂a = ∂(a + b)/∂b = 1.'],
  add_scalar: ['A constant shift does not change how fast the output grows: ∂(a + c)/∂a = 1.'],
  subtract: ['If b grows by 1, which way does a − b go?', '∂(a − b)/∂a = 1 and ∂(a − b)/∂b = −1.'],
  multiply: ['Hold b fixed: by how much does a·b grow when a does?', '∂(a·b)/∂a = b and ∂(a·b)/∂b = a.'],
  mul_scalar: [
    'If a grows by 1, by how much does 3·a grow? The op remembers its factor as this.scalar.',
    '∂(c·a)/∂a = c.',
  ],
  divide: ['a/b is a·b⁻¹. Differentiate it by b as a power.'],
  divide_scalar: ['a/c is a times 1/c. The op remembers c as this.scalar.'],
  negate: ['If a grows, which way does −a go?', '∂(−a)/∂a = −1.'],
  relu: ['How steep is relu at x = 3, at x = −3?'],
  abs: ['How steep is |x| at x = −2? And at 0?'],
  maximum: [
    'Which of the two does max(a, b) follow when it changes a little? Where they tie, each follows by half.',
  ],
  minimum: [
    'Which of the two does min(a, b) follow when it changes a little? Where they tie, each follows by half.',
  ],
  exp: ['Which function is its own derivative?'],
  log: ['Is ln steeper near 0 or far from it?', 'ln′(x) = 1/x.'],
  sqrt: ['√x is x to the power ½: what comes down in front, and which exponent is left?'],
  sin: ['Which way does sin go at 0?', 'sin′ = cos.'],
  cos: ['Which way does cos go just right of 0?', 'cos′ = −sin.'],
  tanh: ['tanh is odd, so its slope is the same at x and −x, 1 at 0 and nearly 0 far out.'],
  sigmoid: ['The sigmoid is flat far to the left, where y is 0, and far to the right, where y is 1.'],
  power: ['Write aᵇ as e^(b·ln a) to differentiate it by b; by a it is the power rule.'],
  power_scalar: [
    'What comes down in front when you differentiate xⁿ, and what happens to the exponent? The op remembers n as this.scalar.',
    '∂xⁿ/∂x = n·xⁿ⁻¹.',
  ],
  reshape: ['Reshape keeps the order of the entries, and so does the way back.'],
  transpose: ['Which two axes were swapped? The op remembers them as this.axes. Swap them again.'],
  permute: ['Permute (0, 1, 2) by (1, 2, 0) twice: is it back where it was?'],
  broadcast_to: [
    'An entry that was repeated k times gets the sum of k outGrads.',
    'Shapes are aligned at the right: which axes were added in front, and which were stretched from size 1?',
  ],
  summation: [
    'Each entry gets the outGrad of the sum that it went into.',
    'axes may be a number, negative ones too, a list, or null. What shape would the sum have had with keepdims?',
  ],
  mean: ['A mean is a sum divided by N: the number of entries that were averaged, not of all.'],
  softmax: ['The entries of a softmax add up to 1: when one grows, the others shrink.'],
  logsoftmax: ['logsoftmax is x − logsumexp(x): both terms depend on x.'],
};
