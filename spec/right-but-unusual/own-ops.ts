/** Rules made of ops of the learner's own: second order goes through what they wrote for those. */
import type { RightRule } from './right.js';

const square = `
class Square extends engine.Op<One> {
  readonly name = 'square';
  compute(a: NDArray): NDArray {
    return engine.map(a, (x) => x * x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [multiply(outGrad, mulScalar(node.inputs[0], 2))];
  }
}
const square = (a: Tensor): Tensor => record(new Square(), [a]);
`;

export const ownOps: readonly RightRule[] = [
  {
    exercise: 'exponential',
    of: 'Tanh',
    name: 'a square that is an op of its own',
    body: 'return [multiply(outGrad, addScalar(negate(square(node)), 1))];',
    with: square,
  },
  {
    exercise: 'exponential',
    of: 'Sin',
    name: 'the derivative as an op whose own rule leads back',
    body: 'return [multiply(outGrad, record(new Cosine(), [node.inputs[0]]))];',
    with: `
class Cosine extends engine.Op<One> {
  readonly name = 'cosine';
  compute(a: NDArray): NDArray {
    return engine.map(a, Math.cos);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [negate(multiply(outGrad, sin(node.inputs[0])))];
  }
}
`,
  },
  {
    exercise: 'exponential',
    of: 'Exp',
    name: 'a Function in the style of PyTorch',
    body: 'return [TimesExp.apply(outGrad, node.inputs[0])];',
    with: `
class TimesExp extends engine.Function {
  static forward(ctx: any, delta: Tensor, x: Tensor) {
    const y = exp(x);
    ctx.saveForBackward(delta, x);
    return multiply(delta, y);
  }
  static backward(ctx: any, outGrad: Tensor) {
    const [delta, x] = ctx.savedTensors;
    return [multiply(outGrad, exp(x)), multiply(outGrad, multiply(delta, exp(x)))];
  }
}
`,
  },
  {
    exercise: 'exponential',
    of: 'Cos',
    name: 'a checkpoint around the whole rule',
    body: 'return [engine.checkpoint((delta: any, x: any) => negate(multiply(delta, sin(x))), outGrad, node.inputs[0])];',
  },
  {
    exercise: 'exponential',
    of: 'Sqrt',
    name: 'an op of two inputs that does all of the rule',
    body: 'return [record(new HalfOver(), [outGrad, node])];',
    with: `
class HalfOver extends engine.Op<Two> {
  readonly name = 'half_over';
  compute(a: NDArray, b: NDArray): NDArray {
    return engine.zip(a, b, (x, y) => x / (2 * y));
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    const share = divide(outGrad, mulScalar(b, 2));
    return [share, negate(divide(multiply(share, a), b))];
  }
}
`,
  },
  {
    exercise: 'exponential',
    of: 'Sigmoid',
    name: 'own ops whose rules use own ops',
    body: 'return [multiply(outGrad, record(new Bump(), [node]))];',
    with: `
class OneMinusTwice extends engine.Op<One> {
  readonly name = 'one_minus_twice';
  compute(a: NDArray): NDArray {
    return engine.map(a, (y) => 1 - 2 * y);
  }
  gradient(outGrad: Tensor): One {
    return [mulScalar(outGrad, -2)];
  }
}
class Bump extends engine.Op<One> {
  readonly name = 'bump';
  compute(a: NDArray): NDArray {
    return engine.map(a, (y) => y * (1 - y));
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [multiply(outGrad, record(new OneMinusTwice(), [node.inputs[0]]))];
  }
}
`,
  },
  {
    exercise: 'exponential',
    of: 'Log',
    name: 'an own op with the name of another op',
    body: 'return [multiply(outGrad, record(new Inverse(), [node.inputs[0]]))];',
    with: `
class Inverse extends engine.Op<One> {
  readonly name = 'negate';
  compute(a: NDArray): NDArray {
    return engine.map(a, (x) => 1 / x);
  }
  gradient(outGrad: Tensor, node: Node<One>): One {
    return [negate(multiply(outGrad, multiply(node, node)))];
  }
}
`,
  },
];
