/** Modules of modules, and the two that only pass on their input. */
import { sizeOf } from '../../case/shape.js';
import { add } from '../ops/elementwise.js';
import { reshape } from '../ops/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** Modules one after another. Names within begin with the position, as in `0.weight`. */
export class Sequential extends Module {
  private readonly modules: readonly Module[];

  constructor(...modules: readonly Module[]) {
    super();
    this.modules = modules;
  }

  override fields(): object {
    return this.modules;
  }

  forward(x: Tensor): Tensor {
    return this.modules.reduce((value, module) => module.forward(value), x);
  }
}

/** x + module(x). */
export class Residual extends Module {
  constructor(readonly module: Module) {
    super();
  }

  forward(x: Tensor): Tensor {
    return add(x, this.module.forward(x));
  }
}

/** Returns its input. */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}

/** (N, …) as (N, all the rest). */
export class Flatten extends Module {
  forward(x: Tensor): Tensor {
    const [batch = 1, ...rest] = x.shape;
    return reshape(x, [batch, sizeOf(rest)]);
  }
}
