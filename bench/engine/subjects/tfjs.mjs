/** TensorFlow.js: `node tfjs.mjs cpu|wasm`. */
import * as tf from '@tensorflow/tfjs';
import { serve } from './serve.mjs';

const backend = process.argv[2] ?? 'cpu';
if (backend === 'wasm') {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(new URL('../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname);
}
await tf.setBackend(backend);

function prepare(f, tensors, wanted) {
  if (wanted.length === 0) return () => ({ output: tf.tidy(() => f(...tensors)), gradients: [] });
  const chosen = wanted.map((at) => tensors[at]);
  const both = tf.valueAndGrads((...some) => {
    const all = [...tensors];
    wanted.forEach((at, which) => {
      all[at] = some[which];
    });
    return f(...all);
  });
  return () => {
    const { value, grads } = tf.tidy(() => both(chosen));
    return { output: value, gradients: grads };
  };
}

await serve({
  name: `tfjs ${backend}`,
  version: tf.version.tfjs,
  dtypes: ['float32'],
  ops: {
    add: tf.add,
    subtract: tf.sub,
    multiply: tf.mul,
    multiplyBy: tf.mul,
    addNumber: tf.add,
    relu: tf.relu,
    sum: (a) => tf.sum(a),
    matmul: (a, b) => tf.matMul(a, b),
    concat: (all) => tf.concat(all, 0),
    conv: (images, weight) => tf.conv2d(images, weight, 1, 1),
    broadcastTo: tf.broadcastTo,
    transpose: (a) => tf.transpose(a),
    sumOfAxis0: (a) => tf.sum(a, 0),
    einsum: tf.einsum,
  },
  tensor: (dtype, shape, data) => tf.tensor(data, shape, dtype),
  prepare,
  read: (tensor) => tensor.dataSync(),
  free: ({ output, gradients }) => tf.dispose([output, gradients]),
});
