import { eagerly, noGrad } from '../autograd/modes.js';
import { add, mulScalar } from '../ops/elementwise.js';
import { AutogradError } from '../tensor/errors.js';
import type { Tensor } from '../tensor/tensor.js';

/** Changes parameters by the gradients that `backward` left in their `.grad`. */
export abstract class Optimizer {
  /** The learning rate; may be set at any time. */
  lr: number;

  /** @throws {AutogradError} when there is nothing to optimise, or a tensor that gets no gradients */
  constructor(
    protected readonly parameters: readonly Tensor[],
    lr: number,
    private readonly weightDecay: number,
  ) {
    this.lr = lr;
    if (parameters.length === 0) {
      throw new AutogradError(`${this.constructor.name}: there are no parameters; pass module.parameters()`);
    }
    const at = parameters.findIndex((parameter) => !parameter.requiresGrad || !parameter.isLeaf);
    if (at !== -1) {
      throw new AutogradError(
        `${this.constructor.name}: parameter ${at} is not a leaf that requires grad; pass tensors made with ` +
          '{ requiresGrad: true }, or module.parameters()',
      );
    }
  }

  /** Changes every parameter that has a gradient. */
  step(): void {
    noGrad(() =>
      eagerly(() => {
        for (const parameter of this.parameters) {
          if (parameter.grad !== undefined) parameter.assign(this.moved(parameter, this.decayed(parameter)));
        }
      }),
    );
  }

  /** Clears the gradients; otherwise the next `backward` adds to them. */
  zeroGrad(): void {
    for (const parameter of this.parameters) parameter.zeroGrad();
  }

  /** The parameter's next value. @param slope its gradient, weight decay included */
  protected abstract moved(parameter: Tensor, slope: Tensor): Tensor;

  /** Weight decay is the gradient of ½ · weightDecay · ‖parameter‖². */
  private decayed(parameter: Tensor): Tensor {
    const gradient = parameter.grad as Tensor;
    return this.weightDecay === 0 ? gradient : add(gradient, mulScalar(parameter, this.weightDecay));
  }
}
