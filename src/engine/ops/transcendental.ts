/** ln(1 + x), eˣ − 1 and angles: functions that keep digits which others lose. */
import type { Node, One, Two } from '../autograd/op.js';
import { record, type Tensor } from '../tensor/tensor.js';
import { add, addScalar, divide, multiply, negate } from './elementwise.js';
import { ElementwiseOp } from './elementwise-op.js';
import { exp } from './exponential.js';
import { mask } from './mask.js';
import { broadcast } from './shape.js';

export class Log1p extends ElementwiseOp<One> {
  readonly name = 'log1p';
  entry(x: number): number {
    return Math.log1p(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [divide(outGrad, addScalar(x, 1))];
  }
}

/** ln(1 + x), also for an x so small that 1 + x is 1. */
export const log1p = (a: Tensor): Tensor => record(new Log1p(), [a]);

export class Expm1 extends ElementwiseOp<One> {
  readonly name = 'expm1';
  entry(x: number): number {
    return Math.expm1(x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    const [x] = node.inputs;
    return [multiply(outGrad, exp(x))]; // y + 1 would cancel on the left
  }
}

/** eˣ − 1, also for an x so small that eˣ is 1. */
export const expm1 = (a: Tensor): Tensor => record(new Expm1(), [a]);

export class Atan2 extends ElementwiseOp<Two> {
  readonly name = 'atan2';
  entry(y: number, x: number): number {
    return Math.atan2(y, x);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [y, x] = node.inputs;
    const square = add(multiply(x, x), multiply(y, y));
    // At the origin, 0/0 would be NaN; there the slopes are taken as 0.
    const share = divide(
      outGrad,
      add(
        square,
        mask(square, (entry) => Number(entry === 0)),
      ),
    );
    return [multiply(share, x), negate(multiply(share, y))];
  }
}

/** The angle of the point (x, y) in radians, from −π to π; y is the first argument, as everywhere. */
export const atan2 = (y: Tensor, x: Tensor): Tensor => record(new Atan2(), broadcast(y, x, 'atan2'));
