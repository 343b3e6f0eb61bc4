/** js-pytorch. `npm ci` in adapters/javascript, then `backproof oracle -- node adapters/javascript/js-pytorch.mjs`. */
import { readFileSync } from 'node:fs';
import { torch } from 'js-pytorch';
import { serve, transform } from '../../dist/oracle/adapter-kit.js';
import { alongAxes, axesOf, only, overAxes } from './axes.mjs';

const { nn, Tensor } = torch;
// It transposes neighbours only, so that no axes can be merged: one axis at a time.
const layout = {
  reshape: (a, shape) => {
    only(shape.length > 0, 'there are no scalars');
    return a.reshape(shape);
  },
  permute: (a, order) => {
    only(
      order.every((axis, at) => axis === at),
      'transpose swaps neighbours only',
    );
    return a;
  },
};

/** A reduction drops an axis. What it makes of the last one is a number in a tensor of shape [1]. */
const reduction = (reduce) =>
  overAxes(layout, (a, axis) => {
    only(a.ndims > 1, 'there are no scalars');
    return reduce(a, axis);
  });

/** Operands may have more axes than the other, but none is stretched. */
function fit(first, second) {
  const [long, short] = first.length >= second.length ? [first, second] : [second, first];
  const rest = long.slice(long.length - short.length);
  only(
    short.every((size, axis) => size === rest[axis]),
    'an axis of size 1 is not stretched',
  );
}
const binary = (name) => (a, b) => {
  fit(a.shape, b.shape);
  return a[name](b);
};
const unary = (name) => (a) => a[name]();
const withScalar =
  (name) =>
  (a, { scalar }) =>
    a[name](scalar);

const ops = {
  add: binary('add'),
  subtract: binary('sub'),
  multiply: binary('mul'),
  divide: binary('div'),
  add_scalar: withScalar('add'),
  mul_scalar: withScalar('mul'),
  divide_scalar: withScalar('div'),
  power_scalar: withScalar('pow'),
  negate: unary('neg'),
  exp: unary('exp'),
  log: unary('log'),
  sqrt: unary('sqrt'),
  relu: (a) => new nn.ReLU().forward(a),
  summation: reduction((a, axis) => a.sum(axis)),
  mean: reduction((a, axis) => a.mean(axis)),
  var: overAxes(layout, (a, axis, { correction }) => {
    only(correction === 0, 'variance divides by the number of entries');
    only(a.ndims > 1, 'there are no scalars');
    return a.variance(axis);
  }),
  softmax: alongAxes(layout, (a, axis) => new nn.Softmax().forward(a, axis)),
  transpose: (a, { axes }) => {
    const [first, second] = axesOf(a.ndims, axes ?? [-2, -1]);
    only(Math.abs(first - second) === 1, 'transpose swaps neighbours only');
    return a.transpose(first, second);
  },
  reshape: (a, { shape }) => layout.reshape(a, shape),
  matmul: (a, b) => {
    only(a.ndims > 1 && b.ndims > 1, 'matmul takes no vector');
    fit(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return a.matmul(b);
  },
  embedding: (a, { indices, indicesShape }) => {
    only(indicesShape.length === 1, 'at takes a list of indices');
    return a.at(indices);
  },
};

/** Gradients start from one node: one that all outputs lead to, and that hands each its own cotangent. */
function vjp(f, inputs, cotangents) {
  const leaves = inputs.map(({ data }) => new Tensor(data, true));
  const outputs = f(leaves);
  const root = {};
  for (const output of outputs) output.children.push(root);
  outputs.forEach((output, at) => {
    if (output.requires_grad) output.backward(cotangents[at], root);
  });
  return leaves.map((leaf) => leaf._grad);
}

const manifest = JSON.parse(readFileSync(new URL('node_modules/js-pytorch/package.json', import.meta.url)));
await serve({
  implementation: {
    name: 'js-pytorch',
    version: manifest.version,
    language: 'TypeScript',
    homepage: 'https://eduardoleao052.github.io/js-pytorch/site/',
  },
  ops: Object.keys(ops),
  dtypes: ['float64'],
  modes: ['eager'],
  maxOrder: 1,
  broadcasts: true,
  limits: ['zero-d', 'empty'],
  pipeline: 16,
  run: (testCase) =>
    transform(testCase, {
      ops,
      vjp,
      leaf: ({ shape, data }) => new Tensor(shape.length > 0 ? torch._reshape(data, shape) : data),
      data: ({ shape, data }) => ({ dtype: 'float64', shape, data: data.flat(Infinity) }),
    }),
});
