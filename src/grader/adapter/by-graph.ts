/**
 * A submission whose gradients are judged as graphs: each op in the graph of a VJP is computed correctly here, and
 * the graph is differentiated here. Only the rule itself is left to judge. A tensor that is read twice is given as
 * two, so that no engine has to add anything up.
 */

import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { Done, GradientGraph, Outcome } from '../../case/implementation.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Id, Step } from '../../case/vocabulary.js';
import type { Session } from '../../oracle/index.js';
import type { Submission } from '../implementation.js';
import { computed } from '../right-ops.js';

export const byGraph = (submission: Submission, session: Session): Submission => ({
  ...submission,
  run: async (testCase) => {
    const apart = split(testCase).testCase;
    const values = await session.run({ ...apart, cotangents: [] });
    return values.kind === 'done' ? judged(testCase, values, await session.run(apart, true)) : values;
  },
});

async function judged(testCase: Case, { values }: Done, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'done') return outcome;
  const { owners } = split(testCase);
  const { inputs, cotangents, directions } = testCase;
  if (outcome.graphs?.length !== cotangents.length)
    return { kind: 'unsupported', why: 'it does not say of which ops its gradients are made' };
  const vjps: (readonly TensorData[])[] = [];
  const both: (readonly TensorData[])[] = [];
  for (const [at, graph] of outcome.graphs.entries()) {
    const { program, constants } = merge(graph, owners, testCase);
    const direction = testCase.order === 2 ? directions.slice(at, at + 1) : [];
    const leaves = [...inputs, ...(cotangents[at] ?? []), ...constants];
    const right = computed(program, leaves, direction);
    if (right.kind !== 'done') return right;
    vjps.push(right.values);
    both.push(...right.vjps);
  }
  const written = inputs.map((_, input) => outcome.echo[owners.indexOf(input)] as TensorData);
  const outputs = inputs.length + testCase.program.outputs.length;
  return {
    kind: 'done',
    values,
    vjps,
    seconds: both.map((each) => each.slice(0, inputs.length)),
    ...(testCase.order === 2 && { jvps: both.map((each) => each.slice(inputs.length, outputs)) }),
    echo: [...written, ...outcome.echo.slice(owners.length)],
  };
}

/** A first-order case of one step with one input per argument; `owners` says whose copy each input is. */
export function split({ program, inputs, ...rest }: Case): { testCase: Case; owners: readonly Id[] } {
  const step = at(program.steps, 0);
  const unread = inputs.map((_, id) => id).filter((id) => !step.args.includes(id as never));
  const owners: Id[] = [...step.args, ...unread];
  const testCase: Case = {
    ...rest,
    order: 1,
    directions: [],
    program: {
      inputs: owners.map((id) => program.inputs[id] as TensorData),
      steps: [{ ...step, args: step.args.map((_, argument) => argument) } as unknown as Step],
      outputs: program.outputs.map((id) => (id < inputs.length ? owners.indexOf(id) : owners.length)),
    },
    inputs: owners.map((id) => at(inputs, id)),
  };
  return { testCase, owners };
}

/** Turns the graph of the copies' gradients into that of the owners', which are their sums. */
function merge(
  { program, constants }: GradientGraph,
  owners: readonly Id[],
  { inputs }: Case,
): GradientGraph {
  const shift = inputs.length - owners.length;
  const moved = (id: Id): Id => (id < owners.length ? at(owners, id) : id + shift);
  const steps = program.steps.map((step) => ({ ...step, args: step.args.map(moved) }) as unknown as Step);
  const before = program.inputs.length + shift;
  const outputs = inputs.map((_, input) => {
    const [first, ...more] = program.outputs.filter((__, copy) => owners[copy] === input).map(moved);
    return more.reduce((sum, id) => before + steps.push({ op: 'add', args: [sum, id] }) - 1, first as Id);
  });
  const leaves = program.inputs.slice(owners.length);
  const owned = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
  return { program: { inputs: [...owned, ...leaves], steps, outputs }, constants };
}
