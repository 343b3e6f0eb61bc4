/**
 * TensorFlow.js on its CPU backend. `npm ci` in adapters/javascript, then
 * `backproof oracle -- node adapters/javascript/tfjs.mjs`.
 */
import * as tf from '@tensorflow/tfjs';
import { Malformed, serve, transform, Unsupported } from '../../dist/oracle/adapter-kit.js';
import { alongLast, axesOf, inverse, only, rangesOf, swap } from './axes.mjs';

const layout = { reshape: tf.reshape, permute: tf.transpose };

/** Vectors become matrices for matMul, and the axis that was added is dropped. */
function matmul(a, b) {
  const left = a.rank === 1 ? tf.expandDims(a, 0) : a;
  const right = b.rank === 1 ? tf.expandDims(b, 1) : b;
  const product = tf.matMul(left, right);
  const dropped = [...(a.rank === 1 ? [product.rank - 2] : []), ...(b.rank === 1 ? [product.rank - 1] : [])];
  return dropped.length > 0 ? tf.squeeze(product, dropped) : product;
}

/** batchNorm takes the statistics as arguments, and the channels last. */
function batchNorm(a, ...more) {
  const { eps } = more.at(-1);
  only(a.rank <= 4, 'batchNorm takes ranks 2 to 4');
  const order = [...axesOf(a.rank, null).filter((axis) => axis !== 1), 1];
  const channelsLast = tf.transpose(a, order);
  const { mean, variance } = tf.moments(channelsLast, axesOf(a.rank - 1, null));
  const [scale, offset] = more.length > 1 ? more : [tf.onesLike(mean), tf.zerosLike(mean)];
  return tf.transpose(tf.batchNorm(channelsLast, mean, variance, offset, scale, eps), inverse(order));
}

const around = ([rows, columns]) => [
  [0, 0],
  [rows, rows],
  [columns, columns],
  [0, 0],
];
function onlyPlain(dilation, groups) {
  only(groups === 1, 'conv2d has no groups');
  only(
    dilation.every((each) => each === 1),
    'conv2d with a dilation has no gradient',
  );
}

const ops = {
  add: tf.add,
  subtract: tf.sub,
  multiply: tf.mul,
  divide: tf.div,
  power: tf.pow,
  maximum: tf.maximum,
  minimum: tf.minimum,
  add_scalar: (a, { scalar }) => tf.add(a, scalar),
  mul_scalar: (a, { scalar }) => tf.mul(a, scalar),
  divide_scalar: (a, { scalar }) => tf.div(a, scalar),
  power_scalar: (a, { scalar }) => tf.pow(a, scalar),
  negate: (a) => tf.neg(a),
  exp: (a) => tf.exp(a),
  log: (a) => tf.log(a),
  sqrt: (a) => tf.sqrt(a),
  sin: (a) => tf.sin(a),
  cos: (a) => tf.cos(a),
  tanh: (a) => tf.tanh(a),
  sigmoid: (a) => tf.sigmoid(a),
  relu: (a) => tf.relu(a),
  abs: (a) => tf.abs(a),
  softplus: (a) => tf.softplus(a),
  erf: (a) => tf.erf(a),
  expm1: (a) => tf.expm1(a),
  log1p: (a) => tf.log1p(a),
  atan2: tf.atan2,
  where: (a, b, { condition }) => {
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    return tf.where(tf.tensor(condition, shape, 'bool'), a, b);
  },
  clip: (a, { min, max }) => tf.clipByValue(a, min ?? -Infinity, max ?? Infinity),
  max: (a, { axes, keepdims }) => tf.max(a, axes, keepdims),
  min: (a, { axes, keepdims }) => tf.min(a, axes, keepdims),
  var: (a, { axes, keepdims, correction }) => {
    only(correction === 0, 'moments divides by the number of entries');
    return tf.moments(a, axes, keepdims).variance;
  },
  cumsum: (a, { axis }) => tf.cumsum(a, axis),
  norm: (a, { axes, keepdims }) => {
    only(axes === null || [1, 2].includes(axesOf(a.rank, axes).length), 'norm takes one axis, two or all');
    return tf.norm(a, 'euclidean', axes, keepdims);
  },
  prod: (a, { axes, keepdims }) => tf.prod(a, axes, keepdims),
  cross_entropy: (a, { labels }) => {
    only(a.shape[1] > 1, 'oneHot takes two classes or more');
    return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(labels, 'int32'), a.shape[1]), a);
  },
  mse_loss: (a, b) => {
    only(String(a.shape) === String(b.shape), 'meanSquaredError does not broadcast');
    return tf.losses.meanSquaredError(a, b);
  },
  batch_norm: batchNorm,
  affine_batch_norm: batchNorm,
  transpose: (a, { axes }) => tf.transpose(a, swap(a.rank, axes)),
  permute: (a, { axes }) => tf.transpose(a, axesOf(a.rank, axes)),
  reshape: (a, { shape }) => tf.reshape(a, shape),
  broadcast_to: (a, { shape }) => tf.broadcastTo(a, shape),
  expand: (a, { shape }) => {
    const added = shape.length - a.rank;
    return tf.broadcastTo(
      a,
      shape.map((size, axis) => (size === -1 ? a.shape[axis - added] : size)),
    );
  },
  summation: (a, { axes, keepdims }) => tf.sum(a, axes, keepdims),
  mean: (a, { axes, keepdims }) => tf.mean(a, axes, keepdims),
  logsumexp: (a, { axes, keepdims }) => tf.logSumExp(a, axes, keepdims),
  softmax: alongLast(layout, (a) => tf.softmax(a)),
  logsoftmax: alongLast(layout, (a) => tf.logSoftmax(a)),
  matmul,
  stack: (...all) => tf.stack(all.slice(0, -1), all.at(-1).axis),
  concat: (...all) => tf.concat(all.slice(0, -1), all.at(-1).axis),
  split: (a, { axis, index }) => tf.unstack(a, axis)[index],
  flip: (a, { axes }) => tf.reverse(a, axes),
  pad: (a, { padding }) => {
    only(a.rank > 0, 'pad takes no scalar');
    only(!padding.flat().some((size) => size < 0), 'pad takes nothing away');
    return tf.pad(a, padding);
  },
  slice: (a, attributes) => {
    only(a.rank > 0, 'slice takes no scalar');
    only(
      attributes.steps.every((step) => Math.abs(step) === 1),
      'only stridedSlice has steps, and it has no gradient',
    );
    const ranges = rangesOf(a.shape, attributes);
    const sizes = ranges.map(({ low, high }) => high - low);
    const backwards = ranges.flatMap((range, axis) => (range.backwards ? [axis] : []));
    const forwards = tf.slice(
      a,
      ranges.map(({ low }) => low),
      sizes,
    );
    return backwards.length > 0 ? tf.reverse(forwards, backwards) : forwards;
  },
  squeeze: (a, { axes }) =>
    axes === null
      ? tf.squeeze(a)
      : tf.reshape(
          a,
          a.shape.filter((_, axis) => !axesOf(a.rank, axes).includes(axis)),
        ),
  unsqueeze: (a, { axes }) =>
    axesOf(a.rank + axes.length, axes)
      .sort((x, y) => x - y)
      .reduce((all, axis) => tf.expandDims(all, axis), a),
  embedding: (a, { indices, indicesShape }) => tf.gather(a, tf.tensor(indices, indicesShape, 'int32')),
  conv: (a, b, { stride, padding }) => tf.conv2d(a, b, stride, padding, 'NHWC', 1, 'floor'),
  conv_general: (a, b, { stride, padding, dilation, groups }) => {
    onlyPlain(dilation, groups);
    return tf.conv2d(a, b, stride, around(padding), 'NHWC', 1, 'floor');
  },
  conv_transpose: (a, b, { stride, padding, dilation, groups, outputPadding }) => {
    onlyPlain(dilation, groups);
    const plane = [0, 1].map(
      (axis) =>
        (a.shape[axis + 1] - 1) * stride[axis] - 2 * padding[axis] + b.shape[axis] + outputPadding[axis],
    );
    return tf.conv2dTranspose(a, b, [a.shape[0], ...plane, b.shape[2]], stride, around(padding), 'floor');
  },
  avg_pool: (a, { kernel, stride }) => tf.avgPool(a, kernel, stride, 'valid'),
};

/** Gradients start from one tensor: one that all outputs lead to, and that hands each its own cotangent. */
function vjp(f, inputs, cotangents) {
  // Clones, as the tape disposes of gradients that it has added up.
  const gradFunc = () => cotangents.map((gradient) => tf.clone(gradient));
  const join = tf.customGrad(() => ({ value: tf.scalar(0), gradFunc }));
  const { grads } = tf.engine().gradients(() => join(...f(inputs)), inputs, undefined, true);
  return grads.map((gradient, at) => gradient ?? tf.zerosLike(inputs[at]));
}

/** Along an axis counted from the end, cumsum returns shapes like [undefined, 3]: they cannot be sent. */
function data(tensor) {
  const { dtype, shape } = tensor;
  if (!shape.every(Number.isInteger))
    throw new Malformed(`a tensor of the shape [${shape.map(String).join(', ')}]`);
  return { dtype, shape, data: [...tensor.dataSync()] };
}

/** What TensorFlow.js says of kernels without a gradient: most often, of those that its own gradients call. */
const lacksGradient = (error) => /gradient function not found/.test(error.message);

async function run(testCase) {
  tf.engine().startScope();
  try {
    return await transform(testCase, library);
  } catch (error) {
    throw lacksGradient(error) ? new Unsupported(error.message) : error;
  } finally {
    tf.engine().endScope();
  }
}

const library = {
  ops,
  vjp,
  leaf: ({ shape, data }) => tf.tensor(Float32Array.from(data), shape, 'float32'),
  data,
};

await serve({
  implementation: {
    name: 'TensorFlow.js',
    version: tf.version.tfjs,
    language: 'JavaScript',
    homepage: 'https://www.tensorflow.org/js',
  },
  ops: Object.keys(ops),
  dtypes: ['float32'],
  modes: ['eager'],
  maxOrder: 2,
  broadcasts: true,
  // Many a gradient throws on an array without entries.
  limits: ['empty'],
  pipeline: 16,
  run,
});
