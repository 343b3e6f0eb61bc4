/** Wrong rules of products along axes. */
import {
  broadcastTo,
  cumsum,
  divide,
  flip,
  multiply,
  type One,
  reduceShape,
  reshape,
  type Tensor,
} from '../engine/index.js';
import type { Cumprod, Prod } from '../engine/ops/products.js';
import { rulesOf } from './misconception.js';

const rules = rulesOf(null);

/** A reduced tensor with its axes back at size 1. */
const kept = (op: Prod, of: Tensor, { shape }: Tensor): Tensor =>
  reshape(of, reduceShape(shape, op.axes, true, op.name));

/** For each entry along the axis, the sum from it on. */
const sumFromTheEnd = (a: Tensor, axis: number): Tensor => flip(cumsum(flip(a, axis), axis), axis);

export const factors = [
  ...rules<Prod, One>('prod', {
    'prod-divides-by-the-entry': {
      says: 'The slope is y/x, which is 0/0 where an entry is 0.',
      hint: 'The slope is the product of the other entries. What is it if one entry is 0, and what if two are?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [multiply(kept(this, outGrad, x), divide(kept(this, node, x), x))];
      },
    },
    'prod-passes-its-value': {
      says: 'Every entry gets the whole product.',
      hint: 'Is an entry a factor of its own slope?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        return [broadcastTo(multiply(kept(this, outGrad, x), kept(this, node, x)), x.shape)];
      },
    },
    'prod-takes-its-value-for-a-constant': {
      breaks: 'second',
      says: 'The slope is y/x, where it is not 0/0, with a detached y.',
      hint: 'If a second entry grows, does the slope by the first one change?',
      gradient(outGrad, node) {
        const [x] = node.inputs;
        const slope = divide(kept(this, node.detach(), x), x);
        return [multiply(kept(this, outGrad, x), slope)];
      },
    },
  }),
  ...rules<Cumprod, One>('cumprod', {
    'cumprod-divides-by-the-entry': {
      says: 'The gradient is the sum of ḡy from the entry on, divided by x, which is 0/0 where an entry is 0.',
      hint: 'What is left of a product of which one factor is 0, if that factor is taken out?',
      gradient(outGrad, node) {
        return [divide(sumFromTheEnd(multiply(outGrad, node), this.axis), node.inputs[0])];
      },
    },
    'cumprod-is-taken-for-the-cumulative-sum': {
      says: 'The gradient is the sum of ḡ from the entry on, without the other factors.',
      hint: 'What is the derivative of x₁x₂x₃ by x₂?',
      gradient(outGrad) {
        return [sumFromTheEnd(outGrad, this.axis)];
      },
    },
    'cumprod-sums-forward': {
      says: 'ḡy is summed from the front, as the value is made.',
      hint: 'An entry is a factor of its own product and of all later ones.',
      gradient(outGrad, node) {
        return [divide(cumsum(multiply(outGrad, node), this.axis), node.inputs[0])];
      },
    },
  }),
];
