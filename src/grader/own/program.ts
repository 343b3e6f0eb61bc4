/** The definition of an instructor's exercise as a program, whose truth the reference knows. */
import { formatShape, type Shape, sizeOf } from '../../case/shape.js';
import type { DType } from '../../case/tensor-data.js';
import { isStep, lazily, nodesOf, Tensor, toProgram } from '../../engine/index.js';
import { constantsDetached } from '../../functions/index.js';
import {
  type Described,
  describedCases,
  type PlannedCases,
  type Space,
  type WithConstants,
} from '../../generate/index.js';
import type { Exercise } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { type ReadDefinition, readDefinition, type Tensors } from './read.js';

export const definitionOf = ({ id, own }: Pick<Exercise, 'id' | 'own'>): ReadDefinition => {
  if (own === undefined) throw new Error(`${id} has no definition of its own`);
  return readDefinition(own.code, `${id}/definition.ts`);
};

/** Draws the cases of a space. */
export function casesOfOwn(exercise: Exercise): (space: Space) => PlannedCases {
  const described = describe(exercise);
  return (space) => describedCases(described, space);
}

const defaultSizes = [1, 4] as const;

function describe(exercise: Exercise): Described {
  const { inputs, sizes = {}, definition } = definitionOf(exercise);
  const described = Object.values(inputs).map(({ shape, domain = 'real' }) => ({ shape, domain }));
  const names = described.flatMap(({ shape }) => shape).filter((size) => typeof size === 'string');
  return {
    inputs: described,
    sizes: new Map(
      names.filter((name) => name !== '...').map((name) => [name, sizes[name] ?? defaultSizes] as const),
    ),
    program: remembered((dtype, shapes) => traced(exercise.id, definition, dtype, shapes)),
  };
}

/** The same few shapes are drawn again and again. */
function remembered(program: Described['program']): Described['program'] {
  const known = new Map<string, WithConstants>();
  return (dtype, shapes) => {
    const key = JSON.stringify([dtype, shapes]);
    const found = known.get(key) ?? program(dtype, shapes);
    known.set(key, found);
    return found;
  };
}

/** @throws {SetupError} if the definition throws, or is not made of the vocabulary's ops */
function traced(id: string, definition: Tensors, dtype: DType, shapes: readonly Shape[]): WithConstants {
  const complain = (what: string) =>
    new SetupError(`The definition of ${id}, given ${shapes.map(formatShape).join(', ')}, ${what}.`);
  const [found, again] = [0.5, 0.75].map((entry) => {
    const leaves = shapes.map((shape) => filled(dtype, shape, entry));
    return tracedOn(definition, leaves, complain);
  }) as [WithConstants, WithConstants];
  if (JSON.stringify(found) !== JSON.stringify(again)) {
    throw complain(
      'makes other steps or other constants for other numbers: it may read the shapes of its inputs, not their entries, and draw nothing',
    );
  }
  if (found.program.steps.length === 0)
    throw complain('returns an input as it is, which leaves nothing to differentiate');
  return found;
}

const filled = (dtype: DType, shape: Shape, entry: number): Tensor => {
  const data = new Array<number>(sizeOf(shape)).fill(entry);
  return Tensor.fromData({ dtype, shape, data }, { requiresGrad: true });
};

type Complain = (what: string) => SetupError;

function tracedOn(definition: Tensors, leaves: readonly Tensor[], complain: Complain): WithConstants {
  const output = lazily(() => outputOf(() => definition(...leaves), complain));
  const strange = nodesOf([output]).find((node) => node.op !== null && !isStep(node));
  if (strange?.op) throw complain(`uses ${strange.op.name}, which is no op of the vocabulary`);
  const { program, constants } = toProgram([output], leaves);
  return { program: constantsDetached(program, leaves.length), constants };
}

function outputOf(define: () => unknown, complain: Complain): Tensor {
  let output: unknown;
  try {
    output = define();
  } catch (error) {
    throw complain(`throws ${String(error)}`);
  }
  if (output instanceof Tensor) return output;
  throw complain(`returns ${output === undefined ? 'nothing' : typeof output}, and no tensor`);
}
