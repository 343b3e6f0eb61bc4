/** Functions with rules of their own, as PyTorch has them: `forward` computes and saves, `backward` gives the adjoints. */
import {
  add,
  type Context,
  clip,
  divideScalar,
  Function,
  gelu,
  mask,
  mulScalar,
  multiply,
  NotImplemented,
  negate,
  powerScalar,
  relu,
  sigmoid,
  subtract,
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
    // TODO: return the adjoint of x
    throw new NotImplemented('swish');
  }
}

/** The grader calls this function, which has the name of the exercise. */
export const swish = (x: Tensor): Tensor => Swish.apply(x);

class Softplus extends Function {
  /** ln(1 + eˣ), entry by entry. */
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    // TODO: return the value, without an exponential that overflows
    throw new NotImplemented('softplus');
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    // TODO: return the adjoint of x
    throw new NotImplemented('softplus');
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
    // TODO: return the adjoint of x
    throw new NotImplemented('huber');
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
    // TODO: return the adjoint of x, made of outGrad, x and t, which is tanh u
    throw new NotImplemented('geluTanh');
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
    // TODO: return the adjoint of x, made of outGrad and y
    throw new NotImplemented('rsqrt');
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
    // TODO: return the adjoints of x and a, each of the shape of its input
    throw new NotImplemented('prelu');
  }
}

export const prelu = (x: Tensor, a: Tensor): Tensor => Prelu.apply(x, a);

class Power extends Function {
  /** xᵏ, entry by entry, for a number k. */
  static forward(ctx: Context & { k?: number }, x: Tensor, k: number): Tensor {
    // TODO: save what backward needs: x as a tensor, k as a field of ctx; return the value
    throw new NotImplemented('cube');
  }

  static backward(ctx: Context & { k?: number }, outGrad: Tensor): readonly [Tensor, null] {
    // TODO: return the adjoint of x, and null for k, which is no tensor
    throw new NotImplemented('cube');
  }
}

export const cube = (x: Tensor): Tensor => Power.apply(x, 3);
