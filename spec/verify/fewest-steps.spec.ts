/** A mistake in one step of a large model is shown in as few steps as have it. */
import { expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Done, Implementation } from '../../src/case/implementation.js';
import { opsOf, shapesOf } from '../../src/case/program.js';
import type { Step } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { fails, inFewestSteps, judge, laws } from '../../src/verify/index.js';
import { transformer } from '../transformer.js';

const engine = engineImplementation();
const block = transformer({ width: 8, heads: 2, length: 4, layers: 2 });
const small = transformer({ width: 4, heads: 2, length: 2, layers: 1 });
const asked = laws.filter(({ id }) => ['value', 'form', 'vjp', 'dot'].includes(id));

const planted = (name: string): Implementation =>
  plant(misconceptions.find((each) => each.name === name) as Misconception);

async function reduced(implementation: Implementation, testCase: Case) {
  const broken = (await judge(implementation, testCase, asked)).find(({ verdict }) => fails(verdict));
  if (broken === undefined) throw new Error('the mistake does not show');
  let tries = 0;
  const count = () => {
    tries++;
  };
  const found = await inFewestSteps(implementation, { ...broken, testCase }, asked, count);
  return { ...found, tries };
}

/** Our engine, whose gradients are twice too large for every program of which this holds. */
const wrongIf = (holds: (testCase: Case) => boolean): Implementation => ({
  ...engine,
  run: async (testCase) => {
    const done = (await engine.run(testCase)) as Done;
    const twice = done.vjps.map((list) =>
      list.map((each) => ({ ...each, data: each.data.map((entry) => 2 * entry) })),
    );
    return holds(testCase) ? { ...done, vjps: twice } : done;
  },
});

it('a wrong rule in a transformer block of two layers is reduced to its own step, with small axes and short numbers', async () => {
  expect(block.program.steps.length).toBeGreaterThan(70);
  const { testCase, law, tries } = await reduced(
    planted('affine-layer-norm-takes-the-variance-for-a-constant'),
    block,
  );
  expect(opsOf(testCase.program)).toEqual(['affine_layer_norm']);
  expect(testCase.program.steps).toHaveLength(1);
  expect(law.id).toBe('vjp');
  expect(shapesOf(testCase.program)).toEqual([[1, 2, 2], [2], [2], [1, 2, 2]]);
  for (const { data } of testCase.inputs)
    for (const entry of data) expect(String(entry).replace(/[-.]|^-?0\./g, '').length).toBeLessThan(3);
  expect(tries).toBeLessThan(60);
});

it('a mistake that takes two steps is reduced to these two, wherever they stand', async () => {
  const both = wrongIf(({ program }) =>
    ['softmax', 'gelu'].every((op) => opsOf(program).includes(op as never)),
  );
  const { testCase } = await reduced(both, small);
  expect(opsOf(testCase.program).sort()).toEqual(['gelu', 'softmax']);
  expect(testCase.program.steps).toHaveLength(2);
});

it('what was cut off is given as an input of the value that it has in the model', async () => {
  const { testCase } = await reduced(
    wrongIf(({ program }) => opsOf(program).includes('softmax')),
    {
      ...block,
      inputs: block.inputs.map((input) => ({ ...input, data: input.data.map(() => 0.5) })),
    },
  );
  expect(testCase.program.steps).toHaveLength(1);
  // All queries and keys are equal: so are the scores.
  const [scores] = testCase.inputs;
  expect(new Set(scores?.data).size).toBe(1);
});

/** Of a softmax whose Jacobian holds 2.6 million slopes, and 40 steps after it. */
function deep(): Case {
  const type = { dtype: 'float64', shape: [40, 256] } as const;
  const entries = (salt: number) =>
    Array.from({ length: 40 * 256 }, (_, k) => Math.sin(12.9898 * (k + 1) + 78.233 * salt));
  const after = Array.from({ length: 20 }, (_, k): Step[] => [
    { op: 'mul_scalar', args: [2 * k + 1], scalar: 1.25 },
    { op: 'tanh', args: [2 * k + 2] },
  ]);
  return {
    program: {
      inputs: [type],
      steps: [{ op: 'softmax', args: [0], axes: -1 }, ...after.flat()],
      outputs: [41],
    },
    inputs: [{ ...type, data: entries(1) }],
    cotangents: [[{ ...type, data: entries(3) }]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
}

it('a deep model too large for Jacobians is judged along directions, and its mistake reduced to one step', async () => {
  const model = deep();
  const verdicts = await judge(engine, model, asked);
  expect(verdicts.map(({ law, verdict }) => [law.id, verdict.kind])).toEqual([
    ['value', 'agree'],
    ['form', 'agree'],
    ['dot', 'agree'],
  ]);
  const { testCase } = await reduced(planted('softmax-keeps-only-the-diagonal'), model);
  expect(testCase.program.steps.map(({ op }) => op)).toEqual(['softmax']);
});
