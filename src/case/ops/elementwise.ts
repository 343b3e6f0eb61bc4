/** Ops that make each entry of the output of the entries at its own place. */
import { approximate, bits, bound, number } from '../attributes.js';
import { checkApproximate, checkBounds, whereShape } from '../limits.js';
import { broadcastShapes, type Shape } from '../shape.js';
import { binary, type Domain, unary } from './entry.js';

const one = { elementwise: true };
const two = {
  elementwise: true,
  attributes: {},
  shape: ({ op }: { readonly op: string }, [a, b]: readonly [Shape, Shape]): Shape =>
    broadcastShapes(a, b, op),
};
const scalar = { ...one, attributes: { scalar: number } };
const positive = { ...one, domain: (): readonly Domain[] => ['positive'] };

/** x ** n is smooth everywhere for n = 0, 1, 2, …, off zero for negative whole n, else for x > 0. */
function powerDomain(exponent: number): Domain {
  if (!Number.isInteger(exponent)) return 'positive';
  return exponent < 0 ? 'nonzero' : 'real';
}

export const elementwise = {
  add: binary(two),
  subtract: binary(two),
  multiply: binary(two),
  divide: binary({ ...two, domain: () => ['real', 'nonzero'] }),
  power: binary({ ...two, domain: () => ['positive', 'real'] }),
  maximum: { ...binary({ ...two, kink: 'tie' }), declarable: [0, 1] as const },
  minimum: { ...binary({ ...two, kink: 'tie' }), declarable: [0, 1] as const },
  add_scalar: unary(scalar),
  mul_scalar: unary(scalar),
  divide_scalar: unary(scalar),
  power_scalar: unary({ ...scalar, domain: (step) => [powerDomain(step.scalar)] }),
  negate: unary(one),
  exp: unary(one),
  log: unary(positive),
  sqrt: unary(positive),
  sin: unary(one),
  cos: unary(one),
  tanh: unary(one),
  sigmoid: unary(one),
  relu: { ...unary({ ...one, kink: 'zero' }), declarable: [0, 1] as const },
  abs: { ...unary({ ...one, kink: 'zero' }), declarable: [-1, 1] as const },
  /** Entries of the first argument where the condition, flat and of the broadcast shape, is 1; of the second where it is 0. */
  where: binary({
    attributes: { condition: bits },
    shape: ({ condition }, [a, b]) => whereShape(a, b, condition),
  }),
  clip: {
    ...unary({
      ...one,
      attributes: { min: bound, max: bound },
      kink: 'bounds',
      bounds: ({ min, max }) => [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY],
      shape({ min, max }, [a]) {
        checkBounds(min, max);
        return a;
      },
    }),
    declarable: [0, 1] as const,
  },
  softplus: unary(one),
  logaddexp: binary(two),
  gelu: unary({
    ...one,
    attributes: { approximate },
    shape(step, [a]) {
      checkApproximate(step.approximate);
      return a;
    },
  }),
  silu: unary(one),
  hardswish: unary({ ...one, kink: 'bounds', bounds: () => [-3, 3] }),
  erf: unary(one),
  expm1: unary(one),
  log1p: unary({ ...one, domain: () => ['above -1'] }),
  /** Not at the origin, nor across the cut along the negative x-axis: the first argument, y, is not 0. */
  atan2: binary({ ...two, domain: () => ['nonzero', 'real'] }),
};
