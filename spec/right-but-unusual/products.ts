import { rulesOf } from './right.js';

export const products = rulesOf('matmul', [
  [
    'MatMul',
    'an einsum for each',
    "const [a, b] = node.inputs;\n    const batch = 'xyz'.slice(0, a.shape.length - 2);\n    const of = (x: string, y: string, z: string) => [batch, x, ',', batch, y, '->', batch, z].join('');\n    return [engine.einsum(of('ij', 'kj', 'ik'), [outGrad, b]), engine.einsum(of('ki', 'kj', 'ij'), [a, outGrad])];",
  ],
  [
    'MatMul',
    'a sum of products that are stretched',
    'const [a, b] = node.inputs;\n    const [n, k] = a.shape.slice(-2) as [number, number];\n    const m = b.shape.at(-1) as number;\n    const batch = a.shape.slice(0, -2);\n    const delta = reshape(outGrad, [...batch, n, 1, m]);\n    const left = engine.summation(engine.multiply(delta, reshape(b, [...batch, 1, k, m])), -1);\n    const right = engine.summation(engine.multiply(delta, reshape(a, [...batch, n, k, 1])), -3);\n    return [left, right];',
  ],
  [
    'MatMul',
    'permutations in the place of transposes',
    'const [a, b] = node.inputs;\n    const swapped = (t: Tensor) => engine.permute(t, [...t.shape.keys()].map((i, _, all) => (i >= all.length - 2 ? 2 * all.length - 3 - i : i)));\n    return [matmul(outGrad, swapped(b)), matmul(swapped(a), outGrad)];',
  ],
  [
    'MatMul',
    'both as transposes of products',
    'const [a, b] = node.inputs;\n    const t = (x: Tensor) => transpose(x);\n    return [t(matmul(b, t(outGrad))), t(matmul(t(outGrad), a))];',
  ],
  [
    'MatMul',
    'an op that multiplies by a transpose',
    'const [a, b] = node.inputs;\n    return [record(new TimesTransposed(), [outGrad, b]), matmul(transpose(a), outGrad)];',
    `
class TimesTransposed extends engine.Op<Two> {
  readonly name = 'times_transposed';
  override outputShape([a, b]: Two): Shape {
    return [...a.shape.slice(0, -1), b.shape.at(-2) as number];
  }
  compute(a: NDArray, b: NDArray): NDArray {
    const [n, m] = a.shape.slice(-2) as [number, number];
    const k = b.shape.at(-2) as number;
    const shape = [...a.shape.slice(0, -1), k];
    const out = engine.allocate(a.dtype, engine.sizeOf(shape));
    for (let p = 0; p < out.length; p++) {
      const [batch, i, j] = [Math.floor(p / (n * k)), Math.floor(p / k) % n, p % k];
      let sum = 0;
      for (let l = 0; l < m; l++) sum += (a.data[(batch * n + i) * m + l] as number) * (b.data[(batch * k + j) * m + l] as number);
      out[p] = sum;
    }
    return new engine.NDArray(a.dtype, shape, out);
  }
  gradient(outGrad: Tensor, node: Node<Two>): Two {
    const [a, b] = node.inputs;
    return [matmul(outGrad, b), matmul(transpose(outGrad), a)];
  }
}`,
  ],
  [
    'MatMul',
    'a Function of three arguments',
    'const [a, b] = node.inputs;\n    return [Times.apply(outGrad, b, true), Times.apply(transpose(a), outGrad, false)];',
    `
class Times extends engine.Function {
  static forward(ctx: any, x: Tensor, y: Tensor, isTransposed: boolean) {
    ctx.isTransposed = isTransposed;
    ctx.saveForBackward(x, y);
    return matmul(x, isTransposed ? transpose(y) : y);
  }
  static backward(ctx: any, delta: Tensor) {
    const [x, y] = ctx.savedTensors;
    return ctx.isTransposed
      ? [matmul(delta, y), matmul(transpose(delta), x), null]
      : [matmul(delta, transpose(y)), matmul(transpose(x), delta), null];
  }
}`,
  ],
  [
    'MatMul',
    'a checkpoint for each',
    'const [a, b] = node.inputs;\n    return [engine.checkpoint((d: any, y: any) => matmul(d, transpose(y)), outGrad, b), engine.checkpoint((x: any, d: any) => matmul(transpose(x), d), a, outGrad)];',
  ],
  [
    'MatMul',
    'adjoints in a map by side',
    "const [a, b] = node.inputs;\n    const sides = new Map<string, Tensor>();\n    sides.set('right', matmul(transpose(a), outGrad)).set('left', matmul(outGrad, transpose(b)));\n    return [sides.get('left') as Tensor, sides.get('right') as Tensor];",
  ],
]);

export const stable = rulesOf('stable', [
  [
    'LogSumExp',
    'exponentials of differences from the value',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    const finite = engine.mask(reshape(node, kept), (v) => Number(Number.isFinite(v)));\n    void finite;\n    return [multiply(reshape(outGrad, kept), softmax(x, this.axes))];',
  ],
  [
    'LogSumExp',
    'the exponential of logsoftmax',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    return [multiply(engine.broadcastTo(reshape(outGrad, kept), x.shape), exp(logsoftmax(x, this.axes)))];',
  ],
  [
    'LogSumExp',
    'exp(x − z)',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    return [multiply(reshape(outGrad, kept), exp(subtract(x, reshape(node, kept))))];',
  ],
  [
    'Softmax',
    'two terms',
    'const scaled = multiply(node, outGrad);\n    return [subtract(scaled, multiply(node, summation(scaled, this.axes, true)))];',
  ],
  [
    'Softmax',
    'a sum that is spread at once',
    'const inner = summation(multiply(node, outGrad), this.axes, true);\n    const spread = engine.broadcastTo(inner, node.shape);\n    return [multiply(subtract(outGrad, spread), node)];',
  ],
  [
    'Softmax',
    'from logsoftmax',
    'const [x] = node.inputs;\n    const p = exp(logsoftmax(x, this.axes));\n    return [multiply(p, subtract(outGrad, summation(multiply(outGrad, p), this.axes, true)))];',
  ],
  [
    'Softmax',
    'an op of its own for the centred adjoint',
    'return [multiply(node, record(new Centred(this.axes), [outGrad, node]))];',
    `
class Centred extends engine.Op<readonly [Tensor, Tensor]> {
  readonly name = 'centred';
  constructor(readonly along: Axes) {
    super();
  }
  compute(delta: NDArray, p: NDArray): NDArray {
    const product = engine.zip(delta, p, (a, b) => a * b);
    const total = engine.repeatTo(reduce(product, this.along, true, engine.sum), delta.shape);
    return engine.zip(delta, total, (a, b) => a - b);
  }
  gradient(outGrad: Tensor, node: any): any {
    const [delta, p] = node.inputs;
    const total = summation(outGrad, this.along, true);
    return [subtract(outGrad, multiply(p, total)), engine.negate(multiply(delta, total))];
  }
}`,
  ],
  [
    'LogSoftmax',
    'softmax anew',
    'return [subtract(outGrad, multiply(softmax(node.inputs[0], this.axes), summation(outGrad, this.axes, true)))];',
  ],
  [
    'LogSoftmax',
    'exp(x − logsumexp)',
    'const [x] = node.inputs;\n    const p = exp(subtract(x, logsumexp(x, this.axes, true)));\n    return [subtract(outGrad, multiply(p, summation(outGrad, this.axes, true)))];',
  ],
  [
    'LogSoftmax',
    'a mean times a count',
    'const kept = reduceShape(node.shape, this.axes, true, this.name);\n    const count = engine.sizeOf(node.shape) / engine.sizeOf(kept);\n    if (!(count > 0)) return [outGrad];\n    const total = engine.mulScalar(engine.mean(outGrad, this.axes, true), count);\n    return [subtract(outGrad, multiply(total, exp(node)))];',
  ],
]);
