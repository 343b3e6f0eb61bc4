/**
 * The smallest adapter: three ops, with their gradients written out. No library, not even Backproof's kit.
 *
 * backproof oracle -- node adapters/hello/hello.mjs
 */
import { createInterface } from 'node:readline';

// Operands have equal shapes, because this adapter says that it does not broadcast. So an op is a function of
// entries, and a gradient one of the adjoint's entry that comes back and of the operands' entries.
const ops = {
  add: { value: (a, b) => a + b, gradient: (adjoint) => [adjoint, adjoint] },
  multiply: { value: (a, b) => a * b, gradient: (adjoint, a, b) => [adjoint * b, adjoint * a] },
  negate: { value: (a) => -a, gradient: (adjoint) => [-adjoint] },
};

const about = {
  version: 1,
  implementation: { name: 'hello', version: '1', language: 'JavaScript' },
  ops: Object.keys(ops),
  dtypes: ['float64'],
  modes: ['eager'],
  maxOrder: 1,
  broadcasts: false,
  pipeline: 16,
};

function run({ program: { steps, outputs }, inputs, cotangents }) {
  const values = inputs.map(read);
  // Every op keeps its operands' shape: a step's shape is that of its first operand.
  const shapes = inputs.map(({ shape }) => shape);
  for (const { op, args } of steps) {
    const operands = args.map((id) => values[id]);
    values.push(operands[0].map((_, at) => ops[op].value(...operands.map((operand) => operand[at]))));
    shapes.push(shapes[args[0]]);
  }
  const backward = (cotangent) => {
    const adjoints = values.map((value) => value.map(() => 0));
    outputs.forEach((id, output) => {
      read(cotangent[output]).forEach((entry, at) => {
        adjoints[id][at] += entry;
      });
    });
    for (let id = values.length - 1; id >= inputs.length; id--) {
      const { op, args } = steps[id - inputs.length];
      adjoints[id].forEach((adjoint, at) => {
        const terms = ops[op].gradient(adjoint, ...args.map((arg) => values[arg][at]));
        args.forEach((arg, operand) => {
          adjoints[arg][at] += terms[operand];
        });
      });
    }
    return inputs.map((_, id) => write(shapes[id], adjoints[id]));
  };
  return {
    outcome: 'done',
    values: outputs.map((id) => write(shapes[id], values[id])),
    vjps: cotangents.map(backward),
    echo: [...inputs, ...cotangents.flat()],
  };
}

const specials = { NaN: Number.NaN, Infinity: 1 / 0, '-Infinity': -1 / 0, '-0': -0 };
const read = ({ data }) => data.map((x) => (typeof x === 'string' ? specials[x] : x));

/** JSON has no NaN, no infinities and no -0. */
const number = (x) => (Number.isFinite(x) && !Object.is(x, -0) ? x : Object.is(x, -0) ? '-0' : String(x));
const write = (shape, data) => ({ dtype: 'float64', shape, data: data.map(number) });

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.cmd === 'stop') break;
  const reply = request.cmd === 'start' ? about : { id: request.id, ...run(request.case) };
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit(0);
