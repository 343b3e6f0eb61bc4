import { add, addScalar, divide, mulScalar, multiply, subtract } from '../ops/elementwise.js';
import { sqrt } from '../ops/exponential.js';
import { type Tensor, zeros } from '../tensor/tensor.js';
import { Optimizer } from './optimizer.js';

/** Of Adam. */
export interface AdamOptions {
  readonly lr?: number;
  /** How much of the average gradient, and of the average squared gradient, each step keeps. */
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly weightDecay?: number;
}

/** The moving averages of a parameter's gradient and of its square, and the number of steps so far. */
interface Moments {
  readonly first: Tensor;
  readonly second: Tensor;
  readonly steps: number;
}

/** Adam with bias correction: Kingma and Ba, 2015, algorithm 1. Weight decay is added to the gradient, as in PyTorch. */
export class Adam extends Optimizer {
  private readonly betas: readonly [number, number];
  private readonly eps: number;
  private readonly moments = new Map<Tensor, Moments>();

  constructor(
    parameters: readonly Tensor[],
    { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 }: AdamOptions = {},
  ) {
    super(parameters, lr, weightDecay);
    this.betas = betas;
    this.eps = eps;
  }

  protected moved(parameter: Tensor, slope: Tensor): Tensor {
    const { first, second, steps } = this.updated(parameter, slope);
    const [beta1, beta2] = this.betas;
    // The averages began at 0; dividing by 1 − βᵗ corrects that bias.
    const average = mulScalar(first, 1 / (1 - beta1 ** steps));
    const spread = sqrt(mulScalar(second, 1 / (1 - beta2 ** steps)));
    return subtract(parameter, mulScalar(divide(average, addScalar(spread, this.eps)), this.lr));
  }

  private updated(parameter: Tensor, slope: Tensor): Moments {
    const nothing = zeros(parameter.shape, { dtype: parameter.dtype });
    const before = this.moments.get(parameter) ?? { first: nothing, second: nothing, steps: 0 };
    const [beta1, beta2] = this.betas;
    const moments = {
      first: blend(before.first, slope, beta1),
      second: blend(before.second, multiply(slope, slope), beta2),
      steps: before.steps + 1,
    };
    this.moments.set(parameter, moments);
    return moments;
  }
}

const blend = (before: Tensor, now: Tensor, kept: number): Tensor =>
  add(mulScalar(before, kept), mulScalar(now, 1 - kept));
