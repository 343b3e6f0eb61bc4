/** Where real gradient bugs live. A space seeks all of these, or leaves some out deliberately. */

export const allBiases = [
  // The shapes of the inputs.
  'zero-d',
  'empty',
  'size-1-axis',
  'equal-dimensions',
  'distinct-dimensions',
  'high-rank',
  'five-axes',
  // Operands that are broadcast.
  'differing-ranks',
  'stretched-axis',
  'mutual-broadcast',
  'broadcast-to-empty',
  'batch-axes',
  'batch-broadcast',
  'letter-broadcast',
  'one-d-operand',
  // Attributes.
  'negative-axis',
  'unordered-axes',
  'integer-axis',
  'null-axes',
  'all-axes',
  'no-axes',
  'keepdims',
  'outer-transpose',
  'cyclic-permutation',
  'zero-exponent',
  'negative-exponent',
  'fractional-exponent',
  'zero-scalar',
  'repeated-index',
  'negative-step',
  'overlapping-windows',
  'padded-windows',
  // How the steps are wired.
  'repeated-input',
  'fan-out',
  'four-uses',
  'diamond',
  'detach',
  // What a step reads, and what reads its result.
  'permuted-operand',
  'expanded-operand',
  'flipped-operand',
  'sliced-operand',
  'views-in-a-row',
  'viewed-result',
  'constant-operand',
  'equal-steps',
  // What is left over, and what comes out.
  'unused-input',
  'unused-step',
  'several-outputs',
  'consumed-output',
  'repeated-output',
  'input-as-output',
  // The values of the inputs.
  'equal-inputs',
  'kink',
  'zero-values',
  'negative-values',
  'integer-values',
  'large-values',
  'small-values',
] as const;

/** What each bias means is written next to the code that detects it; biases-of.ts calls all of that code. */
export type Bias = (typeof allBiases)[number];
