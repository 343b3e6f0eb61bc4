import { rulesOf } from './right.js';

export const exponential = rulesOf('exponential', [
  [
    'Exp',
    'the value computed anew, with another class',
    'return [multiply(outGrad, record(new Exp(), [node.inputs[0]]))];',
  ],
  [
    'Exp',
    'the inverse of the exponential of the negative',
    'return [divide(outGrad, exp(negate(node.inputs[0])))];',
  ],
  ['Log', 'a power of −1', 'return [multiply(outGrad, powerScalar(node.inputs[0], -1))];'],
  [
    'Log',
    'the exponential of the negative value',
    'const [x] = node.inputs;\n    return [multiply(divide(engine.ones(x.shape, { dtype: x.dtype }), x), outGrad)];',
  ],
  [
    'Sqrt',
    'half of a power',
    'return [mulScalar(multiply(outGrad, powerScalar(node.inputs[0], -0.5)), 0.5)];',
  ],
  [
    'Sqrt',
    'the value over twice the input',
    'return [multiply(outGrad, divide(node, mulScalar(node.inputs[0], 2)))];',
  ],
  ['Sqrt', 'the value added to itself', 'return [divide(outGrad, add(node, node))];'],
  [
    'Sin',
    'a product in the other order, through a helper',
    'return [slopeOfSine(node.inputs[0])(outGrad)];',
    'const slopeOfSine = (x: Tensor) => (delta: Tensor) => multiply(cos(x), delta);',
  ],
  [
    'Sin',
    'a table of slopes by name',
    'return [multiply(outGrad, slopes[this.name]?.(node.inputs[0]) as Tensor)];',
    'const slopes: Record<string, (x: Tensor) => Tensor> = { sin: (x) => cos(x) };',
  ],
  ['Cos', 'minus the input', 'return [multiply(outGrad, sin(negate(node.inputs[0])))];'],
  ['Cos', 'a product with −1 at the end', 'return [mulScalar(multiply(sin(node.inputs[0]), outGrad), -1)];'],
  [
    'Tanh',
    'the square of the hyperbolic secant',
    'const [x] = node.inputs;\n    const e = exp(mulScalar(engine.abs(x), -1));\n    const cosh = mulScalar(addScalar(multiply(e, e), 1), 0.5);\n    const secant = divide(e, cosh);\n    return [multiply(outGrad, multiply(secant, secant))];',
  ],
  [
    'Tanh',
    '(1 + y)(1 − y)',
    'return [multiply(outGrad, multiply(addScalar(node, 1), addScalar(negate(node), 1)))];',
  ],
  [
    'Tanh',
    'four sigmoids',
    'const twice = mulScalar(node.inputs[0], 2);\n    return [mulScalar(multiply(outGrad, multiply(sigmoid(twice), sigmoid(negate(twice)))), 4)];',
  ],
  ['Tanh', 'a power of 2', 'return [engine.subtract(outGrad, multiply(outGrad, powerScalar(node, 2)))];'],
  ['Sigmoid', 'y − y²', 'return [multiply(outGrad, engine.subtract(node, multiply(node, node)))];'],
  [
    'Sigmoid',
    'a quarter of the slope of tanh',
    'const t = tanh(mulScalar(node.inputs[0], 0.5));\n    return [mulScalar(multiply(outGrad, addScalar(negate(multiply(t, t)), 1)), 0.25)];',
  ],
  [
    'Sigmoid',
    'the value by tanh',
    'const y = mulScalar(addScalar(tanh(mulScalar(node.inputs[0], 0.5)), 1), 0.5);\n    return [multiply(outGrad, multiply(y, addScalar(negate(y), 1)))];',
  ],
  [
    'Sigmoid',
    'an exponential that cannot overflow',
    'const [x] = node.inputs;\n    const e = exp(negate(engine.abs(x)));\n    const one = addScalar(e, 1);\n    return [multiply(outGrad, divide(e, multiply(one, one)))];',
  ],
  [
    'EWisePow',
    'the value over the base',
    'const [a, b] = node.inputs;\n    const isZero = engine.mask(a, (x) => Number(x === 0));\n    const safe = add(a, isZero);\n    const slope = multiply(b, power(a, addScalar(b, -1)));\n    return [multiply(outGrad, slope), multiply(outGrad, multiply(node, log(safe)))];',
  ],
  [
    'PowerScalar',
    'the scalar first',
    'if (this.scalar === 0) return [mulScalar(outGrad, 0)];\n    return [multiply(mulScalar(outGrad, this.scalar), powerScalar(node.inputs[0], this.scalar - 1))];',
  ],
  [
    'PowerScalar',
    'small exponents by hand',
    'const [x] = node.inputs;\n    switch (this.scalar) {\n      case 0:\n        return [mulScalar(outGrad, 0)];\n      case 1:\n        return [outGrad];\n      case 2:\n        return [mulScalar(multiply(outGrad, x), 2)];\n      case 3:\n        return [mulScalar(multiply(outGrad, multiply(x, x)), 3)];\n      default:\n        return [mulScalar(multiply(outGrad, powerScalar(x, this.scalar - 1)), this.scalar)];\n    }',
  ],
  [
    'PowerScalar',
    'a class with a cache by node',
    'return [cacheOfPowers.times(outGrad, node, this.scalar)];',
    `
class PowerCache {
  private readonly slopes = new WeakMap<Tensor, Tensor>();
  times(delta: Tensor, node: Node<One>, n: number): Tensor {
    const [x] = node.inputs;
    if (n === 0) return zeros(x.shape, { dtype: x.dtype });
    let slope = this.slopes.get(node);
    if (slope === undefined) {
      slope = mulScalar(powerScalar(x, n - 1), n);
      this.slopes.set(node, slope);
    }
    return multiply(delta, slope);
  }
}
const cacheOfPowers = new PowerCache();`,
  ],
]);
