/** jax-js, jitted: `node jax-js.mjs wasm|cpu`. */

import { serve } from './serve.mjs';
import { versionOf } from './version.mjs';

// It expects more of JavaScript than Node 20 has.
globalThis.navigator ??= {};
globalThis.Float16Array ??= class Float16Array {};
const iterator = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
for (const name of ['map', 'filter']) {
  iterator[name] ??= function (f) {
    return [...this][name](f).values();
  };
}
const device = process.argv[2] ?? 'wasm';
const jax = await import('@jax-js/jax');
const { lax, nn, numpy: np } = jax;
await jax.init();
jax.defaultDevice(device);

/** Ops use up their operands, so each is given a reference of its own. What is left over after tracing costs no time. */
const keeping =
  (compute) =>
  (...operands) =>
    compute(...operands.map((each) => each.ref ?? each));

/** It computes what is read only: reading the output of a compiled function computes its gradients, too. */
function prepare(f, tensors, wanted) {
  if (wanted.length === 0) {
    const compiled = jax.jit(f);
    // Without a copy of the output, which is large.
    return async () => ({
      output: await compiled(...tensors.map((tensor) => tensor.ref)).blockUntilReady(),
      gradients: [],
    });
  }
  const compiled = jax.jit(jax.valueAndGrad(f, { argnums: wanted }));
  return () => {
    const [output, gradients] = compiled(...tensors.map((tensor) => tensor.ref));
    output.ref.dataSync();
    return { output, gradients };
  };
}

await serve({
  name: `jax-js jit ${device}`,
  version: versionOf('@jax-js/jax'),
  dtypes: ['float32', 'float64'],
  layouts: {
    conv: [
      [0, 3, 1, 2],
      [3, 2, 0, 1],
    ],
  },
  ops: {
    add: keeping(np.add),
    subtract: keeping(np.subtract),
    multiply: keeping(np.multiply),
    multiplyBy: keeping(np.multiply),
    addNumber: keeping(np.add),
    relu: keeping(nn.relu),
    sum: keeping((a) => np.sum(a)),
    matmul: keeping(np.matmul),
    concat: (all) =>
      np.concatenate(
        all.map((each) => each.ref),
        0,
      ),
    conv: keeping((images, weight) =>
      lax.convGeneralDilated(
        images,
        weight,
        [1, 1],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ),
    broadcastTo: keeping(np.broadcastTo),
    transpose: keeping((a) => np.transpose(a)),
    sumOfAxis0: keeping((a) => np.sum(a, 0)),
    einsum: keeping(np.einsum),
  },
  tensor: (dtype, shape, data) => np.array(data, { dtype }).reshape(shape),
  prepare,
  read: (tensor) => tensor.ref.dataSync(),
  free: ({ output, gradients }) => {
    for (const each of [output, ...gradients]) each.dispose();
  },
});
