import { entry } from '../../case/at.js';
import type { Program } from '../../case/program.js';
import type { TensorData } from '../../case/tensor-data.js';
import { type Id, opNames, type Step, vocabulary } from '../../case/vocabulary.js';
import { nodesOf } from '../autograd/nodes.js';
import type { Inputs } from '../autograd/op.js';
import { realize } from '../autograd/realize.js';
import { MakeTensorTuple, Split, TupleGetItem } from '../ops/joining.js';
import { Masked } from '../ops/mask.js';
import { isSilenced } from '../ops/silenced.js';
import { type Entries, listOf } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';

/** What is not a step of a program: a constant, or an op to look through. */
export type Kind = 'step' | 'constant' | 'foreign';

/** A tensor that an op outside the vocabulary made, and its inputs as ids of the program. */
export interface Foreign {
  readonly tensor: Tensor;
  readonly args: readonly Id[];
}

/**
 * The graph between leaves and outputs as a program. Its inputs are the leaves, then the constants: every other
 * tensor that the outputs need and that no op of the vocabulary made.
 * @param kindOf other kinds of nodes. A foreign node stands at the end of the inputs, too, but its own inputs are in the
 *   program, so that whoever has its rule can go on behind it; inputs before their consumers.
 */
export function toProgram(
  outputs: readonly Tensor[],
  leaves: readonly Tensor[],
  kindOf: (node: Tensor) => Kind = (node) => (isStep(node) ? 'step' : 'constant'),
): {
  readonly program: Program;
  readonly constants: readonly TensorData[];
  readonly foreign: readonly Foreign[];
} {
  const given = new Set(leaves);
  const kinds = new Map<Tensor, Kind>();
  const isOf = (kind: Kind) => (node: Tensor) => {
    if (given.has(node)) return false;
    if (!kinds.has(node)) kinds.set(node, kindOf(node));
    return kinds.get(node) === kind;
  };
  const nodes = nodesOf(outputs, (node) => given.has(node) || isOf('constant')(node));
  const foreign = nodes.filter(isOf('foreign'));
  const constants = [...nodes.filter(isOf('constant')), ...foreign];
  const inputs = [...leaves, ...constants];
  const computed = nodes.filter(isOf('step'));
  const ids = new Map(inputs.map((node, id) => [node, id]));
  const idsOf = (tensors: readonly Tensor[]): Id[] => tensors.map((tensor) => entry(ids, tensor));
  const steps: Step[] = [];
  for (const node of computed) {
    const args = idsOf(node.inputs);
    if (isSilenced(node)) {
      const kept = keptIn(node);
      if (kept.includes(0)) steps.push({ op: 'dropout', args: [args[0] as Id], p: 0, mask: kept });
      ids.set(node, kept.includes(0) ? inputs.length + steps.length - 1 : (args[0] as Id));
      continue;
    }
    steps.push(stepOf(node, args) as Step);
    if (isInfiniteBehindMask(node)) steps.push(stepOfMask(node, inputs.length + steps.length - 1));
    ids.set(node, inputs.length + steps.length - 1);
  }
  return {
    program: {
      inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
      steps,
      outputs: idsOf(outputs),
    },
    constants: constants.map((constant) => constant.toData()),
    foreign: foreign.map((tensor) => ({ tensor, args: idsOf(tensor.inputs) })),
  };
}

/** Whether an op of the vocabulary made the node. */
export const isStep = (node: Tensor): boolean => isSilenced(node) || stepOf(node, []) !== undefined;

/** The op of the node as a step, or undefined outside the vocabulary. */
function stepOf({ op, inputs }: Tensor, args: readonly Id[]): Step | undefined {
  if (op instanceof Split || op instanceof MakeTensorTuple || op instanceof TupleGetItem) {
    return stepOfTuple(op, inputs, args);
  }
  if (op instanceof Masked) return { op: 'multiply', args: args as readonly [Id, Id] };
  const name = opNames.find((known) => known === op?.name);
  if (op === null || name === undefined) return undefined;
  const attributes = Object.entries(op).filter(([key]) => key in vocabulary[name].attributes);
  return { op: name, args, ...Object.fromEntries(attributes) } as unknown as Step;
}

/** A program has no tuples; there, the pieces are one after another along axis 0 of one array. */
function stepOfTuple(op: Split | MakeTensorTuple | TupleGetItem, [input]: Inputs, args: readonly Id[]): Step {
  if (op instanceof MakeTensorTuple) return { op: 'stack', args: args as readonly [Id], axis: 0 };
  const one = args as readonly [Id];
  if (op instanceof TupleGetItem) return { op: 'split', args: one, axis: 0, index: op.index };
  return { op: 'permute', args: one, axes: op.axisFirst((input as Tensor).shape) };
}

/** Whether a weight of 0 meets an entry for which a product would give NaN. */
function isInfiniteBehindMask({ op, inputs }: Tensor): boolean {
  if (!(op instanceof Masked)) return false;
  const [entries, weights] = inputs.map((input) => realize(input).data) as [Entries, Entries];
  return entries.some((entry, k) => weights[k] === 0 && !Number.isFinite(entry));
}

/** Dropout with p = 0 keeps entries where its mask is 1, and sets the others to 0. */
function stepOfMask({ inputs: [, weights] }: Tensor, product: Id): Step {
  const mask = listOf(realize(weights as Tensor).data).map((weight) => Number(weight !== 0));
  return { op: 'dropout', args: [product], p: 0, mask };
}

/** A bit for each entry of an adjoint: 0 where it is 0 instead of 0 · ∞ or 0 · NaN. */
function keptIn(node: Tensor): number[] {
  const [adjoint] = node.inputs as readonly [Tensor];
  const [before, after] = [listOf(realize(adjoint).data), listOf(realize(node).data)];
  return before.map((entry, k) => Number(Object.is(entry, after[k])));
}
