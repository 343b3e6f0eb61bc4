/** Mistakes that any rule can have: the right rule of one op, with a change to it or to what it returns. */

import { at } from '../case/at.js';
import { type OpName, opNames, vocabulary } from '../case/vocabulary.js';
import type { Inputs, Node, Op, Tensor } from '../engine/index.js';
import type { RuleMisconception } from './misconception.js';

type Rule = (outGrad: Tensor, node: Node<Inputs>) => Inputs;

/** What a rule returns instead of the right answer. */
type Change = (right: Rule, outGrad: Tensor, node: Node<Inputs>, memory: Memory) => unknown;

/** Fields that a learner's class may have besides its attributes. */
interface Memory {
  sum?: Inputs;
  first?: Inputs;
}

interface Family {
  readonly family: string;
  readonly says: string;
  readonly hint: string;
  readonly breaks: string;
  /** @param asked the ops whose rules some exercise asks for */
  readonly ops: (asked: readonly OpName[]) => readonly OpName[];
  readonly change: Change;
}

/** The rule in the op's class. */
const rightRule =
  (op: Op): Rule =>
  (outGrad, node) =>
    (Object.getPrototypeOf(op) as Op).gradient.call(op, outGrad, node);

/** The rule as if its inputs and its value were constants. */
const constant = (node: Node<Inputs>): Node<Inputs> => {
  const inputs = node.inputs.map((input) => input.detach());
  return Object.defineProperty(node.detach(), 'inputs', { value: inputs });
};

const oneInput = (op: OpName): boolean => vocabulary[op].arity === 1;

const remembersNothing =
  'A gradient method depends on outGrad and the node alone; it remembers nothing of an earlier call.';

/** Ops whose own list already has this mistake, written out. */
const writtenOut: readonly string[] = [
  'multiply-detaches-its-gradient',
  'broadcast-to-detaches-its-gradient',
  'gather-detaches-its-gradient',
  'slice-detaches-its-gradient',
  'split-detaches-its-gradient',
  'squeeze-detaches-its-gradient',
  'stack-detaches-its-gradient',
  'exp-takes-its-inputs-for-constants',
  'matmul-takes-its-inputs-for-constants',
  'softmax-takes-its-inputs-for-constants',
  'reshape-returns-nothing',
];

/** Ops whose slopes change with their inputs. */
const curved: readonly OpName[] = [
  ...(['multiply', 'divide', 'log', 'sqrt', 'sin', 'cos', 'tanh', 'sigmoid'] as const),
  ...(['power', 'power_scalar', 'logsumexp', 'logsoftmax'] as const),
];

/** Ops whose adjoints differ if both inputs are one tensor. */
const lopsided: readonly OpName[] = ['subtract', 'divide', 'power', 'matmul'];

const families: readonly Family[] = [
  {
    family: 'detaches-its-gradient',
    says: 'The gradient has the right numbers and is cut off from the graph (detach, noGrad, raw data).',
    hint: 'Build the gradient from tensor functions: for a second derivative it is differentiated again.',
    breaks: 'twice',
    ops: () => opNames.filter((op) => op !== 'detach'),
    change: (right, outGrad, node) => right(outGrad, node).map((each) => each.detach()),
  },
  {
    family: 'takes-its-inputs-for-constants',
    says: 'The inputs, or the value, are detached in the gradient, which is right at first and wrong when differentiated again.',
    hint: 'Does the gradient change when the input does?',
    breaks: 'second',
    ops: (asked) => asked.filter((op) => curved.includes(op)),
    change: (right, outGrad, node) => right(outGrad, constant(node)),
  },
  {
    family: 'finds-its-inputs-by-identity',
    says: 'Each input is looked up by what it is (`inputs.indexOf`), so that one that is given twice gets the first adjoint twice.',
    hint: 'In a − a both inputs are the same tensor: how can you tell them apart?',
    breaks: 'accumulate',
    ops: (asked) => asked.filter((op) => lopsided.includes(op)),
    change: (right, outGrad, node) => {
      const adjoints = right(outGrad, node);
      return node.inputs.map((input) => adjoints[node.inputs.indexOf(input)]);
    },
  },
  {
    family: 'forgets-the-brackets',
    says: 'The adjoint itself is returned instead of a list of one adjoint.',
    hint: 'A gradient method returns a list with one adjoint for each input, even if there is one input.',
    breaks: 'form',
    ops: (asked) => asked.filter(oneInput),
    change: (right, outGrad, node) => right(outGrad, node)[0],
  },
  {
    family: 'returns-nothing',
    says: 'Nothing is returned.',
    hint: 'End the method with `return [ … ]`.',
    breaks: 'form',
    ops: (asked) => asked,
    change: () => undefined,
  },
  {
    family: 'returns-what-the-first-call-did',
    says: 'The gradient of the first call is kept, and returned by later calls too.',
    hint: remembersNothing,
    breaks: 'vjp',
    ops: (asked) => asked,
    change: (right, outGrad, node, memory) => {
      memory.first ??= right(outGrad, node);
      return memory.first;
    },
  },
  {
    family: 'writes-over-the-cotangent',
    says: 'The gradient is computed in place, in the array of outGrad.',
    hint: 'outGrad belongs to the caller, who may use it again: return a new tensor.',
    breaks: 'pure',
    // The gradient of add_scalar is outGrad already.
    ops: (asked) => asked.filter((op) => oneInput(op) && vocabulary[op].elementwise && op !== 'add_scalar'),
    change: (right, outGrad, node) => [writtenInto(outGrad, at(right(outGrad, node), 0))],
  },
];

/** In lazy mode there is no array yet, and this throws, as such code does. */
function writtenInto(outGrad: Tensor, gradient: Tensor): Tensor {
  const { data } = outGrad.cachedData as NonNullable<Tensor['cachedData']>;
  gradient.toData().data.forEach((entry, at) => {
    data[at] = entry;
  });
  return outGrad;
}

/** @param exercises which exercise asks for an op's rule, of those that some exercise asks for */
export function generatedFor(exercises: ReadonlyMap<OpName, string>): readonly RuleMisconception[] {
  const asked = opNames.filter((op) => exercises.has(op));
  return families
    .flatMap(({ ops, change, ...family }) =>
      ops(asked).map(
        (op): RuleMisconception => ({
          ...family,
          kind: 'rule',
          exercise: exercises.get(op) ?? null,
          name: `${op.replaceAll('_', '-')}-${family.family}`,
          op,
          gradient(outGrad, node) {
            return change(rightRule(this), outGrad, node, this as unknown as Memory) as Inputs;
          },
        }),
      ),
    )
    .filter(({ name }) => !writtenOut.includes(name));
}
