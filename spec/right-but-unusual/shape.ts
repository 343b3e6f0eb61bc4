import { rulesOf } from './right.js';

/** Sums over leading axes, then over those of size 1, one at a time. */
const unbroadcast = `
function unbroadcast(delta: Tensor, shape: Shape): Tensor {
  let result = delta;
  while (result.shape.length > shape.length) result = summation(result, 0);
  shape.forEach((size, axis) => {
    if (size === 1 && result.shape[axis] !== 1) result = summation(result, axis, true);
  });
  return result;
}
`;

export const shape = rulesOf('shape', [
  [
    'Reshape',
    'to one axis first',
    'return [reshape(reshape(outGrad, [sizeOf(outGrad.shape)]), node.inputs[0].shape)];',
  ],
  [
    'Reshape',
    'a new node of the class',
    'return [record(new Reshape([...node.inputs[0].shape]), [outGrad])];',
  ],
  [
    'Transpose',
    'the axes exchanged',
    'return [transpose(outGrad, this.axes === null ? null : [this.axes[1], this.axes[0]])];',
  ],
  [
    'Transpose',
    'as a permutation',
    'const rank = outGrad.shape.length;\n    const [i, j] = (this.axes ?? [-2, -1]).map((axis) => (axis + rank) % rank) as [number, number];\n    const order = outGrad.shape.map((_, axis) => (axis === i ? j : axis === j ? i : axis));\n    return [permute(outGrad, order)];',
  ],
  [
    'Transpose',
    'three times',
    'return [transpose(transpose(transpose(outGrad, this.axes), this.axes), this.axes)];',
  ],
  [
    'Permute',
    'the inverse by searching',
    'const order = this.axes.map((axis) => (axis + this.axes.length) % this.axes.length);\n    return [permute(outGrad, order.map((_, axis) => order.indexOf(axis)))];',
  ],
  [
    'Permute',
    'the inverse by writing to places',
    'const rank = this.axes.length;\n    const back: number[] = [];\n    this.axes.forEach((from, to) => { back[from < 0 ? from + rank : from] = to; });\n    return [permute(outGrad, back)];',
  ],
  [
    'Permute',
    'the inverse by sorting',
    'const rank = this.axes.length;\n    const order = this.axes.map((axis) => (axis + rank) % rank);\n    return [permute(outGrad, [...order.keys()].sort((i, j) => (order[i] as number) - (order[j] as number)))];',
  ],
  [
    'Permute',
    'an einsum',
    "const rank = this.axes.length;\n    const letters = 'abcdef'.slice(0, rank);\n    const moved = this.axes.map((axis) => letters[(axis + rank) % rank]).join('');\n    return [engine.einsum([moved, letters].join('->'), [outGrad])];",
  ],
  ['BroadcastTo', 'axis after axis', 'return [unbroadcast(outGrad, node.inputs[0].shape)];', unbroadcast],
  [
    'BroadcastTo',
    'a mean times its count',
    'const [{ shape: small }] = node.inputs;\n    const added = outGrad.shape.length - small.length;\n    const axes = [...outGrad.shape.keys()].filter((axis) => axis < added || small[axis - added] !== outGrad.shape[axis]);\n    const count = axes.reduce((product, axis) => product * outGrad.shape[axis], 1);\n    const total = axes.length > 0 && count > 0 ? engine.mulScalar(engine.mean(outGrad, axes), count) : summation(outGrad, axes);\n    return [reshape(total, small)];',
  ],
  [
    'BroadcastTo',
    'size by size from the right',
    'const [x] = node.inputs;\n    const added = outGrad.shape.length - x.shape.length;\n    const axes = outGrad.shape.flatMap((n, axis) => (axis < added || (x.shape[axis - added] === 1 && n !== 1) ? [axis] : []));\n    const kept = summation(outGrad, axes, true);\n    return [reshape(kept, x.shape)];',
  ],
  [
    'BroadcastTo',
    'a product with a column of ones',
    'const [x] = node.inputs;\n    const rank = node.shape.length;\n    const repeated = broadcastAxes(x.shape, node.shape);\n    const others = [...node.shape.keys()].filter((axis) => !repeated.includes(axis));\n    const moved = rank === 0 ? outGrad : permute(outGrad, [...others, ...repeated]);\n    const sizes = (axes: readonly number[]) => axes.reduce((n, axis) => n * (node.shape[axis] as number), 1);\n    const matrix = reshape(moved, [sizes(others), sizes(repeated)]);\n    const column = engine.ones([sizes(repeated), 1], { dtype: x.dtype });\n    return [reshape(engine.matmul(matrix, column), x.shape)];',
  ],
  [
    'BroadcastTo',
    'negative axes',
    'const [x] = node.inputs;\n    const rank = node.shape.length;\n    return [reshape(summation(outGrad, broadcastAxes(x.shape, node.shape).map((axis) => axis - rank)), x.shape)];',
  ],
  [
    'BroadcastTo',
    'ungather of all entries',
    'const [x] = node.inputs;\n    const added = node.shape.length - x.shape.length;\n    const index = Array.from({ length: sizeOf(node.shape) }, (_, at) => {\n      let [rest, place, stride] = [at, 0, 1];\n      for (let axis = node.shape.length - 1; axis >= added; axis--) {\n        const size = x.shape[axis - added] as number;\n        place += (size === 1 ? 0 : rest % (node.shape[axis] as number)) * stride;\n        rest = Math.floor(rest / (node.shape[axis] as number));\n        stride *= size;\n      }\n      return place;\n    });\n    const flat = reshape(outGrad, [sizeOf(node.shape)]);\n    return [reshape(engine.ungather(flat, [sizeOf(x.shape)], { axis: 0, index, indexShape: [index.length] }), x.shape)];',
  ],
  [
    'Summation',
    'a product with ones',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    return [engine.multiply(reshape(outGrad, kept), engine.ones(x.shape, { dtype: x.dtype }))];',
  ],
  [
    'Summation',
    'the shape with ones by hand',
    'const [x] = node.inputs;\n    const rank = x.shape.length;\n    const axes = this.axes === null ? [...x.shape.keys()] : [this.axes].flat().map((axis: number) => (axis + rank) % rank);\n    return [broadcastTo(reshape(outGrad, x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n))), x.shape)];',
  ],
  [
    'Summation',
    'axes that are put back one by one',
    'const [x] = node.inputs;\n    if (this.keepdims) return [broadcastTo(outGrad, x.shape)];\n    const rank = x.shape.length;\n    const axes = this.axes === null ? [...x.shape.keys()] : [this.axes].flat().map((axis: number) => (axis + rank) % rank);\n    const back = [...axes].sort((i, j) => i - j).reduce((t, axis) => engine.unsqueeze(t, [axis]), outGrad);\n    return [broadcastTo(back, x.shape)];',
  ],
  [
    'Summation',
    'zeros that the adjoint is added to',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    return [engine.add(engine.zeros(x.shape, { dtype: x.dtype }), reshape(outGrad, kept))];',
  ],
  [
    'Mean',
    'a sum that is divided',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    const spread = broadcastTo(reshape(outGrad, kept), x.shape);\n    return [divideScalar(spread, sizeOf(x.shape) / sizeOf(kept))];',
  ],
  [
    'Mean',
    'a count of the entries that were averaged',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    const count = x.shape.reduce((n, size, axis) => (kept[axis] === size ? n : n * size), 1);\n    return [engine.divide(broadcastTo(reshape(outGrad, kept), x.shape), engine.full(x.shape, count, { dtype: x.dtype }))];',
  ],
  [
    'Mean',
    'a product with the reciprocal of the count',
    'const [x] = node.inputs;\n    const kept = reduceShape(x.shape, this.axes, true, this.name);\n    return [engine.mulScalar(broadcastTo(reshape(outGrad, kept), x.shape), sizeOf(kept) / sizeOf(x.shape))];',
  ],
]);
