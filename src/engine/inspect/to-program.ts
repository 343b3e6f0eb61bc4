import type { Program } from '../../program/program.js';
import type { Id, Step } from '../../program/step.js';
import type { TensorData } from '../../program/tensor-data.js';
import { opNames, vocabulary } from '../../program/vocabulary.js';
import type { Inputs } from '../op.js';
import { MakeTensorTuple, Split, TupleGetItem } from '../ops/joining.js';
import type { Tensor } from '../tensor.js';
import { nodesOf } from './nodes.js';

/**
 * The graph between leaves and outputs as a program. Its inputs are the leaves, then the constants: every other
 * tensor that the outputs need and that no op of the vocabulary made.
 */
export function toProgram(
  outputs: readonly Tensor[],
  leaves: readonly Tensor[],
): { readonly program: Program; readonly constants: readonly TensorData[] } {
  const given = new Set(leaves);
  const isInput = (node: Tensor) => given.has(node) || stepOf(node, []) === undefined;
  const nodes = nodesOf(outputs, isInput);
  const constants = nodes.filter((node) => isInput(node) && !given.has(node));
  const inputs = [...leaves, ...constants];
  const computed = nodes.filter((node) => !isInput(node));
  const ids = new Map([...inputs, ...computed].map((node, id) => [node, id]));
  const idsOf = (tensors: readonly Tensor[]): Id[] => tensors.map((tensor) => ids.get(tensor) as Id);
  return {
    program: {
      inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
      steps: computed.map((node) => stepOf(node, idsOf(node.inputs)) as Step),
      outputs: idsOf(outputs),
    },
    constants: constants.map((constant) => constant.toData()),
  };
}

/** What made the node as a step, or undefined outside the vocabulary. */
function stepOf({ op, inputs }: Tensor, args: readonly Id[]): Step | undefined {
  if (op instanceof Split || op instanceof MakeTensorTuple || op instanceof TupleGetItem) {
    return stepOfTuple(op, inputs, args);
  }
  const name = opNames.find((known) => known === op?.name);
  if (op === null || name === undefined) return undefined;
  const attributes = Object.entries(op).filter(([key]) => key in vocabulary[name].attributes);
  return { op: name, args, ...Object.fromEntries(attributes) } as unknown as Step;
}

/** A program has no tuples; there, the pieces stand one after another along axis 0 of one array. */
function stepOfTuple(op: Split | MakeTensorTuple | TupleGetItem, [input]: Inputs, args: readonly Id[]): Step {
  if (op instanceof MakeTensorTuple) return { op: 'stack', args: args as readonly [Id], axis: 0 };
  const one = args as readonly [Id];
  if (op instanceof TupleGetItem) return { op: 'split', args: one, axis: 0, index: op.index };
  return { op: 'permute', args: one, axes: op.axisFirst((input as Tensor).shape) };
}
