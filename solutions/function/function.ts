/** Functions with rules of their own, as PyTorch has them: `forward` computes and saves, `backward` gives the adjoints. */
import {
  abs,
  add,
  addScalar,
  type Context,
  clip,
  divideScalar,
  exp,
  Function,
  gelu,
  log1p,
  mask,
  mulScalar,
  multiply,
  negate,
  powerScalar,
  relu,
  sigmoid,
  subtract,
  summation,
  type Tensor,
  tanh,
} from 'backproof/engine';

class Swish extends Function {
  /** x·σ(x), entry by entry. */
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return multiply(x, sigmoid(x));
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    const s = sigmoid(x);
    const slope = add(s, multiply(multiply(x, s), addScalar(negate(s), 1)));
    return multiply(outGrad, slope);
  }
}

/** The grader calls this function, which has the name of the exercise. */
export const swish = (x: Tensor): Tensor => Swish.apply(x);

class Softplus extends Function {
  /** ln(1 + eˣ), entry by entry. */
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return add(relu(x), log1p(exp(negate(abs(x)))));
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    return multiply(outGrad, sigmoid(x));
  }
}

export const softplus = (x: Tensor): Tensor => Softplus.apply(x);

class Huber extends Function {
  /** x²/2 where |x| ≤ 1, and |x| − ½ elsewhere, entry by entry. */
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    const near = clip(x, -1, 1);
    return subtract(multiply(near, x), divideScalar(multiply(near, near), 2));
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    return multiply(outGrad, clip(x, -1, 1));
  }
}

export const huber = (x: Tensor): Tensor => Huber.apply(x);

class GeluTanh extends Function {
  /** ½·x·(1 + tanh u) with u = √(2/π)·(x + 0.044715·x³), entry by entry. */
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return gelu(x, 'tanh');
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    const c = Math.sqrt(2 / Math.PI);
    const t = tanh(mulScalar(add(x, mulScalar(powerScalar(x, 3), 0.044715)), c));
    const ofU = multiply(x, addScalar(negate(multiply(t, t)), 1));
    const inner = addScalar(mulScalar(multiply(x, x), 3 * 0.044715 * c), c);
    const slope = add(addScalar(t, 1), multiply(ofU, inner));
    return multiply(outGrad, mulScalar(slope, 0.5));
  }
}

export const geluTanh = (x: Tensor): Tensor => GeluTanh.apply(x);

class Rsqrt extends Function {
  /** 1/√x, entry by entry. Only the output is saved. */
  static forward(ctx: Context, x: Tensor): Tensor {
    const y = powerScalar(x, -0.5);
    ctx.saveForBackward(y);
    return y;
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [y] = ctx.savedTensors as [Tensor];
    return mulScalar(multiply(outGrad, powerScalar(y, 3)), -0.5);
  }
}

export const rsqrt = (x: Tensor): Tensor => Rsqrt.apply(x);

class Prelu extends Function {
  /** x where x > 0, and a·x elsewhere, for x of shape (n, m) and a of shape (m), which is used by every row. */
  static forward(ctx: Context, x: Tensor, a: Tensor): Tensor {
    ctx.saveForBackward(x, a);
    return subtract(relu(x), multiply(a, relu(negate(x))));
  }

  static backward(ctx: Context, outGrad: Tensor): readonly [Tensor, Tensor] {
    const [x, a] = ctx.savedTensors as [Tensor, Tensor];
    const positive = mask(x, (each) => (each > 0 ? 1 : 0));
    const slope = add(positive, multiply(a, addScalar(negate(positive), 1)));
    return [multiply(outGrad, slope), negate(summation(multiply(outGrad, relu(negate(x))), 0))];
  }
}

export const prelu = (x: Tensor, a: Tensor): Tensor => Prelu.apply(x, a);

class Power extends Function {
  /** xᵏ, entry by entry, for a number k. */
  static forward(ctx: Context & { k?: number }, x: Tensor, k: number): Tensor {
    ctx.saveForBackward(x);
    ctx.k = k;
    return powerScalar(x, k);
  }

  static backward(ctx: Context & { k?: number }, outGrad: Tensor): readonly [Tensor, null] {
    const [x] = ctx.savedTensors as [Tensor];
    const k = ctx.k as number;
    return [multiply(outGrad, mulScalar(powerScalar(x, k - 1), k)), null];
  }
}

export const cube = (x: Tensor): Tensor => Power.apply(x, 3);
