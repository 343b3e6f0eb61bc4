/** The definition of an instructor's exercise as a program, whose truth the reference knows. */
import { formatShape, type Shape, sizeOf } from '../../case/shape.js';
import type { DType } from '../../case/tensor-data.js';
import { nodesOf } from '../../engine/autograd/nodes.js';
import { lazily, Tensor, toProgram } from '../../engine/index.js';
import { isStep } from '../../engine/inspect/to-program.js';
import { constantsDetached, detached } from '../../functions/index.js';
import {
  type Described,
  describedCases,
  type PlannedCases,
  type Space,
  type WithConstants,
} from '../../generate/index.js';
import { chapterOf, type Exercise } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import { withUnits } from './jacobian.js';
import { type ReadDefinition, type ReadFolder, readDefinitions, type Tensors } from './read.js';

/** All that the folder of an exercise defines. */
export const folderOf = ({ id, own }: Pick<Exercise, 'id' | 'own'>): ReadFolder => {
  if (own === undefined) throw new Error(`${id} has no definition of its own`);
  return readDefinitions(own.code, `${chapterOf({ id })}/definition.ts`);
};

export const definitionOf = (exercise: Pick<Exercise, 'id' | 'own'>): ReadDefinition => {
  const found = folderOf(exercise).definitions.get(exercise.own?.entry);
  if (found === undefined) throw new Error(`${exercise.id} is not in its definition`);
  return found;
};

/** Draws the cases of a space. */
export function casesOfOwn(exercise: Exercise): (space: Space) => PlannedCases {
  const described = describe(exercise);
  return (space) => describedCases(described, space);
}

const defaultSizes = [1, 4] as const;

function describe(exercise: Exercise): Described {
  const { inputs, sizes = {}, definition, answer } = definitionOf(exercise);
  const described = Object.values(inputs).map(({ shape, domain = 'real' }) => ({ shape, domain }));
  const by = answer === 'vjp' ? exercise.own?.by : undefined;
  const constants = [...described.keys()].filter((index) => by?.includes(index) === false);
  const names = described.flatMap(({ shape }) => shape).filter((size) => typeof size === 'string');
  return {
    inputs: described,
    sizes: new Map(
      names.filter((name) => name !== '...').map((name) => [name, sizes[name] ?? defaultSizes] as const),
    ),
    program: remembered((dtype, shapes) =>
      heldConstant(traced(exercise, definition, dtype, shapes), constants),
    ),
    ...(answer === 'jacobian' && { finish: withUnits }),
  };
}

/** With these inputs as constants. */
const heldConstant = ({ program, constants }: WithConstants, ids: readonly number[]): WithConstants => ({
  program: detached(program, ids),
  constants,
});

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
function traced(
  { id, own }: Exercise,
  definition: Tensors,
  dtype: DType,
  shapes: readonly Shape[],
): WithConstants {
  const several = own?.answer === 'values';
  const complain = (what: string) =>
    new SetupError(`The definition of ${id}, given ${shapes.map(formatShape).join(', ')}, ${what}.`);
  const [found, again] = [0.5, 0.75].map((entry) => {
    const leaves = shapes.map((shape) => filled(dtype, shape, entry));
    return tracedOn(definition, leaves, several, complain);
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

/** @param several whether it may return more than one tensor */
function tracedOn(
  definition: Tensors,
  leaves: readonly Tensor[],
  several: boolean,
  complain: Complain,
): WithConstants {
  const outputs = lazily(() => outputsOf(() => definition(...leaves), several, complain));
  const strange = nodesOf(outputs).find((node) => node.op !== null && !isStep(node));
  if (strange?.op) throw complain(`uses ${strange.op.name}, which is no op of the vocabulary`);
  const { program, constants } = toProgram(outputs, leaves);
  return { program: constantsDetached(program, leaves.length), constants };
}

function outputsOf(define: () => unknown, several: boolean, complain: Complain): readonly Tensor[] {
  let output: unknown;
  try {
    output = define();
  } catch (error) {
    throw complain(`throws ${String(error)}`);
  }
  if (output instanceof Tensor) return [output];
  if (several && isTensors(output)) return output;
  throw complain(
    isTensors(output)
      ? 'returns a list of tensors, which only an exercise of `order: 0` may'
      : `returns ${output === undefined ? 'nothing' : typeof output}, and no tensor`,
  );
}

const isTensors = (value: unknown): value is readonly Tensor[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => each instanceof Tensor);
