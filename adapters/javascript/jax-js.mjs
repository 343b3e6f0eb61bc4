/**
 * jax-js, eager and jitted. `npm ci` in adapters/javascript, then
 * `backproof oracle -- node adapters/javascript/jax-js.mjs`; a device may follow: cpu (default) or wasm.
 */
import { readFileSync } from 'node:fs';
import { serve, transform } from '../../dist/oracle/adapter-kit.js';
import { axesOf, only, rangesOf, swap } from './axes.mjs';

// It expects more of JavaScript than Node 20 has. No case has the dtype float16; einsum maps over an iterator.
globalThis.navigator ??= {};
globalThis.Float16Array ??= class Float16Array {};
const iterator = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
for (const name of ['map', 'filter']) {
  iterator[name] ??= function (f) {
    return [...this][name](f).values();
  };
}
const jax = await import('@jax-js/jax');
const { lax, nn, numpy: np } = jax;
await jax.init();
jax.defaultDevice(process.argv[2] ?? 'cpu');

const integers = (data, shape) => np.array(data, { dtype: np.int32 }).reshape(shape);
const bits = (data, shape) => np.array(data.map(Boolean), { dtype: np.bool }).reshape(shape);
const over =
  (reduce) =>
  (a, { axes, keepdims }) =>
    reduce(a, axes, { keepdims });
const withScalar =
  (compute) =>
  (a, { scalar }) =>
    compute(a, scalar);

function slice(a, attributes) {
  only(
    attributes.steps.every((step) => Math.abs(step) === 1),
    'slice has no steps',
  );
  const ranges = rangesOf(a.shape, attributes);
  const backwards = ranges.flatMap((range, axis) => (range.backwards ? [axis] : []));
  return np.flip(a.slice(...ranges.map(({ low, high }) => [low, high])), backwards);
}

/** Its convolutions have the channels before the height and width. */
const channelsFirst = (a) => np.transpose(a, [0, 3, 1, 2]);
const channelsLast = (a) => np.transpose(a, [0, 2, 3, 1]);

function gather(a, { axis, index, indexShape }) {
  const along = (axis + a.ndim) % a.ndim;
  only(
    indexShape.every((size, other) => other === along || size === a.shape[other]),
    'takeAlongAxis takes an index as long as the array',
  );
  return np.takeAlongAxis(a, integers(index, indexShape), axis);
}

/** It takes one batch axis, and another for heads. */
function attention(query, key, value, ...more) {
  const [{ causal }, mask] = [more.at(-1), more.length > 1 ? more[0] : undefined];
  only(key.shape.at(-1) === value.shape.at(-1), 'dotProductAttention takes values as long as keys');
  const headed = (a) => np.reshape(a, [-1, a.shape.at(-2), 1, a.shape.at(-1)]);
  const bias = mask && { bias: np.reshape(mask, [-1, 1, ...mask.shape.slice(-2)]) };
  const shape = [...query.shape.slice(0, -1), value.shape.at(-1)];
  const found = nn.dotProductAttention(headed(query), headed(key), headed(value), {
    isCausal: causal,
    ...bias,
  });
  return np.reshape(found, shape);
}

const table = {
  add: np.add,
  subtract: np.subtract,
  multiply: np.multiply,
  divide: np.trueDivide,
  power: np.power,
  maximum: np.maximum,
  minimum: np.minimum,
  add_scalar: withScalar(np.add),
  mul_scalar: withScalar(np.multiply),
  divide_scalar: withScalar(np.trueDivide),
  power_scalar: withScalar(np.power),
  negate: np.negative,
  exp: np.exp,
  log: np.log,
  sqrt: np.sqrt,
  sin: np.sin,
  cos: np.cos,
  tanh: np.tanh,
  sigmoid: nn.sigmoid,
  relu: nn.relu,
  abs: np.absolute,
  where: (a, b, { condition }) => np.where(bits(condition, np.broadcastShapes(a.shape, b.shape)), a, b),
  clip: (a, { min, max }) => np.clip(a, min ?? undefined, max ?? undefined),
  softplus: nn.softplus,
  silu: nn.silu,
  hardswish: nn.hardSwish,
  erf: lax.erf,
  expm1: np.expm1,
  log1p: np.log1p,
  atan2: np.atan2,
  gelu: (a, { approximate }) => nn.gelu(a, { approximate: approximate === 'tanh' }),
  max: over(np.max),
  min: over(np.min),
  var: (a, { axes, keepdims, correction }) => np.var_(a, axes, { keepdims, correction }),
  cumsum: (a, { axis }) => np.cumsum(a, axis),
  std: (a, { axes, keepdims, correction }) => np.std(a, axes, { keepdims, correction }),
  prod: over(np.prod),
  cumprod: (a, { axis }) => np.cumprod(a, axis),
  sort: (a, { axis, descending }) => (descending ? np.flip(np.sort(a, axis), axis) : np.sort(a, axis)),
  layer_norm: (a, { axes, eps }) => nn.standardize(a, axes, { epsilon: eps }),
  detach: lax.stopGradient,
  transpose: (a, { axes }) => np.transpose(a, swap(a.ndim, axes)),
  permute: (a, { axes }) => np.transpose(a, axesOf(a.ndim, axes)),
  reshape: (a, { shape }) => np.reshape(a, shape),
  broadcast_to: (a, { shape }) => np.broadcastTo(a, shape),
  summation: over(np.sum),
  mean: over(np.mean),
  logsumexp: over(nn.logsumexp),
  softmax: (a, { axes }) => nn.softmax(a, axes),
  logsoftmax: (a, { axes }) => nn.logSoftmax(a, axes),
  matmul: np.matmul,
  stack: (...all) => np.stack(all.slice(0, -1), all.at(-1).axis),
  concat: (...all) => np.concatenate(all.slice(0, -1), all.at(-1).axis),
  flip: (a, { axes }) => np.flip(a, axes),
  split: (a, { axis, index }) =>
    a.slice(...a.shape.map((_, other) => (other === (axis + a.ndim) % a.ndim ? index : []))),
  pad: (a, { padding }) => {
    only(!padding.flat().some((size) => size < 0), 'pad takes nothing away');
    return np.pad(a, padding);
  },
  slice,
  squeeze: (a, { axes }) => np.squeeze(a, axes),
  unsqueeze: (a, { axes }) => np.expandDims(a, axes),
  gather,
  embedding: (a, { indices, indicesShape }) => np.take(a, integers(indices, indicesShape), 0),
  einsum: (...all) => np.einsum(all.at(-1).equation, ...all.slice(0, -1)),
  conv: (a, b, { stride, padding }) => {
    const padded = [
      [padding, padding],
      [padding, padding],
    ];
    const weight = np.transpose(b, [3, 2, 0, 1]);
    return channelsLast(lax.convGeneralDilated(channelsFirst(a), weight, [stride, stride], padded));
  },
  attention,
  conv_general: (a, b, { stride, padding, dilation, groups }) => {
    const padded = padding.map((each) => [each, each]);
    const weight = np.transpose(b, [3, 2, 0, 1]);
    const options = { rhsDilation: dilation, featureGroupCount: groups };
    return channelsLast(lax.convGeneralDilated(channelsFirst(a), weight, stride, padded, options));
  },
  conv_transpose: (a, b, { stride, padding, dilation, groups, outputPadding }) => {
    only(groups === 1, 'written for one group');
    const padded = padding.map((each, axis) => {
      const before = dilation[axis] * (b.shape[axis] - 1) - each;
      return [before, before + outputPadding[axis]];
    });
    only(!padded.flat().some((size) => size < 0), 'a convolution takes nothing away');
    const weight = np.transpose(np.flip(b, [0, 1]), [2, 3, 0, 1]);
    const options = { lhsDilation: stride, rhsDilation: dilation };
    return channelsLast(lax.convGeneralDilated(channelsFirst(a), weight, [1, 1], padded, options));
  },
  avg_pool: (a, { kernel, stride }) =>
    channelsLast(lax.reduceWindow(channelsFirst(a), np.mean, [kernel, kernel], [stride, stride])),
};

// jax-js frees an array when it was used, unless a reference was taken before. So operands are handed on as
// references, and what a program made is let go in the end.
const references = (tensors) => tensors.map((tensor) => tensor.ref);
const free = (tensors) => {
  for (const tensor of tensors) tensor.dispose();
};
let made = [];
const ops = Object.fromEntries(
  Object.entries(table).map(([name, compute]) => [
    name,
    (...all) => {
      made.push(compute(...all.map((each) => each.ref ?? each)));
      return made.at(-1);
    },
  ]),
);
const eager = (f) => (inputs) => {
  made = [];
  const outputs = references(f(inputs));
  free(made);
  return outputs;
};

/** The function as jax-js wants it: it uses up its arguments. */
const consuming = (f) => (inputs) => {
  const outputs = f(inputs);
  free(inputs);
  return outputs;
};

const modes = {
  eager,
  jit: (f) => {
    const compiled = jax.jit(consuming(eager(f)));
    return (inputs) => compiled(references(inputs));
  },
};

function vjp(f, inputs, cotangents) {
  const [outputs, backward] = jax.vjp(consuming(f), [references(inputs)]);
  free(outputs);
  const [gradients] = backward(references(cotangents));
  backward.dispose();
  return gradients;
}

/** Constants of the program have no tangent, and none comes back where no input reaches. */
function jvp(f, inputs, tangents) {
  const [outputs, found] = jax.jvp(consuming(f), [references(inputs)], [references(tangents)]);
  return { outputs, tangents: found };
}

const library = {
  ops,
  vjp,
  jvp,
  leaf: ({ dtype, shape, data }) => np.array(data, { dtype }).reshape(shape),
  data: (tensor) => ({ dtype: tensor.dtype, shape: tensor.shape, data: [...tensor.dataSync()] }),
};

const manifest = JSON.parse(readFileSync(new URL('node_modules/@jax-js/jax/package.json', import.meta.url)));
await serve({
  implementation: {
    name: `jax-js on ${jax.defaultDevice()}`,
    version: manifest.version,
    language: 'JavaScript',
    homepage: 'https://jax-js.com',
  },
  ops: Object.keys(ops),
  dtypes: ['float32', 'float64'],
  modes: Object.keys(modes),
  maxOrder: 2,
  broadcasts: true,
  jvp: true,
  // Many a gradient throws on an array without entries. Where an output does not depend on the inputs, vjp mixes up
  // the cotangents: that spoils every second order with an unused input.
  limits: ['empty', 'unused-input', 'letter-broadcast'],
  pipeline: 16,
  run: (testCase) => transform(testCase, { ...library, compile: modes[testCase.mode] }),
});
