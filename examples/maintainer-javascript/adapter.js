/** The engine as an adapter: `npx backproof oracle -- node adapter.js`. */
import { interpret, serve } from 'backproof/adapter';
import { backward, multiply, negate, tanh, Value } from './engine.js';

const ops = { multiply, tanh, negate };
const tensor = (shape, data) => ({ dtype: 'float64', shape, data });

await serve({
  implementation: { name: 'tape', version: '0.3.0', language: 'JavaScript' },
  ops: Object.keys(ops),
  dtypes: ['float64'],
  modes: ['eager'],
  maxOrder: 1,
  broadcasts: false,
  run({ program, inputs, cotangents }) {
    const leaves = inputs.map(({ data, shape }) => new Value([...data], shape));
    const outputs = interpret(program, leaves, ops);
    const vjps = cotangents.map((cotangent) => {
      for (const leaf of leaves) leaf.adjoint = leaf.data.map(() => 0);
      backward(
        outputs,
        cotangent.map(({ data }) => data),
      );
      return leaves.map(({ shape, adjoint }) => tensor(shape, adjoint));
    });
    return {
      values: outputs.map(({ shape, data }) => tensor(shape, data)),
      vjps,
      seconds: [],
      echo: [...leaves.map(({ shape, data }) => tensor(shape, data)), ...cotangents.flat()],
    };
  },
});
