/** Our engine: `node ours.mjs eager|lazy|compile [DIST]`. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { denseCheck } from './check.mjs';
import { serve, Unsupported } from './serve.mjs';

const [mode = 'eager', dist = new URL('../../../dist', import.meta.url).pathname] = process.argv.slice(2);
// What users import; an earlier build may have no joined one.
const joined = `${dist}/package/engine.js`;
const engine = await import(pathToFileURL(existsSync(joined) ? joined : `${dist}/engine/index.js`));

const { grad, realize } = engine;

/** One run: the output, and the gradients of those inputs. */
const passes = (f, wanted) => (inputs) => {
  const output = f(...inputs);
  return {
    output,
    gradients:
      wanted.length === 0
        ? []
        : grad(
            output,
            wanted.map((at) => inputs[at]),
          ),
  };
};

const modes = {
  eager: (f, inputs, wanted) => {
    const pass = passes(f, wanted);
    return () => pass(inputs);
  },
  lazy: (f, inputs, wanted) => {
    const pass = passes(f, wanted);
    return () =>
      engine.lazily(() => {
        const { output, gradients } = pass(inputs);
        realize(output);
        gradients.forEach(realize);
        return { output, gradients };
      });
  },
  compile: (f, inputs, wanted) => {
    if (engine.compile === undefined) throw new Unsupported('ours has no compile');
    const pass = passes(f, wanted);
    const compiled = engine.compile((...all) => {
      const { output, gradients } = pass(all);
      return [output, ...gradients];
    });
    return () => {
      const [output, ...gradients] = compiled(...inputs);
      return { output, gradients };
    };
  },
};

await serve({
  name: `ours, ${mode}`,
  version: engine.version ?? 'this checkout',
  dtypes: ['float32', 'float64'],
  ops: {
    add: engine.add,
    subtract: engine.subtract,
    multiply: engine.multiply,
    multiplyBy: engine.mulScalar,
    addNumber: engine.addScalar,
    relu: engine.relu,
    sum: (a) => engine.summation(a),
    matmul: engine.matmul,
    concat: (all) => engine.concat(all, 0),
    conv: (images, weight) => engine.conv(images, weight, 1, 1),
    broadcastTo: engine.broadcastTo,
    transpose: (a) => engine.transpose(a),
    sumOfAxis0: (a) => engine.summation(a, 0),
    einsum: (equation, ...operands) => engine.einsum(equation, operands),
  },
  tensor: (dtype, shape, data, requiresGrad) =>
    engine.Tensor.fromData({ dtype, shape, data }, { requiresGrad }),
  prepare: modes[mode],
  own: mode === 'eager' ? { check: async (...asked) => (await denseCheck(dist))(...asked) } : {},
  read: (tensor) => realize(tensor).data,
});
