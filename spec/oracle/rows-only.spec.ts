import { expect, it, onTestFinished } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Axes, Shape } from '../../src/case/shape.js';
import { Session } from '../../src/oracle/index.js';

/** Greets as an adapter whose logsoftmax takes the rows of a matrix, and declines whatever it is asked. */
const adapter = `
const greeting = { version: 1, implementation: { name: 'rows', version: '1', language: 'JavaScript', homepage: '' },
  ops: ['logsoftmax'], dtypes: ['float64'], modes: ['eager'], maxOrder: 1, broadcasts: false, rowsOnly: ['logsoftmax'] };
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { cmd, id } = JSON.parse(line);
  if (cmd === 'stop') process.exit(0);
  console.log(JSON.stringify(cmd === 'start' ? greeting : { id, outcome: 'unsupported', why: 'asked' }));
});`;

const logsoftmaxOf = (shape: Shape, axes: Axes): Case => {
  const tensor = {
    dtype: 'float64',
    shape,
    data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 1),
  };
  return {
    program: {
      inputs: [{ name: 'a', dtype: 'float64', shape }],
      steps: [{ op: 'logsoftmax', args: [0], axes }],
      outputs: [1],
    },
    inputs: [tensor],
    cotangents: [[tensor]],
    directions: [],
    mode: 'eager',
    order: 1,
  } as unknown as Case;
};

it.each([
  [[2, 3], 1, true],
  [[2, 3], [-1], true],
  [[2, 3], 0, false],
  [[2, 3], null, false],
  [[3], 0, false],
  [[1, 2, 3], -1, false],
] as const)('an op of rows alone is asked for shape %j, axes %j: %s', async (shape, axes, asked) => {
  const session = await Session.open([process.execPath, '-e', adapter]);
  onTestFinished(async () => void (await session.stop()));
  const declined = { kind: 'unsupported', why: 'the adapter has logsoftmax only for the rows of a matrix' };
  const outcome = await session.run(logsoftmaxOf(shape, axes));
  expect(outcome).toMatchObject(asked ? { why: 'asked' } : { ...declined, declared: true });
  if (asked) expect(outcome).not.toHaveProperty('declared');
});
