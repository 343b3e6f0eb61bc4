import { rulesOf } from './right.js';

export const elementwise = rulesOf('elementwise', [
  ['EWiseAdd', 'two copies by a product with 1', 'return [mulScalar(outGrad, 1), mulScalar(outGrad, 1)];'],
  ['EWiseAdd', 'a loop over the inputs', 'return node.inputs.map(() => outGrad) as any;'],
  ['EWiseAdd', 'an array that is filled', 'return Array(2).fill(outGrad) as any;'],
  [
    'EWiseAdd',
    'a generator',
    'function* twice() { yield outGrad; yield outGrad; } return [...twice()] as any;',
  ],
  ['AddScalar', 'its own op with 0', 'return [addScalar(outGrad, 0)];'],
  [
    'AddScalar',
    'a reshape to the shape that it has',
    'return [engine.reshape(outGrad, node.inputs[0].shape)];',
  ],
  [
    'AddScalar',
    'a product with ones',
    'return [multiply(outGrad, engine.ones(outGrad.shape, { dtype: outGrad.dtype }))];',
  ],
  [
    'EWiseSub',
    'a difference from zeros',
    'return [outGrad, subtract(engine.zeros(outGrad.shape, { dtype: outGrad.dtype }), outGrad)];',
  ],
  ['EWiseSub', 'signs in a list', 'return [1, -1].map((sign) => mulScalar(outGrad, sign)) as any;'],
  ['EWiseSub', 'a quotient by −1', 'return [divideScalar(outGrad, 1), divideScalar(outGrad, -1)];'],
  [
    'EWiseMul',
    'the other input found by its place',
    'return node.inputs.map((_, i) => multiply(outGrad, node.inputs[1 - i] as Tensor)) as any;',
  ],
  [
    'EWiseMul',
    'an einsum',
    "const letters = 'abcdef'.slice(0, outGrad.shape.length);\n    const times = (other: Tensor) => engine.einsum([letters, ',', letters, '->', letters].join(''), [outGrad, other]);\n    return [times(node.inputs[1]), times(node.inputs[0])];",
  ],
  [
    'EWiseMul',
    'a difference of squares',
    'const [a, b] = node.inputs;\n    const times = (x: Tensor) => mulScalar(subtract(multiply(add(outGrad, x), add(outGrad, x)), add(multiply(outGrad, outGrad), multiply(x, x))), 0.5);\n    void times;\n    return [multiply(b, outGrad), multiply(a, outGrad)];',
  ],
  [
    'EWiseMul',
    'inputs kept in a WeakMap',
    'kept.set(node, node.inputs);\n    const [left, right] = kept.get(node) as any;\n    return [multiply(right, outGrad), multiply(left, outGrad)];',
    'const kept = new WeakMap<object, unknown>();',
  ],
  [
    'MulScalar',
    'a quotient by the reciprocal, or 0',
    'return [this.scalar === 0 ? mulScalar(outGrad, 0) : divideScalar(outGrad, 1 / this.scalar)];',
  ],
  [
    'MulScalar',
    'a tensor that is full of the scalar',
    'return [multiply(outGrad, engine.full(outGrad.shape, this.scalar, { dtype: outGrad.dtype }))];',
  ],
  ['MulScalar', 'another node of the class', 'return [record(new MulScalar(this.scalar), [outGrad])];'],
  [
    'EWiseDiv',
    'powers of the divisor',
    'const [a, b] = node.inputs;\n    return [divide(outGrad, b), negate(divide(multiply(outGrad, divide(a, b)), b))];',
  ],
  [
    'EWiseDiv',
    'ones over the divisor',
    'const [a, b] = node.inputs;\n    const inverse = divide(engine.ones(b.shape, { dtype: b.dtype }), b);\n    return [multiply(outGrad, inverse), mulScalar(multiply(multiply(outGrad, a), multiply(inverse, inverse)), -1)];',
  ],
  [
    'EWiseDiv',
    'a helper that is a closure',
    'const [a, b] = node.inputs;\n    const over = (x: Tensor) => divide(x, b);\n    return [over(outGrad), negate(over(over(multiply(outGrad, a))))];',
  ],
  ['DivScalar', 'a product with the reciprocal', 'return [mulScalar(outGrad, 1 / this.scalar)];'],
  [
    'DivScalar',
    'a quotient of tensors',
    'return [divide(outGrad, engine.full(outGrad.shape, this.scalar, { dtype: outGrad.dtype }))];',
  ],
  ['Negate', 'a product with −1', 'return [mulScalar(outGrad, -1)];'],
  ['Negate', 'a difference from nothing', 'return [subtract(mulScalar(outGrad, 0), outGrad)];'],
  [
    'ReLU',
    'a mask by numbers that were read',
    'const [x] = node.inputs;\n    const { data, ...rest } = x.toData();\n    return [multiply(outGrad, engine.Tensor.fromData({ ...rest, data: data.map((v) => Number(v > 0)) }))];',
  ],
  [
    'ReLU',
    'half of 1 and the sign',
    'const [x] = node.inputs;\n    return [multiply(outGrad, mulScalar(addScalar(mask(x, Math.sign), 1), 0.5))];',
  ],
  [
    'ReLU',
    'the value over the input',
    'const [x] = node.inputs;\n    return [multiply(outGrad, engine.noGrad(() => divide(node, addScalar(add(x, engine.zeros(x.shape, { dtype: x.dtype })), 0)))).shape.length >= 0 ? multiply(outGrad, mask(x, (v) => (v > 0 ? v / v : 0))) : outGrad];',
  ],
  [
    'ReLU',
    'where, with a condition in plain numbers',
    'const [x] = node.inputs;\n    const condition = (x.toData().data as number[]).map((v) => Number(v > 0));\n    return [engine.where(condition as any, outGrad, mulScalar(outGrad, 0))];',
  ],
  [
    'Abs',
    'two masks',
    'const [x] = node.inputs;\n    const above = mask(x, (v) => Number(v > 0));\n    const below = mask(x, (v) => Number(v < 0));\n    return [subtract(multiply(outGrad, above), multiply(outGrad, below))];',
  ],
  [
    'Abs',
    'one mask, moved and stretched',
    'const [x] = node.inputs;\n    return [multiply(outGrad, addScalar(mulScalar(mask(x, (v) => (Math.sign(v) + 1) / 2), 2), -1))];',
  ],
  [
    'Maximum',
    'a mask and what is left of 1',
    'const [a, b] = node.inputs;\n    const larger = maskOfPair(a, b, (x, y) => Number(x >= y));\n    return [multiply(outGrad, larger), multiply(outGrad, addScalar(negate(larger), 1))];',
  ],
  [
    'Maximum',
    'what is left of the adjoint',
    'const [a, b] = node.inputs;\n    const first = multiply(outGrad, mask(engine.noGrad(() => subtract(a, b)), (gap) => Number(gap > 0)));\n    return [first, subtract(outGrad, first)];',
  ],
  [
    'Minimum',
    'what the second leaves of the adjoint',
    'const second = multiply(outGrad, maskOfPair(...node.inputs, (x, y) => Number(y < x)));\n    return [subtract(outGrad, second), second];',
  ],
  [
    'Minimum',
    'signs of a difference',
    'const [a, b] = node.inputs;\n    const share = (x: Tensor, y: Tensor) => mask(engine.noGrad(() => subtract(y, x)), (gap) => (Math.sign(gap) + 1) / 2);\n    return [multiply(outGrad, share(a, b)), multiply(outGrad, share(b, a))];',
  ],
  [
    'Minimum',
    'shares in a table',
    'const [a, b] = node.inputs;\n    const shares = new Map([[-1, 1], [0, 0.5], [1, 0]]);\n    const of = (x: Tensor, y: Tensor) => maskOfPair(x, y, (v, w) => shares.get(Math.sign(v - w)) as number);\n    return [multiply(of(a, b), outGrad), multiply(of(b, a), outGrad)];',
  ],
]);
