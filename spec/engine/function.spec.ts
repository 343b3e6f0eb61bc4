import { describe, expect, it } from 'vitest';
import {
  AutogradError,
  add,
  type Context,
  exp,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: PyTorch's name.
  Function,
  GradientError,
  type Gradients,
  grad,
  lazily,
  mulScalar,
  multiply,
  noGrad,
  powerScalar,
  summation,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';

const leaf = (values: number | number[]) => tensor(values, { requiresGrad: true });

class Exp extends Function {
  static forward(ctx: Context, x: Tensor): Tensor {
    const y = exp(x);
    ctx.saveForBackward(y);
    return y;
  }
  static backward(ctx: Context, outGrad: Tensor): Gradients {
    const [y] = ctx.savedTensors as [Tensor];
    return multiply(outGrad, y);
  }
}

/** x ** n, with an argument that is no tensor. */
class Power extends Function {
  static forward(ctx: Context & { n?: number }, x: Tensor, n: number): Tensor {
    ctx.saveForBackward(x);
    ctx.n = n;
    return powerScalar(x, n);
  }
  static backward(ctx: Context & { n?: number }, outGrad: Tensor): Gradients {
    const [x] = ctx.savedTensors as [Tensor];
    const n = ctx.n as number;
    return [multiply(outGrad, mulScalar(powerScalar(x, n - 1), n)), null];
  }
}

describe('a Function', () => {
  it('computes by forward and differentiates by backward', () => {
    const x = leaf([0, 1]);
    const y = Exp.apply(x);
    expect(y.toArray()).toEqual([1, Math.E]);
    summation(y).backward();
    expect(x.grad?.toArray()).toEqual([1, Math.E]);
  });

  it('takes arguments that are not tensors, with null for a gradient', () => {
    const x = leaf(2);
    Power.apply(x, 3).backward();
    expect(x.grad?.item()).toBe(12);
  });

  it('can be differentiated twice, through its inputs and its output', () => {
    const x = leaf(2);
    const second = (y: Tensor) => {
      const [first] = grad(y, [x], { createGraph: true }) as [Tensor];
      return (grad(first, [x])[0] as Tensor).item();
    };
    expect(second(Power.apply(x, 3))).toBe(12);
    expect(second(Exp.apply(x))).toBe(Math.exp(2));
  });

  it('runs on demand in lazy mode', () => {
    const x = leaf(1);
    expect(lazily(() => (grad(Exp.apply(x), [x])[0] as Tensor).item())).toBe(Math.E);
  });

  it('knows which arguments want a gradient', () => {
    const seen: (readonly boolean[])[] = [];
    class Looks extends Function {
      static forward(ctx: Context, a: Tensor, _: Tensor, __: string): Tensor {
        seen.push(ctx.needsInputGrad);
        return mulScalar(a, 1);
      }
      static backward(_: Context, outGrad: Tensor): Gradients {
        return [outGrad, null, null];
      }
    }
    const [a, b] = [leaf(1), tensor(1)];
    Looks.apply(a, b, 'text').backward();
    expect(seen).toEqual([[true, false, false]]);
    expect(a.grad?.item()).toBe(1);
  });

  it('leaves no gradient where backward returns null, as PyTorch does', () => {
    class Second extends Function {
      static forward(_: Context, a: Tensor, b: Tensor): Tensor {
        return multiply(a, b);
      }
      static backward(_: Context, outGrad: Tensor): Gradients {
        return [null, outGrad];
      }
    }
    const [a, b, c] = [leaf(2), leaf(3), leaf(4)];
    const seen: Tensor[] = [];
    a.registerHook((gradient) => {
      seen.push(gradient);
      return undefined;
    });
    Second.apply(multiply(a, a), b).backward();
    expect([a.grad, b.grad?.item(), seen]).toEqual([undefined, 1, []]);
    add(Second.apply(a, b), c).backward();
    expect([a.grad, b.grad?.item(), c.grad?.item()]).toEqual([undefined, 2, 1]);
    // What does flow back to it elsewhere stays, and grad gives zeros, as for whatever no output depends on.
    add(Second.apply(a, b), multiply(a, c)).backward();
    expect(a.grad?.item()).toBe(4);
    expect(grad(Second.apply(a, b), [a, b]).map((each) => each.item())).toEqual([0, 1]);
  });

  it('records nothing under noGrad', () => {
    expect(noGrad(() => Exp.apply(leaf(1))).requiresGrad).toBe(false);
  });
});

/** A Function with this forward and backward. */
const broken = (
  forward: (ctx: Context, x: Tensor) => unknown,
  backward: (ctx: Context, outGrad: Tensor) => unknown,
) =>
  class Broken extends Function {
    static forward(ctx: Context, x: Tensor): Tensor {
      return forward(ctx, x) as Tensor;
    }
    static backward(ctx: Context, outGrad: Tensor): Gradients {
      return backward(ctx, outGrad) as Gradients;
    }
  };
const same = (_: Context, x: Tensor) => mulScalar(x, 1);

describe('a Function that is wrong', () => {
  it.each([
    [
      'returns nothing',
      () => undefined,
      'Broken.backward returned nothing; return one gradient for each of the 1 argument',
    ],
    [
      'returns too many',
      (_: Context, g: Tensor) => [g, g],
      'Broken.backward returned 2 gradients; return one gradient',
    ],
    [
      'returns another shape',
      (_: Context, g: Tensor) => summation(g),
      'Broken: the gradient of input 0 has shape (), but the input has shape (2,)',
    ],
    ['returns a number', () => 3, 'Broken: the gradient of input 0 must be a Tensor, but is 3'],
  ])('in backward, as it %s, is told so', (_, backward, sentence) => {
    const y = summation(broken(same, backward).apply(leaf([1, 2])));
    expect(() => y.backward()).toThrow(GradientError);
    expect(() => y.backward()).toThrow(sentence);
  });

  it('in forward is reported', () => {
    expect(() =>
      broken(
        () => undefined,
        () => null,
      ).apply(leaf(1)),
    ).toThrow('Broken.forward must return a Tensor, but returned nothing');
    const saves = broken(
      (ctx, x) => {
        ctx.saveForBackward(3 as unknown as Tensor);
        return x;
      },
      () => null,
    );
    expect(() => saves.apply(leaf(1))).toThrow(
      'Broken: saveForBackward takes tensors, but argument 0 is number; keep it as a field of ctx',
    );
    expect(() => Exp.apply(3 as unknown as Tensor)).toThrow(
      'Exp.apply: expected at least one tensor among its arguments, got none',
    );
  });

  it('by a gradient for something that is not a tensor is reported', () => {
    class Spare extends Function {
      static forward(_: Context, x: Tensor, n: number): Tensor {
        return mulScalar(x, n);
      }
      static backward(_: Context, outGrad: Tensor): Gradients {
        return [outGrad, outGrad];
      }
    }
    expect(() => Spare.apply(leaf(1), 2).backward()).toThrow(
      'Spare.backward returned a gradient for argument 1 of forward, which is no tensor; return null there',
    );
  });

  it('by saving what a backward has freed is reported', () => {
    const freed = exp(leaf(1));
    freed.backward();
    const saves = broken(
      (ctx, x) => {
        ctx.saveForBackward(freed);
        return mulScalar(x, 1);
      },
      (_, g) => g,
    );
    expect(() => saves.apply(leaf(1))).toThrow('got tensor 0 of a graph that a backward has freed');
  });

  it('by reading what was saved once the graph is freed is reported', () => {
    let kept: Context | undefined;
    const keeps = broken(
      (ctx, x) => {
        kept = ctx;
        ctx.saveForBackward(x);
        return mulScalar(x, 1);
      },
      (_, g) => g,
    );
    keeps.apply(leaf(1)).backward();
    expect(() => kept?.savedTensors).toThrow(AutogradError);
    expect(() => kept?.savedTensors).toThrow(
      'Broken: savedTensors are gone, as a backward has freed this graph',
    );
  });

  it('by writing over what was saved is reported', () => {
    const constant = tensor(2);
    const scales = broken(
      (ctx, x) => {
        ctx.saveForBackward(constant);
        return multiply(x, constant);
      },
      (ctx, g) => multiply(g, ctx.savedTensors[0] as Tensor),
    );
    const y = scales.apply(leaf(1));
    constant.assign(3);
    expect(() => y.backward()).toThrow(
      'Broken: saved tensor 0 was written to since forward (version 0 then, 1 now)',
    );
  });
});
