import { add, mulScalar, subtract } from '../ops/elementwise.js';
import { type Tensor, zeros } from '../tensor/tensor.js';
import { Optimizer } from './optimizer.js';

/** Of SGD. */
export interface SGDOptions {
  readonly lr: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent: v ← momentum · v + g, then p ← p − lr · v, as in PyTorch. Needle weighs the gradient,
 * v ← momentum · v + (1 − momentum) · g, which takes the same steps at a learning rate 1 / (1 − momentum) times as large.
 */
export class SGD extends Optimizer {
  private readonly momentum: number;
  private readonly velocities = new Map<Tensor, Tensor>();

  constructor(parameters: readonly Tensor[], { lr, momentum = 0, weightDecay = 0 }: SGDOptions) {
    super(parameters, lr, weightDecay);
    this.momentum = momentum;
  }

  protected moved(parameter: Tensor, slope: Tensor): Tensor {
    return subtract(parameter, mulScalar(this.velocity(parameter, slope), this.lr));
  }

  private velocity(parameter: Tensor, slope: Tensor): Tensor {
    if (this.momentum === 0) return slope;
    const before = this.velocities.get(parameter) ?? zeros(parameter.shape, { dtype: parameter.dtype });
    const velocity = add(mulScalar(before, this.momentum), slope);
    this.velocities.set(parameter, velocity);
    return velocity;
  }
}
