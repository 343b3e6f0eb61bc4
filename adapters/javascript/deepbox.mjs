/** deepbox. `npm ci` in adapters/javascript, then `backproof oracle -- node adapters/javascript/deepbox.mjs`. */
import { readFileSync } from 'node:fs';
import { ndarray, nn } from 'deepbox';
import { serve, transform } from '../../dist/oracle/adapter-kit.js';
import { alongAxes, axesOf, only, overAxes, swap } from './axes.mjs';

const { GradTensor, Tensor } = ndarray;
const arrays = { float64: Float64Array, float32: Float32Array };
const tensorOf = (dtype, shape, data) =>
  Tensor.fromTypedArray({ data: arrays[dtype].from(data), shape, dtype, device: 'cpu' });
const integers = (data, shape) =>
  Tensor.fromTypedArray({ data: Int32Array.from(data), shape, dtype: 'int32', device: 'cpu' });

const layout = { reshape: (a, shape) => a.reshape(shape), permute: (a, order) => a.transpose(order) };
const reduction = (name) => overAxes(layout, (a, axis) => a[name](axis));
const unary = (name) => (a) => a[name]();
const binary = (name) => (a, b) => a[name](b);
const withScalar =
  (name) =>
  (a, { scalar }) =>
    a[name](GradTensor.scalar(scalar, { dtype: a.dtype }));

/** Layers and the softmax want an entry at least. */
const filled = (compute) => (a, attributes) => {
  only(a.size > 0, 'an array without entries');
  return compute(a, attributes);
};

/** A layer whose images have the channels before the height and width. */
const onImages = (layer, a) => layer.forward(a.transpose([0, 3, 1, 2])).transpose([0, 2, 3, 1]);

const ops = {
  add: binary('add'),
  subtract: binary('sub'),
  multiply: binary('mul'),
  divide: binary('div'),
  add_scalar: withScalar('add'),
  mul_scalar: withScalar('mul'),
  divide_scalar: withScalar('div'),
  power_scalar: (a, { scalar }) => a.pow(scalar),
  negate: unary('neg'),
  exp: unary('exp'),
  log: unary('log'),
  sqrt: unary('sqrt'),
  tanh: unary('tanh'),
  sigmoid: unary('sigmoid'),
  relu: unary('relu'),
  abs: unary('abs'),
  detach: unary('detach'),
  clip: (a, { min, max }) => a.clip(min ?? -Infinity, max ?? Infinity),
  softplus: (a) => new nn.Softplus().forward(a),
  silu: (a) => new nn.SiLU().forward(a),
  hardswish: (a) => new nn.Hardswish().forward(a),
  gelu: (a, { approximate }) => {
    only(approximate === 'tanh', 'gelu is the approximation by tanh');
    return a.gelu();
  },
  max: reduction('max'),
  min: reduction('min'),
  summation: reduction('sum'),
  mean: reduction('mean'),
  var: overAxes(layout, (a, axis, { correction }) => ndarray.varianceGrad(a, axis, correction)),
  softmax: filled(alongAxes(layout, (a, axis) => ndarray.softmaxGrad(a, axis))),
  logsoftmax: filled(alongAxes(layout, (a, axis) => ndarray.logSoftmaxGrad(a, axis))),
  cross_entropy: (a, { labels }) => nn.crossEntropyLoss(a, integers(labels, [labels.length])),
  mse_loss: (a, b) => nn.mseLoss(a, b),
  layer_norm: filled((a, { axes, eps }) => {
    const named = axesOf(a.ndim, axes).sort((x, y) => x - y);
    only(named.length > 0 && named[0] === a.ndim - named.length, 'LayerNorm takes the last axes');
    return new nn.LayerNorm(a.shape.slice(named[0]), { eps, elementwiseAffine: false }).forward(a);
  }),
  batch_norm: filled((a, { eps }) => {
    only(a.dtype === 'float32', 'BatchNorm keeps its statistics in float32');
    const Layer = { 2: nn.BatchNorm1d, 3: nn.BatchNorm1d, 4: nn.BatchNorm2d, 5: nn.BatchNorm3d }[a.ndim];
    only(Layer !== undefined, 'BatchNorm takes ranks 2 to 5');
    return new Layer(a.shape[1], { eps, affine: false }).forward(a);
  }),
  transpose: (a, { axes }) => a.transpose(swap(a.ndim, axes)),
  permute: (a, { axes }) => a.transpose(axesOf(a.ndim, axes)),
  reshape: (a, { shape }) => a.reshape(shape),
  matmul: (a, b) => {
    const batches = [a, b].map(({ shape }) => String(shape.slice(0, -2)));
    only(batches[0] === batches[1], 'matmul takes batches of one shape');
    return a.matmul(b);
  },
  stack: (...all) => {
    const { axis } = all.pop();
    only(axis === 0 || axis === -all[0].ndim - 1, 'stackGrad puts the new axis first');
    return ndarray.stackGrad(all);
  },
  concat: (...all) => ndarray.concatGrad(all.slice(0, -1), all.at(-1).axis),
  split: (a, { axis, index }) =>
    a.slice(...a.shape.map((_, other) => (other === (axis + a.ndim) % a.ndim ? index : {}))),
  slice: (a, { starts, stops, steps }) =>
    a.slice(
      ...steps.map((step, axis) => ({
        step,
        ...(starts[axis] !== null && { start: starts[axis] }),
        ...(stops[axis] !== null && { end: stops[axis] }),
      })),
    ),
  embedding: (a, { indices, indicesShape }) => {
    only(indicesShape.length === 1, 'gather takes a list of indices');
    return a.gather(GradTensor.fromTensor(integers(indices, indicesShape)), 0);
  },
  avg_pool: (a, { kernel, stride }) => onImages(new nn.AvgPool2d(kernel, { stride }), a),
};

/** Gradients start from one node: one that all outputs lead to, and that hands each its own cotangent. */
function vjp(f, inputs, cotangents) {
  const leaves = inputs.map(({ tensor }) => GradTensor.fromTensor(tensor, { requiresGrad: true }));
  const edges = f(leaves).map((output, at) => [output, () => cotangents[at].tensor]);
  ndarray.customOp(tensorOf('float64', [], [0]), edges).backward();
  return leaves.map((leaf) => GradTensor.fromTensor(leaf.grad ?? ndarray.zerosLike(leaf.tensor)));
}

const manifest = JSON.parse(readFileSync(new URL('node_modules/deepbox/package.json', import.meta.url)));
await serve({
  implementation: {
    name: 'deepbox',
    version: manifest.version,
    language: 'TypeScript',
    homepage: 'https://deepbox.dev',
  },
  ops: Object.keys(ops),
  dtypes: ['float64', 'float32'],
  modes: ['eager'],
  maxOrder: 1,
  broadcasts: true,
  pipeline: 16,
  run: (testCase) =>
    transform(testCase, {
      ops,
      vjp,
      leaf: ({ dtype, shape, data }) => GradTensor.fromTensor(tensorOf(dtype, shape, data)),
      data: ({ dtype, shape, tensor }) => ({ dtype, shape, data: [tensor.toArray()].flat(Infinity) }),
    }),
});
